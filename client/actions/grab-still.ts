import type { Action } from './action.ts'
import { withGallery } from './with-gallery.ts'

/** Keeps the frame on show with its grade. */
export const grabStill: Action = {
  id: 'grab-still',
  title: 'Grab a still',
  verb: 'grade',
  run: (desk) => withGallery(desk, (gallery) => gallery.grab()),
}
