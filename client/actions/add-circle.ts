import type { Action } from './action.ts'
import { addWindowed } from './graph-edit.ts'

/** Add serial node with circle window. */
export const addCircle: Action = {
  id: 'add-circle',
  title: 'Add serial node with circle window',
  verb: 'grade',
  run: (desk) => addWindowed(desk, 'circle'),
}
