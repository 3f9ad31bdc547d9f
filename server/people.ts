/** The seats of a session by id, removed ones among them: their names stand in what is on record. */
import type { Role } from '../shared/doc/session.ts'
import type { Asking } from '../shared/policy/judge.ts'
import type { SeatRow } from './store/store.ts'

/** A removed seat has no key any more. */
const removed = ''

export class People extends Map<string, SeatRow> {
  /** Whom the judge hears; an unknown seat may only look. */
  asking(id: string): Asking {
    const { name, role } = this.get(id) ?? { name: id, role: 'observer' as Role }
    return { id, name, role }
  }

  /** False for a seat that was removed. */
  holds(id: string): boolean {
    return (this.get(id)?.hash ?? removed) !== removed
  }

  /** The seat of a seat key, by the key's hash. */
  byKey(hash: string): SeatRow | null {
    if (hash !== removed) for (const row of this.values()) if (row.hash === hash) return row
    return null
  }

  /** Number of seats, removed ones apart. */
  get count(): number {
    return [...this.values()].filter((row) => row.hash !== removed).length
  }
}
