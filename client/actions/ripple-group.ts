import type { Action } from './action.ts'
import { rippleTo } from './many.ts'

/** What the selected node does, in the clips of the group that have it. */
export const rippleGroup: Action = {
  id: 'ripple-group',
  title: 'Ripple node to the group',
  verb: 'grade',
  run: (desk) => rippleTo(desk, 'group'),
}
