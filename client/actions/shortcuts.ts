import type { Action } from './action.ts'

/** All keys. */
export const shortcuts: Action = {
  id: 'shortcuts',
  title: 'All keys',
  verb: 'watch',
  run: (desk) => desk.setSheet(!desk.sheet),
}
