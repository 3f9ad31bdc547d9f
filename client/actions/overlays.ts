import type { Action } from './action.ts'

/** For these eyes only: all that lies over the picture away, and back. */
export const overlays: Action = {
  id: 'overlays',
  title: 'Nothing over the picture',
  verb: 'watch',
  run: ({ framing }) => framing.set({ bare: !framing.bare }),
}
