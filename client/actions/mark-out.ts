import type { Action } from './action.ts'

/** Sets where what is played round ends. */
export const markOut: Action = {
  id: 'mark-out',
  title: 'Mark out',
  verb: 'watch',
  run: (desk) => desk.marks.set('out', desk.frame),
}
