/** How much one seat and one session may come to: what keeps an honest link from being turned against the hub's disk and memory. */
import type { Refusal } from '../shared/wire/refusal.ts'
import type { DocumentName } from '../shared/wire/ticket.ts'
import type { HubDocument } from './document.ts'

/** Most keys of a document, deleted ones among them: their names stay in memory. The gate is measured up to 480,000 (hub.md, "The gate"). */
export const maxKeys: Readonly<Record<DocumentName, number>> = { session: 500_000, grade: 500_000, notes: 100_000 }

/** The refusal of a key that would be one too many; null: it stands already, or there is room. */
export function full({ name, doc }: HubDocument, key: string): Refusal | null {
  // Yjs counts the live keys of a map by walking them all; its own table of keys knows at once.
  const keys = doc.getMap(name)._map
  if (keys.size < maxKeys[name] || keys.has(key)) return null
  return {
    rule: 'quota',
    sentence: `The ${name} document holds ${keys.size} keys, which is the most: ${key} does not fit in.`,
    keys: [key],
    holder: null,
  }
}

/** What a seat may have written to the log at once, bytes; as much again flows off in ten minutes. An honest day comes to a few megabytes. */
export const maxBytes = 64_000_000
const bytesPerMs = maxBytes / 600_000

export class Quota {
  readonly #levels = new Map<string, { readonly bytes: number; readonly at: number }>()
  readonly #now: () => number

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts bytes of the log to a seat. */
  spend(seat: string, bytes: number): void {
    this.#levels.set(seat, { bytes: this.#level(seat) + bytes, at: this.#now() })
  }

  /** True while the seat may write nothing more. */
  spent(seat: string): boolean {
    return this.#level(seat) > maxBytes
  }

  #level(seat: string): number {
    const { bytes, at } = this.#levels.get(seat) ?? { bytes: 0, at: this.#now() }
    return Math.max(0, bytes - (this.#now() - at) * bytesPerMs)
  }
}
