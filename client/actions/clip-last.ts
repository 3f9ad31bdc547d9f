import type { Action } from './action.ts'
import { go } from './transport.ts'

/** Last frame of the clip. */
export const clipLast: Action = {
  id: 'clip-last',
  title: 'Last frame of the clip',
  verb: 'watch',
  run: (desk) => desk.clip && go(desk, desk.clip.recordIn + desk.clip.length - 1),
}
