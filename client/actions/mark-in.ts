import type { Action } from './action.ts'

/** Sets where what is played round begins. */
export const markIn: Action = {
  id: 'mark-in',
  title: 'Mark in',
  verb: 'watch',
  run: (desk) => desk.marks.set('in', desk.frame),
}
