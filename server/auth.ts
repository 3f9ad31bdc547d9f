/** Keys and tickets. Every secret is 24 random bytes, stored only as its SHA-256; nothing here is ever logged. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Role } from '../shared/doc/session.ts'
import type { ClientIds, DocumentName } from '../shared/wire/ticket.ts'

export const roles: readonly Role[] = ['colorist', 'client', 'supervisor', 'engineer', 'observer']

/** Life of a ticket (hub.md, "Security"). */
export const ticketMs = 30_000
const maxTickets = 10_000

export const newSecret = (): string => randomBytes(24).toString('base64url')
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The key of a session's link, from the secret that stands in the data folder: so that a restart prints the same links and the store holds hashes alone. */
export function linkKey(secret: Uint8Array, session: string, role: Role): string {
  return createHmac('sha256', secret).update(`${session} ${role}`).digest().subarray(0, 24).toString('base64url')
}

/** Eight characters of [0-9a-z] (document.md, "id"). */
export function newId(): string {
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
  // 252 is the largest multiple of 36 below 256: no letter is likelier than another.
  let id = ''
  while (id.length < 8) for (const byte of randomBytes(16)) if (byte < 252 && id.length < 8) id += letters[byte % 36]
  return id
}

/** What a ticket stands for. `clientIds` null: a stock client, which names its id by its awareness. */
export interface Pass {
  readonly session: string
  readonly seat: string
  readonly clientIds: ClientIds | null
  /** Last revision that the suite has seen; 0: none. */
  readonly revision: number
  /** Hash of the link's key it was traded for. */
  readonly via?: string
}

/** Tickets given out: each opens each of the three documents once, within 30 s. */
export class Tickets {
  readonly #open = new Map<string, { readonly pass: Pass; readonly until: number; readonly used: Set<DocumentName> }>()
  readonly #now: () => number

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.#now = now
  }

  issue(pass: Pass): string {
    const now = this.#now()
    for (const [ticket, { until }] of this.#open) {
      if (until > now && this.#open.size < maxTickets) break
      this.#open.delete(ticket)
    }
    const ticket = newSecret()
    this.#open.set(ticket, { pass, until: now + ticketMs, used: new Set() })
    return ticket
  }

  /** The pass, or null where the ticket is unknown, too old, or has opened this document before. */
  take(ticket: string, session: string, document: DocumentName): Pass | null {
    const entry = this.#open.get(ticket)
    if (!entry || entry.until <= this.#now() || entry.pass.session !== session || entry.used.has(document)) return null
    entry.used.add(document)
    return entry.pass
  }
}
