import type { Action } from './action.ts'
import { go } from './transport.ts'

/** One frame forward. */
export const frameForward: Action = {
  id: 'frame-forward',
  title: 'One frame forward',
  verb: 'watch',
  repeats: true,
  run: (desk) => go(desk, desk.suite.frameNow() + 1),
}
