import type { Action } from './action.ts'

/** The whole picture, as large as fits. */
export const zoomFit: Action = {
  id: 'zoom-fit',
  title: 'Zoom to fit',
  verb: 'watch',
  run: ({ framing }) => framing.fitIn(),
}
