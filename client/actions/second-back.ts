import type { Action } from './action.ts'
import { framesASecond, go } from './transport.ts'

/** One second back. */
export const secondBack: Action = {
  id: 'second-back',
  title: 'One second back',
  verb: 'watch',
  repeats: true,
  run: (desk) => go(desk, desk.suite.frameNow() - framesASecond(desk)),
}
