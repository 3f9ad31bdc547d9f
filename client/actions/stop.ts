import type { Action } from './action.ts'
import { halt } from './transport.ts'

/** Stop. */
export const stop: Action = {
  id: 'stop',
  title: 'Stop',
  verb: 'watch',
  run: (desk) => halt(desk),
}
