import type { Action } from './action.ts'
import { nearest } from './jump.ts'
import { go } from './transport.ts'

/** Next clip of those in the strip. */
export const nextClip: Action = {
  id: 'next-clip',
  title: 'Next clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => {
    const after = nearest(desk, desk.strip.shown, 1)
    if (after) go(desk, after.recordIn)
  },
}
