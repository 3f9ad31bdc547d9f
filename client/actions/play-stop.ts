import type { Action } from './action.ts'
import { halt, shuttle } from './transport.ts'

/** Play or stop. */
export const playStop: Action = {
  id: 'play-stop',
  title: 'Play or stop',
  verb: 'watch',
  run: (desk) => (desk.suite.playing ? halt(desk) : shuttle(desk, 1)),
}
