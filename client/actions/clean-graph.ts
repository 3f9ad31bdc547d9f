import { printPath } from '../../shared/doc/path.ts'
import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Puts every box back on the grid, where the layout has it. */
export const cleanGraph: Action = {
  id: 'clean-graph',
  title: 'Clean up the node graph',
  verb: 'grade',
  run: (desk) => {
    const nodes = [...(desk.graph?.nodes ?? []), ...(desk.graph?.loose ?? [])].filter(({ at }) => at !== null)
    if (nodes.length === 0) {
      desk.say('Every node stands on the grid already.')
      return
    }
    editGraph(desk, 'Clean up graph', (grade, level, version) => {
      for (const { id } of nodes) grade.reset(printPath(level, version, id, 'at'))
      return undefined
    })
  },
}
