import type { Action } from './action.ts'

/** Loop the clip. */
export const loop: Action = {
  id: 'loop',
  title: 'Loop the clip',
  verb: 'watch',
  run: (desk) => desk.setLoop(!desk.loop),
}
