import type { Action } from './action.ts'
import { nearest } from './jump.ts'
import { go } from './transport.ts'

/** The previous clip of those in the strip; on the first one, its first frame. */
export const previousClip: Action = {
  id: 'previous-clip',
  title: 'Previous clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => {
    const before = nearest(desk, desk.strip.shown, -1)
    go(desk, (before ?? desk.clip)?.recordIn ?? 0)
  },
}
