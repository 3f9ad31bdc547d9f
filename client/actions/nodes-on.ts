import type { Action } from './action.ts'
import { editGraph, needsGraph } from './graph-edit.ts'

/** All nodes on or off. */
export const nodesOn: Action = {
  id: 'nodes-on',
  title: 'All nodes on or off',
  verb: 'grade',
  why: needsGraph,
  run: (desk) => {
    const nodes = desk.graph?.nodes ?? []
    const on = !nodes.some((node) => node.on)
    editGraph(desk, on ? 'All nodes on' : 'All nodes off', (grade, level, version) => {
      for (const node of nodes) grade.on(level, version, node.id, on)
      return undefined
    })
  },
}
