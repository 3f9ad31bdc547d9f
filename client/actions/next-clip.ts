import type { Action } from './action.ts'
import { go } from './transport.ts'

/** Next clip. */
export const nextClip: Action = {
  id: 'next-clip',
  title: 'Next clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => {
    const { clips } = desk.suite.session.timeline
    const after = clips.find((clip) => clip.recordIn > (desk.clip?.recordIn ?? desk.frame))
    if (after) go(desk, after.recordIn)
  },
}
