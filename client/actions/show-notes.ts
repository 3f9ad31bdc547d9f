import type { Action } from './action.ts'

/** Shows or folds the notes. */
export const showNotes: Action = {
  id: 'show-notes',
  title: 'Show or fold notes',
  verb: 'watch',
  run: ({ layout }) => layout.show('Notes', !layout.shown('Notes')),
}
