/** What a command draws from: a session and its grade, of a link or of a hub's data folder, and the media it has. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Entries } from '../shared/doc/grade.ts'
import { readEntries, Shelves } from '../shared/doc/read.ts'
import type { Session } from '../shared/doc/session.ts'
import { readSession } from '../shared/doc/session-read.ts'
import type { Suite } from '../shared/suite/suite.ts'
import type { Io } from './command.ts'
import { HubDocument } from './document.ts'
import { joinHeadless, mediaFor, readLink } from './join-headless.ts'
import { lutsOfData, OwnLuts } from './own-luts.ts'
import { mediaOfFiles, mediaOfFolder, type OwnMedia } from './own-media.ts'
import { openSqlite } from './store/sqlite.ts'

export interface Ground {
  readonly session: Session
  /** As they were at that moment: what others do meanwhile is not in them. */
  readonly entries: Entries
  readonly media: OwnMedia
  readonly luts: OwnLuts
  readonly seat: string
  readonly revision: number
  readonly at: number
  /** The live suite of a link. */
  readonly suite: Suite | null
  readonly leave: () => void
}

async function fromLink(text: string, dir: string | null, io: Io): Promise<Ground> {
  const link = readLink(text)
  const suite = await joinHeadless(link, undefined, io.err)
  const { seat, revision } = suite
  // Held like every room, it renders what the rooms are held on; else what is committed.
  const { session, entries } = suite.holding.held ? suite.shown : suite
  try {
    const media = await mediaFor(dir, link, suite, session)
    const luts = new OwnLuts((blob) => suite.luts.bytes(blob))
    const copy = new Shelves()
    for (const [key, value] of entries) copy.set(key, value)
    const leave = () => suite.leave()
    return { session, entries: copy, media, luts, seat, revision, at: suite.hubNow(), suite, leave }
  } catch (error) {
    suite.leave()
    throw error
  }
}

async function fromData(folder: string, dir: string | null, name: string | undefined): Promise<Ground> {
  const file = join(folder, 'samelight.sqlite')
  if (!existsSync(file))
    throw new Error(`${folder} is neither a link nor a hub's data folder: it holds no samelight.sqlite.`)
  const store = openSqlite(file)
  try {
    const rows = (await store.sessions()).filter((row) => name === undefined || row.name === name || row.id === name)
    const row = rows[0]
    if (!row) throw new Error(`${folder} holds no session${name === undefined ? '' : ` ${name}`}.`)
    if (rows.length > 1)
      throw new Error(
        `${folder} holds ${rows.length} sessions: name one with --session ${rows.map((one) => one.id).join(', ')}.`,
      )
    const loaded = await store.load(row.id)
    const session = readSession(HubDocument.load('session', loaded).doc)
    return {
      session,
      entries: readEntries(HubDocument.load('grade', loaded).doc, 'grade'),
      media: dir === null ? mediaOfFiles(row.files) : await mediaOfFolder(dir, session),
      luts: lutsOfData(folder, row.id),
      seat: '',
      revision: loaded.revision,
      at: Date.now(),
      suite: null,
      leave: () => {},
    }
  } finally {
    await store.close()
  }
}

/** From a link (`http…`) or a data folder; `dir`: where media lies, else the hub's library; `name`: of the session in a folder of several. */
export const openGround = (from: string, dir: string | null, name: string | undefined, io: Io): Promise<Ground> =>
  /^https?:/.test(from) ? fromLink(from, dir, io) : fromData(resolve(io.cwd, from), dir, name)
