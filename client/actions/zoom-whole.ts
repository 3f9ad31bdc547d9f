import type { Action } from './action.ts'

/** One pixel of the timeline to one of the screen. */
export const zoomWhole: Action = {
  id: 'zoom-whole',
  title: 'Zoom to 100 %',
  verb: 'watch',
  run: ({ framing }) => framing.zoomTo(1),
}
