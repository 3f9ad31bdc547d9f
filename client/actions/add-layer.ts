import type { Action } from './action.ts'
import { addBeside } from './graph-edit.ts'

/** Add layer node: what it draws lies over the selected one's picture, where its key says so. */
export const addLayer: Action = {
  id: 'add-layer',
  title: 'Add layer node',
  verb: 'grade',
  run: (desk) => addBeside(desk, 'layer', 'Add layer node'),
}
