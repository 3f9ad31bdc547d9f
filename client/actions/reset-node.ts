import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Reset node. */
export const resetNode: Action = {
  id: 'reset-node',
  title: 'Reset node',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    if (!node) return
    editGraph(desk, 'Reset node', (grade, level, version) => {
      grade.clear(level, version, node.id, node.controls.keys())
      for (const window of node.windows) grade.removeWindow(level, version, node.id, window.id)
      return undefined
    })
  },
}
