/** Notes: fields under `<seat>/<note>/` of the notes document, read as plain values and written under one's own prefix only. */
import { drawId } from '../doc/edit.ts'
import type { Entries, Value } from '../doc/grade.ts'
import type { Refusal } from '../wire/refusal.ts'

/**
 * One mark of a drawing, in picture units (origin at the centre, half the height is 1, x right, y down): `pen` points x y …, `ellipse`
 * centre x y and radii x y, `arrow` from x y to x y (its head).
 */
export interface Mark {
  readonly kind: 'pen' | 'ellipse' | 'arrow'
  readonly numbers: readonly number[]
}

/** Most points of one `pen` value: a longer stroke goes on in the next one. */
export const mostPoints = 510

export interface NoteAnswer {
  readonly id: string
  readonly seat: string
  readonly text: string
  readonly revision: number
  /** Hub clock, milliseconds, whole seconds. */
  readonly at: number
}

export interface Note {
  readonly id: string
  readonly seat: string
  /** May be empty where there is a drawing. */
  readonly text: string
  readonly clip: string
  /** Source frame of the clip's media. */
  readonly frame: number
  /** Of what was on show when the note was begun. */
  readonly revision: number
  readonly at: number
  /** Where on the picture, in picture units; null: of the whole frame. */
  readonly spot: readonly [number, number] | null
  /** `lookName` of the clip when the note was begun, or empty where it was not known. */
  readonly look: string
  readonly marks: readonly Mark[]
  /** Oldest first. */
  readonly answers: readonly NoteAnswer[]
  /** Who has said that it is done and at which revision; null while it is open, or open again. */
  readonly done: { readonly seat: string; readonly revision: number } | null
}

/** What whoever makes a note says of it. `revision` and `look` are those of what was on show when it was begun. */
export type NewNote = Pick<Note, 'clip' | 'frame'> & Partial<Pick<Note, 'spot' | 'look' | 'marks' | 'revision'>>

/** Open, answered by somebody but not done, done: the colorist's work list. */
export type NoteState = 'open' | 'answered' | 'done'
export const stateOf = ({ done, answers, seat }: Note): NoteState =>
  done ? 'done' : answers.some((answer) => answer.seat !== seat) ? 'answered' : 'open'

/** Milliseconds since 1970 as whole seconds in two halves, each exact in f32. */
const halves = (ms: number): [number, number] => {
  const seconds = Math.floor(ms / 1000)
  return [Math.floor(seconds / 65_536), seconds % 65_536]
}
const msOf = (high: unknown, low: unknown): number => (Number(high ?? 0) * 65_536 + Number(low ?? 0)) * 1000

/** As the grammar wants it: f32, no −0, within ±8. */
const number = (x: number): number => Math.fround(Math.min(8, Math.max(-8, x))) + 0

const keyOf = (seat: string, note: string, field: string): string => `${seat}/${note}/${field}`

/** The keys of a note, its drawing among them; `draw` gives the ids of the marks. */
export function writeNote(note: Note, draw: (below: number) => number): ReadonlyMap<string, Value> {
  const key = (field: string) => keyOf(note.seat, note.id, field)
  const writes = new Map<string, Value>([
    [key('text'), [note.text.normalize('NFC')]],
    [key('clip'), [note.clip]],
    [key('frame'), [note.frame]],
    [key('revision'), [note.revision]],
    [key('at'), halves(note.at)],
  ])
  if (note.look !== '') writes.set(key('look'), [note.look])
  if (note.spot) writes.set(key('spot'), note.spot.map(number))
  for (const { kind, numbers } of note.marks)
    for (const part of kind === 'pen' ? inParts(numbers) : [numbers])
      writes.set(key(`drawing.${drawId(draw)}`), [kind, ...part.map(number)])
  return writes
}

/** A stroke in values that the grammar takes, each beginning where the one before it ends. */
function inParts(numbers: readonly number[]): readonly (readonly number[])[] {
  const parts: (readonly number[])[] = []
  for (let at = 0; at < numbers.length; at += (mostPoints - 1) * 2) {
    const part = numbers.slice(at, at + mostPoints * 2)
    if (part.length > 2 || at === 0) parts.push(part)
  }
  return parts
}

const markOf = ([kind, ...numbers]: Value): Mark | null =>
  kind === 'pen' || kind === 'ellipse' || kind === 'arrow' ? { kind, numbers: numbers as number[] } : null

