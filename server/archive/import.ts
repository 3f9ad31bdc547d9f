/**
 * A session file brought into a data folder: read a record at a time into a folder of its own, held there against its hashes and against what a
 * hub would have let through, and moved into the store only then. What is refused leaves nothing behind.
 */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readSession } from '../../shared/doc/session-read.ts'
import { HubDocument } from '../document.ts'
import { isId } from '../outcome.ts'
import { mediaOfFolder } from '../own-media.ts'
import { isLatch, nameHolder, takeLatch } from '../store/latch.ts'
import { Shelves } from '../store/shelves.ts'
import { Tables } from '../store/tables.ts'
import { doubt } from './doubt.ts'
import { inspect } from './inspect.ts'
import { moveSession, orphans, removeRows } from './move.ts'
import { readSessionFile } from './session-file.ts'
import { Staging } from './staging.ts'

/** What was brought in. */
export interface Imported {
  readonly session: string
  readonly name: string
  readonly revision: number
  readonly blobs: number
  /** A sentence for each clip whose media the folder does not have; empty without a folder. */
  readonly sentences: readonly string[]
}

/**
 * Brings the file's session into `dir`, which is made where it does not exist; a hub that serves other sessions of it may run. `media`: the
 * folder where the hub finds the session's media, or null. Rejects with a sentence, and the place in the file where there is one.
 */
export async function importSession(file: string, dir: string, media: string | null): Promise<Imported> {
  const records = readSessionFile(file)
  try {
    const first = await records.next()
    const head = first.done ? null : first.value.head
    const session = head?.kind === 'session' && isId(head.id) ? head.id : null
    if (head === null || session === null) throw new Error(`${file} does not begin with a session.`)
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const latch = takeLatch(dir, session, 'sessions import')
    if (!isLatch(latch)) throw new Error(`Session ${session} is in use by ${nameHolder(latch)}.`)
    const beside = join(dir, `import-${session}.part`)
    try {
      const store = join(dir, 'samelight.sqlite')
      needAbsent(dir, session)
      await rm(beside, { recursive: true, force: true })
      const staging = await Staging.open(beside, file, session)
      try {
        staging.begin(first.value!)
        for await (const record of records) await staging.take(record)
        await staging.end()
      } finally {
        await staging.close()
      }
      const { sessions, troubles } = await inspect(beside, session, doubt)
      if (troubles.length > 0) throw new Error(`${file} was not imported. ${troubles.slice(0, 8).join(' ')}`)
      const sentences = media === null ? [] : await findMedia(beside, session, media)
      await moveBlobs(beside, dir, session)
      await moveSession(join(beside, 'samelight.sqlite'), store, session)
      const { name, revision, blobs } = sessions[0]!
      return { session, name, revision, blobs, sentences }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === undefined || code.startsWith('ERR_')) throw error
      throw new Error(
        `The session could not be written to ${dir}: ${code === 'ENOSPC' ? 'the disk is full' : message}.`,
      )
    } finally {
      await rm(beside, { recursive: true, force: true })
      latch.release()
    }
  } finally {
    await records.return(undefined)
  }
}

/** Makes the store where there is none; what an import or a delete that died has left goes. */
function needAbsent(dir: string, session: string): void {
  const store = join(dir, 'samelight.sqlite')
  new Tables(store).close()
  const db = new DatabaseSync(store)
  try {
    db.exec('pragma busy_timeout=5000')
    if (new Shelves(db).sessions().some(({ id }) => id === session))
      throw new Error(
        `Session ${session} is in this data folder already: delete it first, or import into another folder.`,
      )
    for (const left of orphans(db)) {
      const latch = left === session ? null : takeLatch(dir, left, 'sessions import')
      // One whose latch is held is on its way in.
      if (latch && !isLatch(latch)) continue
      removeRows(db, left)
      latch?.release()
    }
  } finally {
    db.close()
  }
}

/** Writes into the staged session where the hub finds its media; a sentence for each clip it does not. */
async function findMedia(beside: string, session: string, dir: string): Promise<readonly string[]> {
  const db = new DatabaseSync(join(beside, 'samelight.sqlite'))
  try {
    const view = readSession(HubDocument.load('session', new Shelves(db).load(session)).doc)
    const own = await mediaOfFolder(dir, view)
    const files: Record<string, string> = {}
    for (const one of view.media.values()) if (own.states.get(one.id) === 'matched') files[one.id] = await own.path(one)
    db.prepare('update session set media_dir = ?, files = ? where id = ?').run(dir, JSON.stringify(files), session)
    return own.sentences
  } finally {
    db.close()
  }
}

/** Blobs come before what names them; a folder of the same name is one that an import left behind when it died. */
async function moveBlobs(beside: string, dir: string, session: string): Promise<void> {
  const [from, to] = [join(beside, 'blobs', session), join(dir, 'blobs', session)]
  if (!existsSync(from)) return
  await mkdir(join(dir, 'blobs'), { recursive: true, mode: 0o700 })
  await rm(to, { recursive: true, force: true })
  await rename(from, to)
}
