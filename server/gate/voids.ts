/** Where refused structs stood: under which key, and after what. A later struct that follows one is put after what the refused one followed. */
import type { Id } from './parse.ts'
import { findSpan } from './span.ts'

export interface Void extends Id {
  readonly length: number
  readonly key: string
  /** The nearest struct before it that was not refused; null: it would have been the key's first. */
  readonly origin: Id | null
}

/** Remembers voids of a document for as long as the hub runs; a void from before a restart is unknown, and what follows it is void as well. */
export class Voids {
  readonly #spans = new Map<number, Void[]>()

  add(span: Void): void {
    const spans = this.#spans.get(span.client)
    if (spans) spans.push(span)
    else this.#spans.set(span.client, [span])
  }

  find({ client, clock }: Id): Void | null {
    return findSpan(this.#spans.get(client) ?? [], clock)
  }
}
