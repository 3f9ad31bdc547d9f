/** The invite links of a session: one a role, whose keys come from the secret beside the store, and those the engineer made, each with its end. */
import type { Role } from '../shared/doc/session.ts'
import type { LinkRow } from './store/store.ts'

/** Most links of a session, withdrawn ones among them. */
export const maxLinks = 1000

export class Links {
  readonly #rows = new Map<string, LinkRow>()

  load(rows: readonly LinkRow[]): void {
    this.#rows.clear()
    for (const row of rows) this.#rows.set(row.hash, row)
  }

  get count(): number {
    return this.#rows.size
  }

  set(row: LinkRow): void {
    this.#rows.set(row.hash, row)
  }

  /** The link of a key, by the key's hash. */
  byKey(hash: string): LinkRow | null {
    return this.#rows.get(hash) ?? null
  }

  /** By its id; of several of one id the one that counts. */
  byId(id: string): LinkRow | null {
    const found = [...this.#rows.values()].filter((row) => row.id === id)
    return found.find((row) => row.revoked === null) ?? found[0] ?? null
  }

  /** The rows to write so that the roles' own links are these: a hash of before is withdrawn, as when another secret was put in its place. */
  settle(hashes: Readonly<Record<Role, string>>, at: number): LinkRow[] {
    const changed: LinkRow[] = []
    for (const [role, hash] of Object.entries(hashes) as [Role, string][]) {
      for (const row of this.#rows.values())
        if (row.id === role && row.hash !== hash && row.revoked === null) changed.push({ ...row, revoked: at })
      if (!this.#rows.has(hash)) changed.push(roleLink(hash, role))
    }
    for (const row of changed) this.set(row)
    return changed
  }
}

/** The link of a role that every session has: it neither ends nor is used up. */
export const roleLink = (hash: string, role: Role): LinkRow => ({
  hash,
  role,
  id: role,
  name: '',
  until: null,
  most: null,
  uses: 0,
  revoked: null,
})

/** Why nobody comes in by a link, in a sentence, or null. `fresh`: who comes has no seat yet. */
export function whyClosed(link: LinkRow, fresh: boolean, now: number): string | null {
  if (link.revoked !== null) return 'This link was withdrawn; ask for another.'
  if (link.until !== null && now >= link.until) return 'This link has run out; ask for another.'
  if (fresh && link.most !== null && link.uses >= link.most)
    return `This link was for ${link.most === 1 ? 'one person' : `${link.most} people`}, and all have come; ask for another.`
  return null
}
