import type { Action } from './action.ts'
import { addBeside } from './graph-edit.ts'

/** Add parallel node. */
export const addParallel: Action = {
  id: 'add-parallel',
  title: 'Add parallel node',
  verb: 'grade',
  run: (desk) => addBeside(desk, 'parallel', 'Add parallel node'),
}
