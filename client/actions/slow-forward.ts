import type { Action } from './action.ts'
import { shuttle } from './transport.ts'

/** Plays at half speed. */
export const slowForward: Action = {
  id: 'slow-forward',
  title: 'Play forwards slowly',
  verb: 'watch',
  run: (desk) => shuttle(desk, 0.5),
}
