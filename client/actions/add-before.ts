import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Add node before. */
export const addBefore: Action = {
  id: 'add-before',
  title: 'Add node before',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    editGraph(desk, 'Add node before', (grade, level, version) =>
      node && desk.graph?.nodes.includes(node) ? grade.before(level, version, node.id) : grade.append(level, version),
    )
  },
}
