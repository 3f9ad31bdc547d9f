import { unshare } from '../../shared/doc/share.ts'
import type { Action } from './action.ts'
import { rewire } from './graph-edit.ts'

/** Makes the selected shared node one of this grade's own again; the others go on sharing. */
export const unshareNode: Action = {
  id: 'unshare-node',
  title: 'Make the shared node one’s own',
  verb: 'grade',
  why: ({ node }) => (node?.kind === 'shared' ? null : 'The selected node is not shared.'),
  run: (desk) => {
    const { node } = desk
    if (node) rewire(desk, 'Unshare node', (grade, level, version) => unshare(grade, level, version, node))
  },
}
