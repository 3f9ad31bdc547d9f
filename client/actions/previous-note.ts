import type { Action } from './action.ts'
import { stepNote } from './next-note.ts'

/** To the previous note, as Resolve goes to the previous marker. */
export const previousNote: Action = {
  id: 'previous-note',
  title: 'Previous note',
  verb: 'watch',
  run: (desk) => stepNote(desk, -1),
}
