import type { Action } from './action.ts'
import { go } from './transport.ts'

/** One frame back. */
export const frameBack: Action = {
  id: 'frame-back',
  title: 'One frame back',
  verb: 'watch',
  repeats: true,
  run: (desk) => go(desk, desk.suite.frameNow() - 1),
}
