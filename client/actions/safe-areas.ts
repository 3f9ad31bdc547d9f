import type { Action } from './action.ts'

/** For these eyes only: 90 and 80 % of the picture, and its middle. */
export const safeAreas: Action = {
  id: 'safe-areas',
  title: 'Safe areas',
  verb: 'watch',
  run: ({ framing }) => framing.set({ safe: !framing.safe }),
}
