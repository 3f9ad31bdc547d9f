import type { Action } from './action.ts'
import { atHand, flagClips } from './flag-clips.ts'

/** Flag in the colour set last, blue at first: on, or off where all of the clips have it. */
export const flag: Action = {
  id: 'flag',
  title: 'Flag the selected clips, or take the flag off',
  verb: 'grade',
  run: (desk) => flagClips(desk, atHand(desk), desk.strip.flag),
}
