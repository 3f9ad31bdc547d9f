import type { Action } from './action.ts'
import { nextSpeed, shuttle, speed } from './transport.ts'

/** Play forwards fast. */
export const fastForward: Action = {
  id: 'fast-forward',
  title: 'Play forwards fast',
  verb: 'watch',
  run: (desk) => shuttle(desk, nextSpeed(speed(desk), 1, 4)),
}
