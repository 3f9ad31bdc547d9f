/** Notes where they stand in the cut. */
import type { Clip, Timeline } from '../../shared/doc/session.ts'
import type { Note } from '../../shared/suite/notes.ts'

export interface Placed {
  readonly note: Note
  readonly clip: Clip | undefined
  /** Timeline frame; null where the cut has no such clip. */
  readonly frame: number | null
}

/** In the order of the cut, then of their making; those of clips that the cut has lost come last. */
export function placeNotes(notes: readonly Note[], { clips }: Pick<Timeline, 'clips'>): Placed[] {
  const byId = new Map(clips.map((clip) => [clip.id, clip]))
  return notes
    .map((note) => {
      const clip = byId.get(note.clip)
      return { note, clip, frame: clip ? clip.recordIn + note.frame - clip.sourceIn : null }
    })
    .sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || a.note.at - b.note.at)
}