/** All notes that have a text field, oldest first, with what others have said to them. */
export function readNotes(entries: Entries): Note[] {
  const fields = new Map<string, [string, Value][]>()
  const replies = new Map<string, NoteAnswer[]>()
  const ends = new Map<string, { seat: string; done: boolean; revision: number }[]>()
  for (const [key, value] of entries) {
    const [seat, id, field] = key.split('/') as [string, string, string]
    if (field.startsWith('answer.')) {
      const [text, revision, high, low] = value
      const answer = { id: field.slice(7), seat, text: String(text), revision: Number(revision), at: msOf(high, low) }
      replies.set(id, [...(replies.get(id) ?? []), answer])
    } else if (field === 'done')
      ends.set(id, [...(ends.get(id) ?? []), { seat, done: value[0] === true, revision: Number(value[1]) }])
    else fields.set(`${seat}/${id}`, [...(fields.get(`${seat}/${id}`) ?? []), [field, value]])
  }
  const notes: Note[] = []
  for (const [name, list] of fields) {
    const [seat, id] = name.split('/') as [string, string]
    const field = new Map(list)
    const text = field.get('text')
    if (!text) continue
    const first = (of: string): unknown => field.get(of)?.[0]
    const spot = field.get('spot')
    notes.push({
      id,
      seat,
      text: String(text[0] ?? ''),
      clip: String(first('clip') ?? ''),
      frame: Number(first('frame') ?? 0),
      revision: Number(first('revision') ?? 0),
      at: msOf(...((field.get('at') ?? []) as [unknown, unknown])),
      spot: spot ? [Number(spot[0]), Number(spot[1])] : null,
      look: String(first('look') ?? ''),
      marks: list
        .filter(([of]) => of.startsWith('drawing.'))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, value]) => markOf(value) ?? []),
      answers: (replies.get(id) ?? []).sort((a, b) => a.at - b.at || a.revision - b.revision || (a.id < b.id ? -1 : 1)),
      done: lastWord(ends.get(id) ?? []),
    })
  }
  return notes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** The word of the newest revision counts; of two of one revision the one that it is not done. */
function lastWord(words: readonly { seat: string; done: boolean; revision: number }[]): Note['done'] {
  const last = words.toSorted((a, b) => b.revision - a.revision || Number(a.done) - Number(b.done))[0]
  return last?.done ? { seat: last.seat, revision: last.revision } : null
}

export interface NotesHooks {
  readonly seat: () => string
  readonly revision: () => number
  /** Hub clock, milliseconds. */
  readonly now: () => number
  readonly draw: (below: number) => number
  readonly entries: () => Entries
  readonly judge: (key: string, value: Value) => Refusal | null
  readonly write: (label: string, writes: ReadonlyMap<string, Value>) => void
  readonly changed: () => void
  readonly tell: (sentence: string) => void
}

/** The session's notes as a suite has them. */
export class Notes {
  readonly #hooks: NotesHooks
  #list: readonly Note[] | null = null

  constructor(hooks: NotesHooks) {
    this.#hooks = hooks
  }

  get list(): readonly Note[] {
    return (this.#list ??= readNotes(this.#hooks.entries()))
  }

  /** The document has changed. */
  touch(): void {
    this.#list = null
    this.#hooks.changed()
  }

  /** Answers why it may not be, which is said, or null: it is written. */
  add(text: string, given: NewNote): Refusal | null {
    const { seat, revision, now, draw } = this.#hooks
    const note = { spot: null, look: '', marks: [], revision: revision(), ...given, answers: [], done: null }
    return this.#put('note', writeNote({ ...note, id: drawId(draw), seat: seat(), text, at: now() }, draw))
  }

  /** Answers as `add` does. */
  answer(note: Note, text: string): Refusal | null {
    const { seat, revision, now, draw } = this.#hooks
    const key = keyOf(seat(), note.id, `answer.${drawId(draw)}`)
    return this.#put('answer', new Map([[key, [text.normalize('NFC'), revision(), ...halves(now())]]]))
  }

  /** Done at the revision on show, or open again; a later word counts more than an earlier one. */
  finish(note: Note, done: boolean): void {
    const { seat, revision } = this.#hooks
    const known = [...this.#hooks.entries()].filter(([key]) => key.endsWith(`/${note.id}/done`))
    const after = Math.max(-1, ...known.map(([, value]) => Number(value[1])))
    // Whoever is held stands at an older revision than the word they answer.
    const at = Math.max(revision(), done ? after + 1 : after)
    this.#put('done', new Map([[keyOf(seat(), note.id, 'done'), [done, at]]]))
  }

  #put(label: string, writes: ReadonlyMap<string, Value>): Refusal | null {
    const { judge, write, tell } = this.#hooks
    const refusal = [...writes].map(([key, value]) => judge(key, value)).find((no) => no !== null) ?? null
    if (refusal) tell(refusal.sentence)
    else write(label, writes)
    return refusal
  }
}
