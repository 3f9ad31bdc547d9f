import type { Action } from './action.ts'
import { jumpClip } from './jump.ts'

/** Previous clip without a grade of its own. */
export const previousUngraded: Action = {
  id: 'previous-ungraded',
  title: 'Previous ungraded clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpClip(desk, -1, (id) => !desk.strip.facts.of(id).graded, 'No clip before is ungraded.'),
}
