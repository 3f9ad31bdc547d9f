/** Fleeting: the note these hands are making, what they draw with, and which note they have open. */
import type { Mark, NewNote } from '../../shared/suite/notes.ts'

/** What a press on the picture makes while a note is being made; `pin` sets its spot. */
export type Tool = 'pin' | Mark['kind']

/** A note before it is sent: where it was begun, and what has been drawn. */
export type Draft = Required<NewNote>

/** `seat/note`: what names a note. */
export const nameOf = ({ seat, id }: { readonly seat: string; readonly id: string }): string => `${seat}/${id}`

export class Pen {
  tool: Tool | null = null
  draft: Draft | null = null
  /** Name of the open note. */
  open: string | null = null
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  begin(draft: Draft): void {
    this.draft = draft
    this.open = null
    this.#changed()
  }
  /** Sent, or given up. */
  end(): void {
    this.draft = null
    this.tool = null
    this.#changed()
  }
  take(tool: Tool | null): void {
    this.tool = tool
    this.#changed()
  }
  setOpen(name: string | null): void {
    this.open = name
    this.#changed()
  }
  /** The first mark gives a note without a spot its own: the middle of what was drawn. */
  add(mark: Mark): void {
    if (!this.draft) return
    const { spot, marks } = this.draft
    this.draft = { ...this.draft, marks: [...marks, mark], spot: spot ?? middleOf(mark) }
    this.#changed()
  }
  pin(spot: readonly [number, number]): void {
    if (!this.draft) return
    this.draft = { ...this.draft, spot }
    this.#changed()
  }
  /** Takes the last mark back; without marks, the spot. */
  undo(): void {
    if (!this.draft) return
    const marks = this.draft.marks.slice(0, -1)
    this.draft = { ...this.draft, marks, ...(marks.length === 0 ? { spot: null } : {}) }
    this.#changed()
  }
}

/** Middle of a mark's bounds, in picture units. */
export function middleOf({ kind, numbers }: Mark): readonly [number, number] {
  if (kind === 'ellipse') return [numbers[0]!, numbers[1]!]
  const middle = (first: number): number => {
    const along = numbers.filter((_, i) => i % 2 === first)
    return (Math.min(...along) + Math.max(...along)) / 2
  }
  return [middle(0), middle(1)]
}
