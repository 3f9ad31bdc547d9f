import type { Action } from './action.ts'
import { addWindowed } from './graph-edit.ts'

/** Add serial node with curve window. */
export const addCurve: Action = {
  id: 'add-curve',
  title: 'Add serial node with curve window',
  verb: 'grade',
  run: (desk) => addWindowed(desk, 'curve'),
}
