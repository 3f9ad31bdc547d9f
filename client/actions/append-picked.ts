import type { Action } from './action.ts'
import { appendTo } from './many.ts'

/** The selected node at the end of the picked clips’ graphs. */
export const appendPicked: Action = {
  id: 'append-picked',
  title: 'Append node to selected clips',
  verb: 'grade',
  run: (desk) => appendTo(desk, 'picked'),
}
