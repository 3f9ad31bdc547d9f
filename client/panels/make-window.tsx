/** What somebody drew round becomes a window; nothing stands here where a note's drawing encloses nothing. */
import type { Note } from '../../shared/suite/notes.ts'
import { enclosing, windowOfNote } from '../actions/window-of-note.ts'
import { Button } from '../controls/button.tsx'
import { useDesk } from '../state/use-desk.ts'

export function MakeWindow({ note }: { readonly note: Note }) {
  const desk = useDesk()
  return (
    enclosing(note) && (
      <Button
        press={() => windowOfNote(desk, note)}
        title="A window on a new node, where this was drawn: its outline stands on the picture"
      >
        Make a window
      </Button>
    )
  )
}
