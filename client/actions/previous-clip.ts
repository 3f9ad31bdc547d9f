import type { Action } from './action.ts'
import { go } from './transport.ts'

/** The previous clip; on the first one, its first frame. */
export const previousClip: Action = {
  id: 'previous-clip',
  title: 'Previous clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => {
    const { clips } = desk.suite.session.timeline
    const before = clips.findLast((clip) => clip.recordIn < (desk.clip?.recordIn ?? desk.frame))
    go(desk, (before ?? desk.clip)?.recordIn ?? 0)
  },
}
