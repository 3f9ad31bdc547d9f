/** A session made: from a folder of media or from nothing, with its links, and its first revision. */
import { randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Media, Role, Timeline } from '../shared/doc/session.ts'
import { writeFresh } from '../shared/doc/session-edit.ts'
import { restPipeline } from '../shared/doc/session-read.ts'
import { hashSecret, linkKey, newId, roles } from './auth.ts'
import type { Session } from './session.ts'
import type { SessionRow, Store } from './store/store.ts'

/** What a folder of media comes to (`library.ts`). */
export interface Prepared {
  readonly name: string
  readonly media: readonly Media[]
  readonly timeline: Timeline
  readonly files: ReadonlyMap<string, string>
  /** A sentence for each file that was left out. */
  readonly skipped?: readonly string[]
  /** A sentence for what else a person may want to know of how files were taken. */
  readonly remarks?: readonly string[]
}

export type Prepare = (dir: string) => Promise<Prepared>

/** Thirty-two bytes that the links' keys come from, readable by the owner alone; made where there are none. */
export async function linksSecret(dataDir: string | null): Promise<Uint8Array> {
  if (dataDir === null) return randomBytes(32)
  const file = join(dataDir, 'links.secret')
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = randomBytes(32)
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' })
  await chmod(file, 0o600)
  return secret
}

/** The key of each role's own link. */
export const roleKeys = (secret: Uint8Array, session: string): Readonly<Record<Role, string>> =>
  Object.fromEntries(roles.map((role) => [role, linkKey(secret, session, role)])) as Record<Role, string>

/** What people open: the key stands in the fragment, which no browser sends and no log sees. */
export const linkOf = (origin: string, session: string, key: string): string => `${origin}/s/${session}#${key}`

/** What a session is made from; a line to the log for what was left out of a folder. */
export async function prepareFolder(
  mediaDir: string | null,
  log: (line: string) => void,
  prepare?: Prepare,
): Promise<Prepared> {
  if (mediaDir === null) return emptySession
  log(`Preparing a session from ${mediaDir} …`)
  const prepared = await (prepare ?? prepareFrom)(mediaDir)
  for (const sentence of [...(prepared.skipped ?? []), ...(prepared.remarks ?? [])]) log(sentence)
  return prepared
}

/** Puts a fresh session into the store, with the hash of each role's key. */
export async function makeSession(
  store: Store,
  secret: Uint8Array,
  prepared: Prepared,
  { name, mediaDir }: { readonly name?: string | undefined; readonly mediaDir: string | null },
): Promise<SessionRow> {
  const row: SessionRow = {
    id: newId(),
    name: name ?? prepared.name,
    mediaDir,
    files: Object.fromEntries(prepared.files),
    at: Date.now(),
  }
  const keys = roleKeys(secret, row.id)
  await store.create(
    row,
    roles.map((role) => ({ hash: hashSecret(keys[role]), role })),
  )
  return row
}

/** The session's first revision: media, timeline and pipeline. */
export async function fillSession(session: Session, prepared: Prepared, linked: boolean): Promise<void> {
  session.write('hub', writeFresh(session.row.name, restPipeline, prepared.timeline, prepared.media, linked))
  await session.journal.settle()
  if (session.readOnly !== null) throw new Error(session.readOnly)
}

async function prepareFrom(dir: string): Promise<Prepared> {
  const { prepareSession } = await import('./library.ts')
  return await prepareSession(dir)
}

const emptySession: Prepared = {
  name: 'Session',
  media: [],
  timeline: {
    name: 'Timeline',
    width: 1920,
    height: 1080,
    rate: { num: 24, den: 1 },
    startTimecode: 86_400,
    tracks: [],
    clips: [],
    transitions: [],
    length: 0,
  },
  files: new Map(),
}
