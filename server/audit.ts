/** Who did what, and what was refused: rows that go to disk with everything else, each holding the hash of the one before it. */
import type { Refusal } from '../shared/wire/refusal.ts'
import { hashSecret } from './auth.ts'
import type { AuditRow } from './store/store.ts'

const minuteMs = 60_000
/** Refusals of one seat that get a row of their own within a minute; the rest is counted. */
const mostRefusals = 20
/** Characters of what a row says of its occasion. */
const mostDetail = 300

/** What every secret looks like (`auth.ts`): 24 bytes in base64url. */
const secretForm = /[\w-]{32}/g

/** Somebody who knows keys by their hashes. */
interface Keys {
  byKey(hash: string): unknown
}

interface Recent {
  since: number
  rows: number
  more: number
}

export class Audit {
  readonly #put: (row: AuditRow) => void
  readonly #now: () => number
  readonly #keys: readonly Keys[]
  /** Refusals so far. */
  refusals = 0
  readonly #recent = new Map<string, Recent>()

  /** `keys`: what knows the session's keys, by their hashes. */
  constructor(put: (row: AuditRow) => void, now: () => number, keys: readonly Keys[] = []) {
    this.#put = put
    this.#now = now
    this.#keys = keys
  }

  /** What a seat did. A command's arguments are the sender's words, who may have put a key among them: it is left out. */
  note(seat: string, what: string, detail: string): void {
    const told = detail.replace(secretForm, (found) => (this.#isKey(found) ? 'a key' : found))
    this.#put({ at: Math.round(this.#now()), seat, what, detail: cut(told) })
  }

  #isKey(text: string): boolean {
    const hash = hashSecret(text)
    return this.#keys.some((keys) => keys.byKey(hash) !== null)
  }

  /** What a seat was refused. Who is refused without end fills no disk: beyond some a minute they are counted, and the count is a row. */
  refused(seat: string, where: string, refusals: readonly Refusal[]): void {
    const now = this.#now()
    const recent = this.#recent.get(seat) ?? { since: now, rows: 0, more: 0 }
    this.#recent.set(seat, recent)
    if (now - recent.since >= minuteMs) {
      if (recent.more > 0) this.note(seat, 'refused', `${recent.more} more within a minute`)
      Object.assign(recent, { since: now, rows: 0, more: 0 })
    }
    for (const { rule, keys, holder } of refusals) {
      this.refusals++
      if (recent.rows++ >= mostRefusals) recent.more++
      else {
        // Keys are the sender's words: nothing of what is refused comes to disk.
        const count = keys.length === 0 ? '' : keys.length === 1 ? ', 1 key' : `, ${keys.length} keys`
        this.note(seat, 'refused', `${where}: ${rule}${holder === null ? '' : ` of ${holder}`}${count}`)
      }
    }
  }
}

const cut = (text: string): string => (text.length > mostDetail ? `${text.slice(0, mostDetail - 1)}…` : text)
