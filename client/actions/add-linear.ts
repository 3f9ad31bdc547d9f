import type { Action } from './action.ts'
import { addWindowed } from './graph-edit.ts'

/** Add serial node with linear window. */
export const addLinear: Action = {
  id: 'add-linear',
  title: 'Add serial node with linear window',
  verb: 'grade',
  run: (desk) => addWindowed(desk, 'linear'),
}
