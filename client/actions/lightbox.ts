import type { Action } from './action.ts'

/** All clips of the cut, graded, for these eyes only. */
export const lightbox: Action = {
  id: 'lightbox',
  title: 'Lightbox',
  verb: 'watch',
  run: (desk) => desk.setCover(desk.cover === 'lightbox' ? null : 'lightbox'),
}
