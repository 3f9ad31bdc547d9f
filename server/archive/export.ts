/** A session written whole into one file, as of one moment, also while its hub runs: history with its chain, checkpoints, contents, audit, blobs; of people their roles, never a key. */
import { existsSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { documents } from '../../shared/wire/ticket.ts'
import { hashPattern } from './blobs.ts'
import { inspect } from './inspect.ts'
import { SessionFileWriter } from './session-file.ts'

/** Rows of small things in one record. */
const gathered = 200
/** Bytes of a blob in one record. */
const partBytes = 1 << 20

/** What was written. */
export interface Exported {
  readonly session: string
  readonly name: string
  readonly revision: number
  readonly blobs: number
  /** Of the file. */
  readonly bytes: number
}

type Row = Readonly<Record<string, unknown>>

/** Rejects with a sentence, leaving no file, where the session is not whole or the file cannot be written. */
export async function exportSession(dir: string, session: string, out: string): Promise<Exported> {
  const { troubles } = await inspect(dir, session)
  if (troubles.length > 0) throw new Error(`The session is not whole, so it was not exported. ${troubles.join(' ')}`)
  const writer = await SessionFileWriter.create(out)
  const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
  try {
    // One reading transaction: a hub goes on writing beside it.
    db.exec('pragma query_only=on; pragma busy_timeout=5000; begin')
    const found = await writeRows(db, session, writer)
    db.exec('commit')
    const blobs = await writeBlobs(join(dir, 'blobs', session), writer)
    await writer.end()
    return { session, ...found, blobs, bytes: writer.size }
  } catch (error) {
    await writer.abandon()
    const { code } = error as NodeJS.ErrnoException
    throw code === undefined || code.startsWith('ERR_')
      ? error
      : new Error(`The session could not be written to ${out}: ${code}.`)
  } finally {
    db.close()
  }
}

async function writeRows(
  db: DatabaseSync,
  session: string,
  writer: SessionFileWriter,
): Promise<{ readonly name: string; readonly revision: number }> {
  const each = (sql: string, ...more: string[]): Iterable<Row> => db.prepare(sql).iterate(session, ...more)
  const [row] = [...each('select id, name, at, revision, newest from session where id = ?')]
  if (!row) throw new Error(`There is no session ${session} any more.`)
  await writer.write({ kind: 'session', ...row })
  for (const seat of each('select id, link, role, name from seat where session = ? order by id'))
    await writer.write({ kind: 'seat', ...seat })
  await writeGathered(
    writer,
    'owners',
    each('select document, client, seat, refused from owner where session = ? order by document, client'),
  )
  for (const document of documents) {
    const own = (table: string, columns: string, order: string) =>
      each(`select ${columns} from ${table} where session = ? and document = ? order by ${order}`, document)
    for (const { bytes, ...head } of own('segment', 'document, first, last, before, hash, bytes', 'first'))
      await writer.write({ kind: 'segment', ...head }, bytes as Uint8Array)
    for (const { bytes, ...head } of own('log', 'document, revision, seat, at, hash, bytes', 'revision'))
      await writer.write({ kind: 'row', ...head }, bytes as Uint8Array)
    for (const { bytes, ...head } of own('checkpoint', 'document, revision, hash, packed, kept, bytes', 'revision'))
      await writer.write({ kind: 'checkpoint', ...head }, bytes as Uint8Array)
  }
  for (const { bytes, ...head } of each('select hash, bytes from snapshot where session = ? order by hash'))
    await writer.write({ kind: 'snapshot', ...head }, bytes as Uint8Array)
  await writeGathered(
    writer,
    'audit',
    each('select number, at, seat, what, detail, hash from audit where session = ? order by number'),
  )
  return { name: row.name as string, revision: row.revision as number }
}

async function writeGathered(writer: SessionFileWriter, kind: string, rows: Iterable<Row>): Promise<void> {
  let some: unknown[][] = []
  const flush = async (): Promise<void> => {
    if (some.length > 0) await writer.write({ kind, rows: some })
    some = []
  }
  for (const row of rows) {
    some.push(Object.values(row))
    if (some.length >= gathered) await flush()
  }
  await flush()
}

/** Whatever lies there by its hash. What a session names was there before the moment that is exported; what has gone since, nothing named. */
async function writeBlobs(folder: string, writer: SessionFileWriter): Promise<number> {
  let blobs = 0
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => hashPattern.test(name)).sort() : []
  for (const hash of names) {
    const file = await open(join(folder, hash), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (!file) continue
    try {
      const { size } = await file.stat()
      await writer.write({ kind: 'blob', hash, size })
      for (let at = 0; at < size; at += partBytes) {
        const part = Buffer.alloc(Math.min(partBytes, size - at))
        await file.read(part, 0, part.length, at)
        await writer.write({ kind: 'part' }, part)
      }
      blobs++
    } finally {
      await file.close()
    }
  }
  return blobs
}
