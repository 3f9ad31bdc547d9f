import type { Action } from './action.ts'
import { rippleTo } from './many.ts'

/** What the selected node does, in the picked clips that have it. */
export const ripple: Action = {
  id: 'ripple',
  title: 'Ripple node to selected clips',
  verb: 'grade',
  run: (desk) => rippleTo(desk, 'picked'),
}
