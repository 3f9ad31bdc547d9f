import type { Action } from './action.ts'
import { go, nextSpeed, shuttle, speed } from './transport.ts'

/** J: backwards, faster with each press; with K held, one frame. */
export const reverse: Action = {
  id: 'reverse',
  title: 'Play backwards',
  verb: 'watch',
  run: (desk, hands) => (hands.held('KeyK') ? go(desk, desk.frame - 1) : shuttle(desk, nextSpeed(speed(desk), -1))),
}
