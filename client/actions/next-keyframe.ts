import type { Action } from './action.ts'
import { jumpToKeyframe } from './keyframe-edit.ts'

/** To the keyframe after the playhead. */
export const nextKeyframe: Action = {
  id: 'next-keyframe',
  title: 'Next keyframe',
  verb: 'watch',
  run: (desk) => jumpToKeyframe(desk, 1),
}
