import type { Action } from './action.ts'
import { addKeyframes } from './keyframe-edit.ts'

/** A static keyframe at the playhead. */
export const staticKeyframe: Action = {
  id: 'static-keyframe',
  title: 'Add static keyframe',
  verb: 'grade',
  run: (desk) => addKeyframes(desk, 'static'),
}
