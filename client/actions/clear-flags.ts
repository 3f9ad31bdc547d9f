import type { Action } from './action.ts'
import { atHand, unflagClips } from './flag-clips.ts'

/** All flags off the clips picked. */
export const clearFlags: Action = {
  id: 'clear-flags',
  title: 'Take all flags off the selected clips',
  verb: 'grade',
  run: (desk) => unflagClips(desk, atHand(desk)),
}
