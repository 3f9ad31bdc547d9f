import { rest } from '../../shared/doc/rewire.ts'
import type { Action } from './action.ts'
import { editGraph, needsNode, nodesAtHand } from './graph-edit.ts'

/** Everything that the nodes at hand hold goes to rest: palettes, windows, keyframes. */
export const resetNode: Action = {
  id: 'reset-node',
  title: 'Reset node',
  verb: 'grade',
  why: needsNode,
  run: (desk) => {
    const nodes = nodesAtHand(desk)
    if (nodes.length === 0) return
    editGraph(desk, 'Reset node', (grade, level, version) => {
      for (const { id } of nodes) rest(grade, level, version, id)
      return undefined
    })
  },
}
