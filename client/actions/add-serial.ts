import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Add serial node. */
export const addSerial: Action = {
  id: 'add-serial',
  title: 'Add serial node',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    editGraph(desk, 'Add serial node', (grade, level, version) =>
      node && desk.graph?.nodes.includes(node) ? grade.after(level, version, node.id) : grade.append(level, version),
    )
  },
}
