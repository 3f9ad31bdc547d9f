/** What is read from the file: sessions, documents as of any revision, sealed or not; every row held against its hash. */

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import { chain, chainStart, packSegment, type Segment, sha256, unpackSegment } from './chain.ts'
import {
  type AnswerRow,
  type AuditRow,
  type Checkpoint,
  keptAnswers,
  type LinkRow,
  type Loaded,
  type LogRow,
  type OwnerRow,
  type Past,
  type SeatRow,
  type SessionRow,
  StoreError,
} from './store.ts'

const documents: readonly DocumentName[] = ['session', 'grade', 'notes']
const forever = Number.MAX_SAFE_INTEGER

type Cell = string | number | null | Uint8Array
export type Row = Record<string, unknown>

export class Shelves {
  protected readonly db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.db = db
  }

  sessions(): SessionRow[] {
    return this.all('select id, name, media_dir, files, at from session order by at, id').map((r) => ({
      id: r.id as string,
      name: r.name as string,
      mediaDir: r.media_dir as string | null,
      files: JSON.parse(r.files as string) as Record<string, string>,
      at: r.at as number,
    }))
  }

  load(session: string): Loaded {
    const row = this.#need(session)
    const warnings: string[] = []
    const checkpoints: Checkpoint[] = []
    const log: LogRow[] = []
    for (const document of documents) {
      const found = this.#checkpoint(session, document, warnings)
      if (found) checkpoints.push({ document, revision: found.revision, bytes: gunzip(found) })
      for (const r of this.log(session, document, found?.revision ?? 0, forever)) log.push(r)
    }
    const owners = this.all('select document, client, seat, refused from owner where session = ?', session)
    const seats = this.all('select id, hash, link, role, name from seat where session = ?', session)
    const links = this.all(
      'select hash, role, id, name, until, most, uses, revoked from link where session = ?',
      session,
    )
    const answers = this.all(
      'select seat, id, body from answer where session = ? order by number desc limit ?',
      session,
      keptAnswers,
    )
    return {
      revision: row.revision as number,
      newest: row.newest as number,
      checkpoints,
      log: log.sort((a, b) => a.revision - b.revision),
      owners: owners.map((r) => ({ ...(r as unknown as OwnerRow), refused: r.refused === 1 })),
      seats: seats as unknown as SeatRow[],
      links: links as unknown as LinkRow[],
      answers: answers.reverse() as unknown as AnswerRow[],
      warnings,
    }
  }

  past(session: string, document: DocumentName, revision: number): Past {
    this.#need(session)
    const found = this.#checkpoint(session, document, [], revision)
    const log = this.log(session, document, found?.revision ?? 0, revision)
    return { checkpoint: found?.bytes ?? null, packed: found?.packed ?? false, log: log.map((row) => row.bytes) }
  }

  log(session: string, document: DocumentName, from: number, to: number): LogRow[] {
    const rows: LogRow[] = []
    for (const r of this.all(
      'select document, first, last, before, hash, bytes from segment where session = ? and document = ? and last > ? and first <= ? order by first',
      session,
      document,
      from,
      to,
    ))
      for (const row of unpackSegment(r as unknown as Segment))
        if (row.revision > from && row.revision <= to) rows.push(row)
    for (const row of this.#open(session, document, from, to)) rows.push(row)
    return rows
  }

  /** The newest revision of a document whose time is not after `at`; 0: there is none. The hub's clock never goes back, so times rise with revisions. */
  revisionAt(session: string, document: DocumentName, at: number): number {
    const [row] = this.all(
      'select max(revision) as revision from log where session = ? and document = ? and at <= ?',
      session,
      document,
      at,
    )
    if (typeof row?.revision === 'number') return row.revision
    const segments = this.all(
      'select first, last from segment where session = ? and document = ? order by first',
      session,
      document,
    )
    let [low, high, found] = [0, segments.length - 1, 0]
    while (low <= high) {
      const middle = (low + high) >> 1
      const { first, last } = segments[middle] as { first: number; last: number }
      const rows = this.log(session, document, first - 1, last)
      found = rows.findLast((one) => one.at <= at)?.revision ?? found
      if (rows[0]!.at > at) high = middle - 1
      else if (rows.at(-1)!.at <= at) low = middle + 1
      else break
    }
    return found
  }

  /** The rows of a document that are not sealed yet, up to and with `to`, as the segment they would be; null: there are none. */
  pack(session: string, document: DocumentName, to: number): Segment | null {
    const rows = this.#open(session, document, 0, to)
    return rows.length === 0 ? null : packSegment(this.#before(session, document, rows[0]!.revision), rows)
  }

  /** How much of a document's log up to and with `to` is not sealed: rows and bytes. */
  unsealed(session: string, document: DocumentName, to: number): { readonly rows: number; readonly bytes: number } {
    const [row] = this.all(
      'select count(*) as rows, coalesce(sum(length(bytes)), 0) as bytes from log where session = ? and document = ? and revision <= ?',
      session,
      document,
      to,
    )
    return { rows: row!.rows as number, bytes: row!.bytes as number }
  }

  snapshot(session: string, hash: string): Uint8Array | null {
    const [row] = this.all('select bytes from snapshot where session = ? and hash = ?', session, hash)
    return (row?.bytes as Uint8Array | undefined) ?? null
  }

  audit(session: string, most: number): AuditRow[] {
    return this.all(
      'select at, seat, what, detail from audit where session = ? order by number desc limit ?',
      session,
      most,
    ).reverse() as unknown as AuditRow[]
  }

  close(): void {
    this.db.close()
  }

  /** Hash of the newest row of a document. */
  protected head(session: string, document: DocumentName): string {
    return this.#before(session, document, forever)
  }

  protected all(sql: string, ...values: Cell[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  /** Row by row, so that a long history is never in memory whole. */
  protected *each(sql: string, ...values: Cell[]): Generator<Row> {
    for (const row of this.#prepare(sql).iterate(...values)) yield row as Row
  }

  protected run(sql: string, ...values: Cell[]): void {
    this.#prepare(sql).run(...values)
  }

  #need(session: string): Row {
    const [row] = this.all('select revision, newest from session where id = ?', session)
    if (!row) throw new StoreError(`There is no session ${session}.`)
    return row
  }

  /** Rows that are not sealed, in order; a row that is not what was written is a sentence. */
  #open(session: string, document: DocumentName, from: number, to: number): LogRow[] {
    const rows = this.all(
      'select revision, seat, at, bytes, hash from log where session = ? and document = ? and revision > ? and revision <= ? order by revision',
      session,
      document,
      from,
      to,
    )
    if (rows.length === 0) return []
    let hash = this.#before(session, document, rows[0]!.revision as number)
    return rows.map((r) => {
      const row: LogRow = {
        revision: r.revision as number,
        document,
        seat: r.seat as string,
        at: r.at as number,
        bytes: r.bytes as Uint8Array,
      }
      hash = chain(hash, row)
      if (hash !== r.hash)
        throw new StoreError(
          `Revision ${row.revision} of ${document} is damaged on disk: it is not what was written. \`samelight restore\` brings a backup back.`,
        )
      return row
    })
  }

  /** The hash of the row before this revision of a document. */
  #before(session: string, document: DocumentName, revision: number): string {
    const [row] = this.all(
      'select hash from log where session = ? and document = ? and revision < ? order by revision desc limit 1',
      session,
      document,
      revision,
    )
    if (row) return row.hash as string
    const [segment] = this.all(
      'select hash from segment where session = ? and document = ? and last < ? order by last desc limit 1',
      session,
      document,
      revision,
    )
    return (segment?.hash as string | undefined) ?? chainStart
  }

  #checkpoint(
    session: string,
    document: DocumentName,
    warnings: string[],
    newest = forever,
  ): { readonly revision: number; readonly packed: boolean; readonly bytes: Uint8Array } | null {
    for (const r of this.all(
      'select revision from checkpoint where session = ? and document = ? and revision <= ? order by revision desc',
      session,
      document,
      newest,
    )) {
      const [found] = this.all(
        'select revision, hash, bytes, packed from checkpoint where session = ? and document = ? and revision = ?',
        session,
        document,
        r.revision as number,
      )
      if (found && sha256(found.bytes as Uint8Array) === found.hash)
        return { revision: found.revision as number, packed: found.packed === 1, bytes: found.bytes as Uint8Array }
      warnings.push(
        `The checkpoint of ${document} at revision ${r.revision} is damaged; the hub falls back to the one before.`,
      )
    }
    return null
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

const gunzip = ({ packed, bytes }: { readonly packed: boolean; readonly bytes: Uint8Array }): Uint8Array =>
  packed ? new Uint8Array(gunzipSync(bytes)) : bytes
