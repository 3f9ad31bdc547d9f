import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Extract node. */
export const extract: Action = {
  id: 'extract',
  title: 'Extract node',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    if (node) editGraph(desk, 'Extract node', (grade, level, version) => void grade.extract(level, version, node.id))
  },
}
