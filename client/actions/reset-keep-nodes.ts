import { rest } from '../../shared/doc/rewire.ts'
import type { Action } from './action.ts'
import { editGraph, needsGraph } from './graph-edit.ts'

/** The whole graph goes to rest and keeps its nodes, links and labels. */
export const resetKeepNodes: Action = {
  id: 'reset-keep-nodes',
  title: 'Reset the grade, keep its nodes',
  verb: 'grade',
  why: needsGraph,
  run: (desk) => {
    const { graph } = desk
    if (!graph) return
    editGraph(desk, 'Reset, keep nodes', (grade, level, version) => {
      for (const { id } of [...graph.nodes, ...graph.loose]) rest(grade, level, version, id)
      return undefined
    })
  },
}
