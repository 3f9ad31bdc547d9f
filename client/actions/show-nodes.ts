import type { Action } from './action.ts'

/** Shows or folds the nodes. */
export const showNodes: Action = {
  id: 'show-nodes',
  title: 'Show or fold nodes',
  verb: 'watch',
  run: ({ layout }) => layout.show('Nodes', !layout.shown('Nodes')),
}
