import type { Action } from './action.ts'

/** Shows or folds the gallery. */
export const showGallery: Action = {
  id: 'show-gallery',
  title: 'Show or fold gallery',
  verb: 'watch',
  run: ({ layout }) => layout.show('Gallery', !layout.shown('Gallery')),
}
