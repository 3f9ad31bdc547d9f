import type { Action } from './action.ts'

/** One step smaller. Elsewhere than over the viewer the key is the browser's. */
export const zoomOut: Action = {
  id: 'zoom-out',
  title: 'Zoom out',
  verb: 'watch',
  repeats: true,
  here: ({ framing }) => framing.over,
  run: ({ framing }) => framing.step(false),
}
