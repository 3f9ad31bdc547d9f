/** A hub's data folder as its commands see it: which sessions it holds, who is at them, and one of them opened where nobody is. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Role } from '../shared/doc/session.ts'
import { ENGINE_VERSION } from '../shared/render/name.ts'
import { hashPattern } from './archive/blobs.ts'
import { Session } from './session.ts'
import { type Holder, holderOf, isLatch, nameHolder, takeLatch } from './store/latch.ts'
import { storeVersion } from './store/schema.ts'
import { Shelves } from './store/shelves.ts'
import { openSqlite } from './store/sqlite.ts'
import type { SessionRow } from './store/store.ts'

/** A seat and a link as whoever keeps the hub may see them: no key, nor the hash of one. */
export interface ListedSeat {
  readonly id: string
  readonly name: string
  readonly role: Role
}
export interface ListedLink {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly until: number | null
  readonly most: number | null
  readonly uses: number
  readonly revoked: number | null
}

export interface Listed {
  readonly id: string
  readonly name: string
  readonly mediaDir: string | null
  /** Unix time, milliseconds: when it was made, and its newest change (0: none). */
  readonly at: number
  readonly newest: number
  readonly revision: number
  readonly seats: readonly ListedSeat[]
  readonly links: readonly ListedLink[]
  readonly snapshots: number
  readonly blobs: number
  /** Of its rows in the store, about. */
  readonly bytes: number
  /** Who is at it now; null: nobody. */
  readonly holder: Holder | null
}

class Lister extends Shelves {
  version(): number {
    return Number(this.all('pragma user_version')[0]?.user_version ?? 0)
  }

  list(id: string): Pick<Listed, 'newest' | 'revision' | 'seats' | 'links' | 'snapshots' | 'bytes'> {
    const [row] = this.all('select revision, newest from session where id = ?', id)
    const [size] = this.all(
      'select (select count(*) from snapshot where session = ?1) as snapshots, (select coalesce(sum(length(bytes)), 0) from log where session = ?1) + (select coalesce(sum(length(bytes)), 0) from segment where session = ?1) + (select coalesce(sum(length(bytes)), 0) from checkpoint where session = ?1) + (select coalesce(sum(length(bytes)), 0) from snapshot where session = ?1) as bytes',
      id,
    )
    return {
      revision: row!.revision as number,
      newest: row!.newest as number,
      snapshots: size!.snapshots as number,
      bytes: size!.bytes as number,
      seats: this.all('select id, name, role from seat where session = ? order by id', id) as unknown as ListedSeat[],
      links: this.all(
        'select id, role, name, until, most, uses, revoked from link where session = ? order by id',
        id,
      ) as unknown as ListedLink[],
    }
  }
}

const storeOf = (dir: string): string => join(dir, 'samelight.sqlite')

/** All sessions of a folder, oldest first, also while hubs run. Throws a sentence where there is no store. */
export async function listSessions(dir: string): Promise<readonly Listed[]> {
  if (!existsSync(storeOf(dir))) throw new Error(`There is no store in ${dir}: it holds no samelight.sqlite.`)
  const lister = new Lister(new DatabaseSync(storeOf(dir)))
  try {
    const version = lister.version()
    if (version !== storeVersion)
      throw new Error(`The store is of version ${version}, this program of ${storeVersion}: start its hub once first.`)
    const found: Listed[] = []
    for (const { id, name, at, mediaDir } of lister.sessions()) {
      const blobs = await readdir(join(dir, 'blobs', id)).catch(() => [])
      found.push({
        ...{ id, name, mediaDir, at },
        ...lister.list(id),
        blobs: blobs.filter((one) => hashPattern.test(one)).length,
        holder: holderOf(dir, id),
      })
    }
    return found
  } finally {
    lister.close()
  }
}

/** The session of an id or a name. Throws a sentence where there is none, or more than one of that name. */
export async function findListed(dir: string, asked: string): Promise<Listed> {
  const all = await listSessions(dir)
  const byId = all.find(({ id }) => id === asked)
  if (byId) return byId
  const named = all.filter(({ name }) => name === asked)
  if (named.length === 1) return named[0]!
  if (named.length > 1)
    throw new Error(
      `${named.length} sessions are named ${asked}: say which by its id, ${named.map(({ id }) => id).join(' or ')}.`,
    )
  const list = all.map(({ id, name }) => `${id} "${name}"`).join(', ')
  throw new Error(`${dir} holds no session ${asked}; it holds ${list === '' ? 'none' : list}.`)
}

/** Opens a session that no hub is at, works on it, and closes it with everything on disk. Throws a sentence where somebody has it. */
export async function withSession<T>(
  dir: string,
  id: string,
  what: string,
  log: (line: string) => void,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const latch = takeLatch(dir, id, what)
  if (!isLatch(latch)) throw new Error(`Session ${id} is in use by ${nameHolder(latch)}.`)
  const store = openSqlite(storeOf(dir))
  let session: Session | null = null
  try {
    const row = (await store.sessions()).find((one: SessionRow) => one.id === id)
    if (!row) throw new Error(`There is no session ${id} in ${dir} any more.`)
    const now = (): number => performance.timeOrigin + performance.now()
    session = await Session.open(store, row, { now, engine: ENGINE_VERSION, log, blobs: join(dir, 'blobs') })
    return await work(session)
  } finally {
    await session?.close()
    await store.close()
    latch.release()
  }
}
