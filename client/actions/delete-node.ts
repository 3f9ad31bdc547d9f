import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Delete node. */
export const deleteNode: Action = {
  id: 'delete-node',
  title: 'Delete node',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    if (node) editGraph(desk, 'Delete node', (grade, level, version) => void grade.remove(level, version, node.id))
  },
}
