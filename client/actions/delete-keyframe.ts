import type { Action } from './action.ts'
import { deleteKeyframes, keyframesHere } from './keyframe-edit.ts'

/** Deletes the chosen track’s keyframes at the playhead. */
export const deleteKeyframe: Action = {
  id: 'delete-keyframe',
  title: 'Delete keyframe',
  verb: 'grade',
  run: (desk) => deleteKeyframes(desk, keyframesHere(desk)),
}
