/** Whether a data folder holds what was written: every row and segment against its hash, checkpoints against the replayed log, contents and blobs against their names. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { readRecords } from '../../shared/doc/records.ts'
import { type DocumentName, documents } from '../../shared/wire/ticket.ts'
import { chain, chainAudit, chainStart, maxUnpacked, type Segment, sha256, unpackSegment } from '../store/chain.ts'
import { storeVersion } from '../store/schema.ts'
import { Shelves } from '../store/shelves.ts'
import type { AuditRow, LogRow, SessionRow } from '../store/store.ts'
import { troubleOf } from '../store/trouble.ts'
import { hashPattern } from './blobs.ts'

/** What was looked at in one session. */
export interface Inspected {
  readonly session: string
  readonly name: string
  readonly revision: number
  readonly rows: number
  readonly segments: number
  readonly checkpoints: number
  readonly snapshots: number
  /** Lines of the audit. */
  readonly audit: number
  readonly blobs: number
}

export interface Inspection {
  readonly sessions: readonly Inspected[]
  /** A sentence for each thing that is not what was written. Empty: the folder is whole. */
  readonly troubles: readonly string[]
}

interface CheckpointRow {
  readonly revision: number
  readonly hash: string
  readonly bytes: Uint8Array
  readonly packed: number
}

/** Reads what the hub has no use for. */
class Inspector extends Shelves {
  *integrity(): Generator<string> {
    for (const { integrity_check: word } of this.all('pragma integrity_check')) if (word !== 'ok') yield String(word)
  }

  version(): number {
    return Number(this.all('pragma user_version')[0]?.user_version ?? 0)
  }

  revision(session: string): number {
    return this.all('select revision from session where id = ?', session)[0]!.revision as number
  }

  segments(session: string, document: DocumentName): Generator<Segment> {
    return this.each(
      'select document, first, last, before, hash, bytes from segment where session = ? and document = ? order by first',
      session,
      document,
    ) as Generator<unknown> as Generator<Segment>
  }

  open(session: string, document: DocumentName): Generator<LogRow & { readonly hash: string }> {
    return this.each(
      'select revision, document, seat, at, bytes, hash from log where session = ? and document = ? order by revision',
      session,
      document,
    ) as Generator<unknown> as Generator<LogRow & { readonly hash: string }>
  }

  checkpoints(session: string, document: DocumentName): number[] {
    return this.all(
      'select revision from checkpoint where session = ? and document = ? order by revision',
      session,
      document,
    ).map(({ revision }) => revision as number)
  }

  checkpoint(session: string, document: DocumentName, revision: number): CheckpointRow {
    return this.all(
      'select revision, hash, bytes, packed from checkpoint where session = ? and document = ? and revision = ?',
      session,
      document,
      revision,
    )[0] as unknown as CheckpointRow
  }

  lines(session: string): Generator<AuditRow & { readonly number: number; readonly hash: string }> {
    return this.each(
      'select number, at, seat, what, detail, hash from audit where session = ? order by number',
      session,
    ) as Generator<unknown> as Generator<AuditRow & { readonly number: number; readonly hash: string }>
  }

  snapshots(session: string): Generator<{ readonly hash: string; readonly bytes: Uint8Array }> {
    return this.each('select hash, bytes from snapshot where session = ?', session) as Generator<unknown> as Generator<{
      readonly hash: string
      readonly bytes: Uint8Array
    }>
  }
}

/** What else a folder from elsewhere is asked: a sentence on what an update, or a document as it stands, may not be; null: nothing. */
export interface Doubt {
  readonly update: (document: DocumentName, bytes: Uint8Array) => string | null
  readonly whole: (document: DocumentName, doc: Y.Doc) => string | null
}

/**
 * Looks at a data folder, also while a hub runs on it; with `only`, at one session of it. Rejects with a sentence where there is no store to
 * look at.
 */
export async function inspect(dir: string, only?: string, doubt?: Doubt): Promise<Inspection> {
  const file = join(dir, 'samelight.sqlite')
  if (!existsSync(file)) throw new Error(`There is no store in ${dir}: it holds no samelight.sqlite.`)
  const troubles: string[] = []
  const sessions: Inspected[] = []
  let inspector: Inspector | null = null
  try {
    const db = new DatabaseSync(file)
    inspector = new Inspector(db)
    db.exec('pragma query_only=on; pragma busy_timeout=5000')
    const version = inspector.version()
    if (version !== storeVersion)
      throw new Error(`The store is of version ${version}, this program of ${storeVersion}: start its hub once first.`)
    for (const word of inspector.integrity()) troubles.push(`The file of the store is damaged: ${word}.`)
    for (const row of inspector.sessions())
      if (only === undefined || row.id === only)
        sessions.push(await inspectSession(inspector, dir, row, troubles, doubt))
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('The store is of version')) throw error
    troubles.push(troubleOf(error))
  } finally {
    inspector?.close()
  }
  return { sessions, troubles }
}

