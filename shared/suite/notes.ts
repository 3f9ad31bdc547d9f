/** Plain notes: fields under `<seat>/<note>/` of the notes document. */
import type { Entries, Value } from '../doc/grade.ts'
import type { Note } from './suite.ts'

/** Milliseconds since 1970 as whole seconds in two halves, each exact in f32. */
const at = (ms: number): Value => {
  const seconds = Math.floor(ms / 1000)
  return [Math.floor(seconds / 65_536), seconds % 65_536]
}

/** The keys of one note. `frame` is a source frame of the clip's media. */
export function writeNote(note: Note): ReadonlyMap<string, Value> {
  const prefix = `${note.seat}/${note.id}`
  return new Map<string, Value>([
    [`${prefix}/text`, [note.text]],
    [`${prefix}/clip`, [note.clip]],
    [`${prefix}/frame`, [note.frame]],
    [`${prefix}/revision`, [note.revision]],
    [`${prefix}/at`, at(note.at)],
  ])
}

/** All notes that have a text, oldest first. */
export function readNotes(entries: Entries): Note[] {
  const notes: Note[] = []
  for (const [key, text] of entries) {
    const found = /^([0-9a-z]{8})\/([0-9a-z]{8})\/text$/.exec(key)
    if (!found) continue
    const [seat, id] = [found[1]!, found[2]!]
    const field = (name: string): Value => entries.get(`${seat}/${id}/${name}`) ?? []
    const [high, low] = field('at')
    notes.push({
      id,
      seat,
      text: String(text[0] ?? ''),
      clip: String(field('clip')[0] ?? ''),
      frame: Number(field('frame')[0] ?? 0),
      revision: Number(field('revision')[0] ?? 0),
      at: (Number(high ?? 0) * 65_536 + Number(low ?? 0)) * 1000,
    })
  }
  return notes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}
