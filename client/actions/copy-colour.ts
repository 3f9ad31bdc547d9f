import type { Action } from './action.ts'
import { copyTo } from './many.ts'

/** The grade without its sizing. */
export const copyColour: Action = {
  id: 'copy-colour',
  title: 'Copy colour to selected clips',
  verb: 'grade',
  run: (desk) => copyTo(desk, 'colour'),
}
