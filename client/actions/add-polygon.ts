import type { Action } from './action.ts'
import { addWindowed } from './graph-edit.ts'

/** Add serial node with polygon window. */
export const addPolygon: Action = {
  id: 'add-polygon',
  title: 'Add serial node with polygon window',
  verb: 'grade',
  run: (desk) => addWindowed(desk, 'polygon'),
}
