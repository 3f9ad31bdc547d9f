import type { Action } from './action.ts'

/** One step larger. Elsewhere than over the viewer the key is the browser's. */
export const zoomIn: Action = {
  id: 'zoom-in',
  title: 'Zoom in',
  verb: 'watch',
  repeats: true,
  here: ({ framing }) => framing.over,
  run: ({ framing }) => framing.step(true),
}
