/** Keeps the picture worker's copy of the drawn grade the same as ours, by what changed. */
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { Layered } from '../../shared/doc/read.ts'

type Changes = (readonly [string, Value | null])[]

/**
 * A drag costs its own keys only: the document is walked again when `entries` is another map or when something else is drawn in its place
 * (a hold comes or goes), the overlay each time. Values are compared by identity, since a stored tuple is never changed in place.
 */
export class Feed {
  readonly #sent = new Map<string, Value>()
  #entries: Entries | null = null
  /** What lies under the overlay: the document, or a held state in its place. */
  #base: Entries | null = null
  #over: ReadonlyMap<string, Value | null> = new Map()

  /** What to tell the worker so that it holds `drawn`; empty where it does already. */
  changes(entries: Entries, drawn: Entries): Changes {
    const over = drawn instanceof Layered ? drawn.over : new Map<string, Value | null>()
    const base: Entries = drawn instanceof Layered ? drawn.base : drawn
    const out: Changes = []
    const say = (key: string): void => {
      const value = drawn.get(key)
      if (value === this.#sent.get(key)) return
      if (value === undefined) this.#sent.delete(key)
      else this.#sent.set(key, value)
      out.push([key, value ?? null])
    }
    if (entries !== this.#entries || base !== this.#base) {
      for (const key of [...this.#sent.keys()]) if (!drawn.has(key)) say(key)
      for (const [key] of base) say(key)
    }
    for (const key of this.#over.keys()) if (!over.has(key)) say(key)
    for (const key of over.keys()) say(key)
    this.#entries = entries
    this.#base = base
    this.#over = over
    return out
  }
}
