import type { Action } from './action.ts'
import { withGallery } from './with-gallery.ts'

/** To the next still of the gallery; a wipe against one goes along. */
export const nextStill: Action = {
  id: 'next-still',
  title: 'Next still',
  verb: 'watch',
  run: (desk) => withGallery(desk, (gallery) => gallery.step(1)),
}
