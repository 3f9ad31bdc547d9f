import type { Action } from './action.ts'
import { atHand, colourClips } from './flag-clips.ts'

/** No clip colour on the clips picked. */
export const clearClipColour: Action = {
  id: 'clear-clip-colour',
  title: 'Take the clip colour off the selected clips',
  verb: 'grade',
  run: (desk) => colourClips(desk, atHand(desk), null),
}
