/** Whose each Yjs client id is, and how often a seat was refused hard of late. */
import type { DocumentName } from '../shared/wire/ticket.ts'
import type { HubDocument } from './document.ts'
import type { OwnerRow } from './store/store.ts'

const slot = (document: DocumentName, client: number): string => `${document} ${client}`

/** Most client ids of one seat that have written nothing yet. */
const maxIdle = 10_000

export class Owners {
  #rows = new Map<string, OwnerRow>()
  readonly #claims = new Map<string, number>()

  load(rows: readonly OwnerRow[]): void {
    for (const row of rows) this.#rows.set(slot(row.document, row.client), row)
  }

  find(document: DocumentName, client: number): OwnerRow | null {
    return this.#rows.get(slot(document, client)) ?? null
  }

  /** True where the id is the seat's, from now on where it was nobody's; never the hub's own, never one that wrote before anybody claimed it. */
  claim(seat: string, { name, doc, id }: HubDocument, client: number): boolean {
    const owner = this.find(name, client)
    if (owner) return owner.seat === seat
    const claims = this.#claims.get(seat) ?? 0
    if (client === id || doc.store.clients.has(client) || claims >= maxIdle) return false
    this.#claims.set(seat, claims + 1)
    this.#rows.set(slot(name, client), { document: name, client, seat, refused: false })
    return true
  }

  /** Its suite must begin again before it is heard under another id. */
  refuse(seat: string, document: DocumentName, client: number): OwnerRow {
    const row = { document, client, seat, refused: true }
    this.#rows.set(slot(document, client), row)
    return row
  }
}

const minuteMs = 60_000
/** Hard refusals a seat may cause within a minute. */
const maxStrikes = 30

export class Strikes {
  readonly #times = new Map<string, number[]>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts one; false where it was one too many. */
  strike(seat: string): boolean {
    const recent = [...this.#recent(seat), this.#now()]
    this.#times.set(seat, recent)
    return recent.length <= maxStrikes
  }

  /** True while the seat may not come back. */
  barred(seat: string): boolean {
    return this.#recent(seat).length > maxStrikes
  }

  #recent(seat: string): number[] {
    return (this.#times.get(seat) ?? []).filter((at) => at > this.#now() - minuteMs)
  }
}
