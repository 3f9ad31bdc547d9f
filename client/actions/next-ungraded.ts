import type { Action } from './action.ts'
import { jumpClip } from './jump.ts'

/** Next clip without a grade of its own. */
export const nextUngraded: Action = {
  id: 'next-ungraded',
  title: 'Next ungraded clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpClip(desk, 1, (id) => !desk.strip.facts.of(id).graded, 'No clip further on is ungraded.'),
}
