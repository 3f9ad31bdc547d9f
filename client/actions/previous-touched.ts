import type { Action } from './action.ts'
import { jumpClip } from './jump.ts'

/** Previous clip with a stale verdict. */
export const previousTouched: Action = {
  id: 'previous-touched',
  title: 'Previous clip changed since its verdict',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpClip(desk, -1, (id) => desk.strip.touched(id), 'No clip before has changed since its verdict.'),
}
