import type { Action } from './action.ts'
import { needsNode } from './graph-edit.ts'

/** Next node. */
export const nextNode: Action = {
  id: 'next-node',
  title: 'Next node',
  verb: 'watch',
  why: needsNode,
  run: (desk) => {
    const nodes = [...(desk.graph?.nodes ?? []), ...(desk.graph?.loose ?? [])]
    const next = nodes[nodes.findIndex((n) => n.id === desk.node?.id) + 1]
    if (next) desk.select(next.id)
  },
}
