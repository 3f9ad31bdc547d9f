import type { Action } from './action.ts'
import { jumpToKeyframe } from './keyframe-edit.ts'

/** To the keyframe before the playhead. */
export const previousKeyframe: Action = {
  id: 'previous-keyframe',
  title: 'Previous keyframe',
  verb: 'watch',
  run: (desk) => jumpToKeyframe(desk, -1),
}
