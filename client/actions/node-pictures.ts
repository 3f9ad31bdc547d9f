import type { Action } from './action.ts'

/** In each node what comes out of it, drawn at rest; kept for each person. */
export const nodePictures: Action = {
  id: 'node-pictures',
  title: 'Pictures in nodes',
  verb: 'watch',
  run: ({ layout }) => layout.turn('node-pictures', layout.off.has('node-pictures')),
}
