import type { Action } from './action.ts'
import { framesASecond, go } from './transport.ts'

/** One second forward. */
export const secondForward: Action = {
  id: 'second-forward',
  title: 'One second forward',
  verb: 'watch',
  repeats: true,
  run: (desk) => go(desk, desk.suite.frameNow() + framesASecond(desk)),
}
