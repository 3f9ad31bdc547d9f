import type { Action } from './action.ts'

/** For these eyes only: the picture in a mid-grey frame with a white border, by which its tones are judged. */
export const assess: Action = {
  id: 'assess',
  title: 'Assessment: mid-grey frame, white border',
  verb: 'watch',
  run: ({ framing }) => framing.set({ assess: !framing.assess }),
}
