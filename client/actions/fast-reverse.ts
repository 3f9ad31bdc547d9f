import type { Action } from './action.ts'
import { nextSpeed, shuttle, speed } from './transport.ts'

/** Play backwards fast. */
export const fastReverse: Action = {
  id: 'fast-reverse',
  title: 'Play backwards fast',
  verb: 'watch',
  run: (desk) => shuttle(desk, nextSpeed(speed(desk), -1, 4)),
}
