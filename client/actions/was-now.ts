import type { Action } from './action.ts'

/** The open note's picture as it was when the note was made, or as it is now. */
export const wasNow: Action = {
  id: 'was-now',
  title: 'Was, or now',
  verb: 'watch',
  run: (desk) => void desk.flipPast(),
}
