import type { Action } from './action.ts'
import { go } from './transport.ts'

/** First frame of the clip. */
export const clipFirst: Action = {
  id: 'clip-first',
  title: 'First frame of the clip',
  verb: 'watch',
  run: (desk) => desk.clip && go(desk, desk.clip.recordIn),
}
