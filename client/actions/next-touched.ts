import type { Action } from './action.ts'
import { jumpClip } from './jump.ts'

/** Next clip with a stale verdict. */
export const nextTouched: Action = {
  id: 'next-touched',
  title: 'Next clip changed since its verdict',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpClip(desk, 1, (id) => desk.strip.touched(id), 'No clip further on has changed since its verdict.'),
}
