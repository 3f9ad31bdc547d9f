import type { Action } from './action.ts'
import { shuttle, speed, steers } from './transport.ts'

/** Loop the clip. */
export const loop: Action = {
  id: 'loop',
  title: 'Loop the clip',
  verb: 'watch',
  run: (desk) => {
    desk.setLoop(!desk.loop)
    if (desk.suite.playing && steers(desk)) shuttle(desk, speed(desk) || 1)
  },
}
