import type { Action } from './action.ts'
import { editGraph, needsGraph } from './graph-edit.ts'

/** The whole graph goes, nodes and all. */
export const resetAll: Action = {
  id: 'reset-all',
  title: 'Reset the grade and its nodes',
  verb: 'grade',
  why: needsGraph,
  run: (desk) => {
    const { graph } = desk
    if (!graph) return
    editGraph(desk, 'Reset all', (grade, level, version) => {
      for (const { id } of [...graph.nodes, ...graph.loose]) grade.remove(level, version, id)
      return undefined
    })
  },
}
