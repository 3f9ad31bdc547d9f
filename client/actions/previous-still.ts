import type { Action } from './action.ts'
import { withGallery } from './with-gallery.ts'

/** To the previous still of the gallery; a wipe against one goes along. */
export const previousStill: Action = {
  id: 'previous-still',
  title: 'Previous still',
  verb: 'watch',
  run: (desk) => withGallery(desk, (gallery) => gallery.step(-1)),
}
