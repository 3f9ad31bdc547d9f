import type { Action } from './action.ts'
import { editGraph, needsNode, nodesAtHand } from './graph-edit.ts'

/** Nodes on or off: all that are chosen go the way of the selected one. */
export const nodeOn: Action = {
  id: 'node-on',
  title: 'Node on or off',
  verb: 'grade',
  why: needsNode,
  run: (desk) => {
    const nodes = nodesAtHand(desk)
    if (nodes.length === 0) return
    const on = !nodes.some((node) => node.on)
    editGraph(desk, on ? 'Node on' : 'Node off', (grade, level, version) => {
      for (const { id } of nodes) grade.on(level, version, id, on)
      return undefined
    })
  },
}
