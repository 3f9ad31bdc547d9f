import type { Action } from './action.ts'
import { addKeyframes } from './keyframe-edit.ts'

/** A dynamic keyframe at the playhead. */
export const keyframe: Action = {
  id: 'keyframe',
  title: 'Add keyframe',
  verb: 'grade',
  run: (desk) => addKeyframes(desk, 'linear'),
}
