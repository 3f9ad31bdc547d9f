import { disconnect } from '../../shared/doc/rewire.ts'
import type { Action } from './action.ts'
import { editGraph, needsNode, nodesAtHand, rewire } from './graph-edit.ts'

/** Deletes the link that is chosen in the graph, else the nodes that are. */
export const deleteNode: Action = {
  id: 'delete-node',
  title: 'Delete node or link',
  verb: 'grade',
  why: (desk) => (desk.choice.link ? null : needsNode(desk)),
  run: (desk) => {
    const { link } = desk.choice
    if (link) {
      if (rewire(desk, 'Delete link', (grade, level, version) => disconnect(grade, level, version, link)))
        desk.choice.setLink(null)
      return
    }
    const nodes = nodesAtHand(desk)
    if (nodes.length === 0) return
    const label = nodes.length > 1 ? `Delete ${nodes.length} nodes` : 'Delete node'
    const done = editGraph(desk, label, (grade, level, version) => {
      for (const { id } of nodes) grade.remove(level, version, id)
      return undefined
    })
    if (done) desk.choice.choose([])
  },
}
