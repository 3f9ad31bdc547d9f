import { inverse } from '../../shared/render/affine.ts'
import type { Note } from '../../shared/suite/notes.ts'
import type { Desk } from '../state/desk.ts'
import { type MarkedWindow, windowOfMark } from '../state/mark-window.ts'
import { placeOf, placesOf } from '../state/window-place.ts'
import { addWindowed } from './graph-edit.ts'

/** The windows that a note's drawing would make where the playhead stands: ellipses before outlines, the largest first; none for arrows and open strokes. */
function windowsOf(desk: Desk, note: Note): readonly MarkedWindow[] {
  const { timeline, media } = desk.suite.session
  const back = inverse(placeOf(placesOf(desk), timeline, media))
  const found = note.marks.flatMap((mark) => windowOfMark(mark, back) ?? [])
  return found.sort((a, b) => Number(b.kind === 'circle') - Number(a.kind === 'circle') || b.area - a.area)
}

/** True where a drawing of the note encloses something. */
export const enclosing = (note: Note): boolean =>
  note.marks.some((mark) => windowOfMark(mark, [1, 0, 0, 0, 1, 0]) !== null)

/** What somebody drew round becomes a window on a new node, its outline on the picture; of several, the largest ellipse, or else the largest outline. One step. */
export function windowOfNote(desk: Desk, note: Note): void {
  const there = desk.clip?.id === note.clip
  const first = there ? windowsOf(desk, note)[0] : undefined
  if (!there) desk.say('That note is on another clip: go to it first.')
  else if (!first) desk.say('That drawing encloses nothing: an ellipse or an outline becomes a window.')
  else addWindowed(desk, first.kind, first.path ? { path: first.path } : { shape: first.shape! })
}
