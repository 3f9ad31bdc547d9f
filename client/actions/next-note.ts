import type { Desk } from '../state/desk.ts'
import { nameOf } from '../state/pen.ts'
import { placeNotes } from '../state/placed.ts'
import type { Action } from './action.ts'
import { go } from './transport.ts'

/** Goes to a note and opens it: the one after (`way` 1) or before (−1) the open one, else the playhead. */
export function stepNote(desk: Desk, way: 1 | -1): void {
  const { suite, pen, frame: now } = desk
  const placed = placeNotes(suite.notes, suite.session.timeline).filter(({ frame }) => frame !== null)
  const at = placed.findIndex(({ note }) => nameOf(note) === pen.open)
  const next =
    at >= 0
      ? placed[at + way]
      : way > 0
        ? placed.find(({ frame }) => frame! >= now)
        : placed.findLast(({ frame }) => frame! <= now)
  if (!next) return
  go(desk, next.frame!)
  desk.openNote(next.note)
}

/** To the next note, as Resolve goes to the next marker. */
export const nextNote: Action = {
  id: 'next-note',
  title: 'Next note',
  verb: 'watch',
  run: (desk) => stepNote(desk, 1),
}
