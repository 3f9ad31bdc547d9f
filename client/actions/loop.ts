import type { Action } from './action.ts'
import { shuttle, speed, steers } from './transport.ts'

/** Loops the clip, or what lies between the marks. */
export const loop: Action = {
  id: 'loop',
  title: 'Loop the clip, or from in to out',
  verb: 'watch',
  run: (desk) => {
    desk.setLoop(!desk.loop)
    if (desk.suite.playing && steers(desk)) shuttle(desk, speed(desk) || 1)
  },
}
