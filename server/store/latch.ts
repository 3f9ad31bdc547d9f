/**
 * One process at a session's data. The latch is SQLite's own lock on a file beside the store: the system lets go of it when the process ends,
 * however it ends, so that a hub that was killed leaves nothing to be cleared away by hand.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { troubleOf } from './trouble.ts'

/** Who is at a session's data. Never a secret. */
export interface Holder {
  readonly pid: number
  /** What it does: `hub`, or a command's name. */
  readonly what: string
  /** Where people reach the hub, and the port on loopback where its keeper does; null: it is no hub, or is not open yet. */
  readonly url: string | null
  readonly port: number | null
}

export interface Latch {
  /** Says who holds it; whoever finds it held reads this. */
  say(holder: Holder): void
  /** Lets go; a second call does nothing. */
  release(): void
}

/** Held here as well: one that nobody names any more must not be let go of by the garbage collector. */
const held = new Set<DatabaseSync>()

const folderOf = (dataDir: string): string => join(dataDir, 'open')

/** Takes the latch of a session, or who has it. Throws a sentence where the data folder cannot be written. */
export function takeLatch(dataDir: string, session: string, what: string): Latch | Holder {
  const folder = folderOf(dataDir)
  const note = join(folder, `${session}.json`)
  let db: DatabaseSync | null = null
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    db = new DatabaseSync(join(folder, `${session}.latch`))
    db.exec('pragma busy_timeout=0; pragma journal_mode=off; begin exclusive')
  } catch (error) {
    db?.close()
    if (/database is locked/.test(error instanceof Error ? error.message : '')) return readHolder(dataDir, session)
    throw new Error(`The data folder ${dataDir} cannot be used: ${troubleOf(error)}`)
  }
  const own = db
  held.add(own)
  const say = (holder: Holder): void => writeFileSync(note, JSON.stringify(holder), { mode: 0o600 })
  say({ pid: process.pid, what, url: null, port: null })
  return {
    say,
    release() {
      if (!held.delete(own)) return
      rmSync(note, { force: true })
      own.close()
    },
  }
}

export const isLatch = (found: Latch | Holder): found is Latch => 'release' in found

/** Who holds a session's latch now, or null where nobody does. Takes nothing and leaves nothing. */
export function holderOf(dataDir: string, session: string): Holder | null {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(join(folderOf(dataDir), `${session}.latch`), { readOnly: true })
    db.exec('pragma busy_timeout=0')
    db.prepare('select count(*) from sqlite_schema').get()
    return null
  } catch (error) {
    return /database is locked/.test(error instanceof Error ? error.message : '') ? readHolder(dataDir, session) : null
  } finally {
    db?.close()
  }
}

/** One who holds it and has not said so yet is somebody all the same. */
function readHolder(dataDir: string, session: string): Holder {
  try {
    return JSON.parse(readFileSync(join(folderOf(dataDir), `${session}.json`), 'utf8')) as Holder
  } catch {
    return { pid: 0, what: 'another process', url: null, port: null }
  }
}

/** Who it is, for a sentence: "the hub at http://… (process 12)". */
export function nameHolder({ pid, what, url }: Holder): string {
  const who = what === 'hub' ? `the hub${url === null ? '' : ` at ${url}`}` : what
  return pid === 0 ? who : `${who} (process ${pid})`
}
