import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Append node. */
export const append: Action = {
  id: 'append',
  title: 'Append node',
  verb: 'grade',
  run: (desk) => {
    editGraph(desk, 'Append node', (grade, level, version) => grade.append(level, version))
  },
}
