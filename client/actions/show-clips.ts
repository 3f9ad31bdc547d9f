import type { Action } from './action.ts'

/** Shows or folds the clips. */
export const showClips: Action = {
  id: 'show-clips',
  title: 'Show or fold clips',
  verb: 'watch',
  run: ({ layout }) => layout.show('Clips', !layout.shown('Clips')),
}