async function inspectSession(
  inspector: Inspector,
  dir: string,
  { id, name }: SessionRow,
  troubles: string[],
  doubt?: Doubt,
): Promise<Inspected> {
  const say = (sentence: string): void => void troubles.push(`Session ${id}: ${sentence}`)
  const revisions = new Set<number>()
  const count = { segments: 0, checkpoints: 0 }
  let records: ReturnType<typeof readRecords> | null = null
  for (const document of documents) {
    const doc = inspectDocument(inspector, id, document, revisions, count, say, doubt)
    if (document === 'session') records = readRecords(doc)
    doc.destroy()
  }
  const revision = inspector.revision(id)
  for (let n = 1; n <= revision; n++)
    if (!revisions.has(n)) {
      say(`revision ${n} of ${revision} is missing.`)
      break
    }
  if (revisions.size > revision) say(`its history goes beyond revision ${revision}.`)
  let [before, lines] = [chainStart, 0]
  for (const line of inspector.lines(id)) {
    lines++
    if (line.number !== lines || chainAudit(before, line.number, line) !== line.hash) {
      say(`line ${lines} of the audit is not what was written.`)
      break
    }
    before = line.hash
  }
  const contents = new Set<string>()
  for (const { hash, bytes } of inspector.snapshots(id)) {
    contents.add(hash)
    if (contentHash(bytes) !== hash) say(`the content ${hash} is damaged.`)
  }
  for (const { name: given, hash } of records?.snapshots ?? [])
    if (!contents.has(hash)) say(`the content of the snapshot "${given}" is missing.`)
  for (const { label, hash } of records?.gallery ?? [])
    if (!contents.has(hash)) say(`the content of the gallery's still "${label}" is missing.`)
  const folder = join(dir, 'blobs', id)
  const blobs = existsSync(folder) ? (await readdir(folder)).filter((one) => hashPattern.test(one)) : []
  for (const blob of blobs) if ((await fileHash(join(folder, blob))) !== blob) say(`the blob ${blob} is damaged.`)
  for (const { blob } of records?.stills ?? [])
    if (!blobs.includes(blob)) say(`the blob ${blob} of a still is missing.`)
  for (const { blob, name: given } of records?.luts ?? [])
    if (!blobs.includes(blob)) say(`the blob ${blob} of the LUT "${given}" is missing.`)
  return {
    session: id,
    name,
    revision,
    rows: revisions.size,
    ...count,
    snapshots: contents.size,
    audit: lines,
    blobs: blobs.length,
  }
}

/** Replays the whole log of a document, holding each row against the chain and each checkpoint against what the log makes. */
function inspectDocument(
  inspector: Inspector,
  session: string,
  document: DocumentName,
  revisions: Set<number>,
  count: { segments: number; checkpoints: number },
  say: (sentence: string) => void,
  doubt?: Doubt,
): Y.Doc {
  const doc = new Y.Doc({ gc: true })
  doc.getMap(document)
  const checkpoints = inspector.checkpoints(session, document)
  count.checkpoints += checkpoints.length
  let [hash, whole] = [chainStart, true]
  const compare = (before: number): void => {
    for (; checkpoints[0] !== undefined && checkpoints[0] < before; checkpoints.shift())
      inspectCheckpoint(
        inspector.checkpoint(session, document, checkpoints[0]),
        document,
        whole ? doc : null,
        say,
        doubt,
      )
  }
  const replay = (row: LogRow): void => {
    compare(row.revision)
    revisions.add(row.revision)
    const wrong = doubt?.update(document, row.bytes) ?? null
    if (wrong !== null) {
      say(`revision ${row.revision} of ${document} is nothing that a hub writes: ${wrong}`)
      whole = false
    }
    // One that cannot be a document is not followed any further: what it asks for may be without end.
    if (whole || !doubt) Y.applyUpdate(doc, row.bytes)
  }
  for (const segment of inspector.segments(session, document)) {
    count.segments++
    if (segment.before !== hash) {
      say(`the history of ${document} before revision ${segment.first} is not the one that was sealed.`)
      whole = false
    }
    hash = segment.hash
    try {
      for (const row of unpackSegment(segment)) replay(row)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
      whole = false
    }
  }
  for (const row of inspector.open(session, document)) {
    hash = chain(hash, row)
    if (hash !== row.hash) {
      say(`revision ${row.revision} of ${document} is damaged: it is not what was written.`)
      // What follows is held against the hash that stands, so that one damaged row is named once.
      hash = row.hash
      whole = false
    }
    try {
      replay(row)
    } catch {
      whole = false
    }
  }
  compare(Number.POSITIVE_INFINITY)
  if (whole && (doc.store.pendingStructs || doc.store.pendingDs))
    say(`something of the ${document} document is missing.`)
  const wrong = whole ? (doubt?.whole(document, doc) ?? null) : null
  if (wrong !== null) say(wrong)
  return doc
}

function inspectCheckpoint(
  { revision, hash, bytes, packed }: CheckpointRow,
  document: DocumentName,
  replayed: Y.Doc | null,
  say: (sentence: string) => void,
  doubt?: Doubt,
): void {
  if (sha256(bytes) !== hash) {
    say(`the checkpoint of ${document} at revision ${revision} is damaged; the one before it is used.`)
    return
  }
  if (!replayed) return
  const kept = new Y.Doc({ gc: true })
  const state = packed ? gunzipSync(bytes, { maxOutputLength: maxUnpacked }) : bytes
  const wrong = doubt?.update(document, state) ?? null
  if (wrong !== null) {
    say(`the checkpoint of ${document} at revision ${revision} is nothing that a hub writes: ${wrong}`)
    return
  }
  Y.applyUpdate(kept, state)
  if (entriesHash(kept, document) !== entriesHash(replayed, document))
    say(`the checkpoint of ${document} at revision ${revision} is not what the log makes.`)
  kept.destroy()
}

function entriesHash(doc: Y.Doc, document: DocumentName): string {
  const entries = [...doc.getMap(document).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex')
}

function contentHash(bytes: Uint8Array): string {
  try {
    return sha256(gunzipSync(bytes, { maxOutputLength: maxUnpacked }))
  } catch {
    return ''
  }
}

async function fileHash(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const part of createReadStream(path)) sum.update(part as Buffer)
  return sum.digest('hex')
}
