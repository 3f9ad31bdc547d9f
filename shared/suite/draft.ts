/** A document this suite writes: its line, its entries, its own unsaved work, and how it begins again when the hub says so. */
import type * as Y from 'yjs'
import { applyWrites } from '../doc/edit.ts'
import type { Change, Value } from '../doc/grade.ts'
import { followEntries, type Shelves, sameValue } from '../doc/read.ts'
import { bringForth } from '../doc/undo.ts'
import type { Refusal } from '../wire/refusal.ts'
import type { Line } from './line.ts'
import { type Lost, OwnWrites } from './lost.ts'
import type { Unsaved } from './store.ts'
import type { Timers } from './timers.ts'
import { UnsavedWork } from './unsaved.ts'

export interface DraftOptions {
  readonly name: 'grade' | 'notes'
  /** A line with a fresh document and client id, not yet open. */
  readonly line: () => Line
  readonly timers: Timers
  /** False where the seat may not write this now. */
  readonly may: (key: string, value: Value | null) => boolean
  /** Values of these keys changed, by anybody. */
  readonly changed: (keys: ReadonlySet<string>) => void
  readonly lost: (lost: readonly Lost[]) => void
  /** The unsaved work changed. */
  readonly unsaved: () => void
  /** Own work that could not be put back into a fresh document, because these keys were changed meanwhile. */
  readonly leftOut: (label: string, keys: readonly string[]) => void
}

/** How long a fresh document waits for the hub's word on the last of the old one's work. */
const handInMs = 3_000

export class Draft {
  readonly name: 'grade' | 'notes'
  readonly work = new UnsavedWork()
  readonly #options: DraftOptions
  readonly #own = new OwnWrites()
  #line: Line
  #next: Line | null = null
  #entries: Shelves
  #unfollow: () => void
  #stopWaiting: () => void = () => {}

  constructor(options: DraftOptions) {
    this.#options = options
    this.name = options.name
    this.#line = options.line()
    ;[this.#entries, this.#unfollow] = this.#follow(this.#line)
  }

  get line(): Line {
    return this.#line
  }

  /** The document that the next ticket is for. */
  get clientId(): number {
    return (this.#next ?? this.#line).doc.clientID
  }

  get entries(): Shelves {
    return this.#entries
  }

  /** True from the hub's `reset` until the fresh document stands in the old one's place. */
  get resetting(): boolean {
    return this.#next !== null
  }

  /** The refusal of a document that the hub takes nothing for, also while the session document does not say so yet; null: it may take it. */
  closed(key: string): Refusal | null {
    if (this.#line.writes) return null
    const sentence = `The hub takes no change of the ${this.name} from this seat now.`
    return { rule: 'role', sentence, keys: [key], holder: null }
  }

  owns(line: Line): boolean {
    return line === this.#line || line === this.#next
  }

  /** One transaction; it waits as unsaved until the hub says it is on disk. Answers what changed. */
  write(label: string, writes: ReadonlyMap<string, Value | null>): Change[] {
    const changes: Change[] = []
    for (const [key, to] of writes) {
      const from = this.#entries.get(key) ?? null
      if (!sameValue(from, to)) changes.push({ key, from, to })
    }
    if (changes.length === 0) return changes
    this.work.add({ document: this.name, label, changes })
    applyWrites(this.#line.doc, this.name, this.#entries, this, writes)
    this.#options.unsaved()
    return changes
  }

  /** Own work kept from an earlier visit, or handed in again: written where nobody changed the keys meanwhile. */
  putBack(steps: readonly Unsaved[]): void {
    for (const { label, changes } of steps) {
      const { writes, skipped } = bringForth({ label, changes }, this.#entries)
      const closed = [...writes].filter(([key, value]) => !this.#options.may(key, value)).map(([key]) => key)
      this.write(label, new Map([...writes].filter(([key]) => !closed.includes(key))))
      if (skipped.length + closed.length > 0) this.#options.leftOut(label, [...skipped, ...closed])
    }
    // What was kept is done with, also where nothing of it had to be written: kept on, it would come back at the next visit over later work.
    if (steps.length > 0) this.#options.unsaved()
  }

  /** The hub wants a fresh document. What was sent on the old socket is heard out first, unless the hub is `deaf` to it; what was not is written again. */
  reset(deaf = false): void {
    // It would come back with a ticket that names the fresh document's client id alone.
    if (deaf) this.#line.close()
    this.#next?.close()
    this.#next = this.#options.line()
    this.#stopWaiting()
    this.#stopWaiting = this.#options.timers.after(handInMs, () => {
      if (this.#next?.state === 'synced') this.#swap()
    })
  }

  /** Opens the fresh line once its client id stands in the ticket's request. */
  open(): void {
    ;(this.#next ?? this.#line).open()
  }

  /** The hub said that frames up to `heard` of this line are on disk. */
  saved(line: Line, heard: number): void {
    if (line === this.#line && this.work.saved(heard)) this.#options.unsaved()
    this.settle()
  }

  /** A line's state changed. */
  settle(): void {
    const next = this.#next
    if (this.#line.state === 'down') {
      this.work.unsent()
      // Tickets name the fresh document's client id by now: the old one has nothing to come back with, and what it held is written again.
      if (next) this.#line.close()
    }
    if (next?.state !== 'synced') return
    const handedIn = this.work.count === 0 && next.revision >= this.#line.revision
    if (handedIn || this.#line.state !== 'synced') this.#swap()
  }

  close(): void {
    this.#stopWaiting()
    this.#unfollow()
    this.#next?.close()
    this.#line.close()
  }

  #swap(): void {
    const [old, next] = [this.#line, this.#next!]
    this.#stopWaiting()
    this.#next = null
    this.#unfollow()
    const before = this.#entries
    const steps = this.work.clear()
    this.#line = next
    ;[this.#entries, this.#unfollow] = this.#follow(next)
    old.close()
    const keys = new Set<string>()
    for (const [key, value] of before) if (!sameValue(this.#entries.get(key), value)) keys.add(key)
    for (const key of this.#entries.keys()) if (!before.has(key)) keys.add(key)
    this.putBack(steps)
    this.#options.unsaved()
    this.#options.changed(keys)
  }

  #follow(line: Line): [Shelves, () => void] {
    const { name } = this
    const map = line.doc.getMap<Value>(name)
    const { entries, stop } = followEntries(line.doc, name, () => {})
    const observe = (event: Y.YMapEvent<Value>, transaction: Y.Transaction): void => {
      const keys = event.keysChanged as Set<string>
      if (transaction.local) this.#own.wrote(map, keys)
      else {
        const lost = this.#own.hear(line.doc, map, keys, (key) => this.work.value(key) !== undefined)
        if (lost.length > 0) this.#options.lost(lost)
      }
      this.#options.changed(keys)
    }
    map.observe(observe)
    line.onSent = () => {
      if (line === this.#line) this.work.sent(line.sent)
    }
    return [
      entries,
      () => {
        map.unobserve(observe)
        stop()
      },
    ]
  }
}
