import type { Action } from './action.ts'
import { editGraph, needsNode, nodesAtHand } from './graph-edit.ts'

/** Takes nodes out of the picture and closes the gap; they stay in the graph, marked loose. */
export const extract: Action = {
  id: 'extract',
  title: 'Extract node',
  verb: 'grade',
  why: needsNode,
  run: (desk) => {
    const nodes = nodesAtHand(desk)
    if (nodes.length === 0) return
    editGraph(desk, nodes.length > 1 ? `Extract ${nodes.length} nodes` : 'Extract node', (grade, level, version) => {
      for (const { id } of nodes) grade.extract(level, version, id)
      return undefined
    })
  },
}
