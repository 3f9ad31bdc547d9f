import type { Action } from './action.ts'
import { go, nextSpeed, shuttle, speed } from './transport.ts'

/** L: forwards, faster with each press; with K held, one frame. */
export const forward: Action = {
  id: 'forward',
  title: 'Play forwards',
  verb: 'watch',
  run: (desk, hands) => (hands.held('KeyK') ? go(desk, desk.frame + 1) : shuttle(desk, nextSpeed(speed(desk), 1))),
}
