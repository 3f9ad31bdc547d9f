import type { Action } from './action.ts'

/** Note at this frame. */
export const noteHere: Action = {
  id: 'note-here',
  title: 'Note at this frame',
  verb: 'note',
  run: (desk) => desk.compose(),
}
