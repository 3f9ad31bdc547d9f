import type { Action } from './action.ts'

/** Shows or folds the snapshots. */
export const showSnapshots: Action = {
  id: 'show-snapshots',
  title: 'Show or fold snapshots',
  verb: 'watch',
  run: ({ layout }) => layout.show('Snapshots', !layout.shown('Snapshots')),
}
