/** The store's SQL, synchronous: runs in the worker of `sqlite.ts`. Node's own SQLite, WAL, `synchronous=FULL`: a commit is an fsync. */
import { createHash } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import {
  type AnswerRow,
  type Batch,
  type Checkpoint,
  keptAnswers,
  type LinkRow,
  type Loaded,
  type LogRow,
  type OwnerRow,
  type Past,
  type SeatRow,
  type SessionRow,
  type SnapshotRow,
  StoreError,
} from './store.ts'

/** Raised with a named step whenever a table changes. */
const schemaVersion = 2

const schema = `
create table if not exists session (id text primary key, name text not null, media_dir text, files text not null, at integer not null, epoch integer not null default 0, revision integer not null default 0) strict;
create table if not exists link (session text not null, hash text not null, role text not null, primary key (session, hash)) strict, without rowid;
create table if not exists seat (session text not null, id text not null, hash text not null, link text not null, role text not null, name text not null, primary key (session, id)) strict, without rowid;
create table if not exists owner (session text not null, document text not null, client integer not null, seat text not null, refused integer not null, primary key (session, document, client)) strict, without rowid;
create table if not exists log (session text not null, revision integer not null, document text not null, seat text not null, at integer not null, bytes blob not null, primary key (session, revision)) strict;
create table if not exists checkpoint (session text not null, document text not null, revision integer not null, hash text not null, bytes blob not null, primary key (session, document, revision)) strict;
create table if not exists answer (number integer primary key, session text not null, seat text not null, id text not null, body text not null, unique (session, seat, id)) strict;
create table if not exists snapshot (session text not null, hash text not null, bytes blob not null, primary key (session, hash)) strict;
`

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const documents: readonly DocumentName[] = ['session', 'grade', 'notes']

type Row = Record<string, unknown>

/** Called between the write and the commit of a batch of updates, and before the first: where tests pull the plug. */
export type Hook = (point: 'before-write' | 'before-commit' | 'after-commit') => void

export class Tables {
  readonly #db: DatabaseSync
  readonly #hook: Hook
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: string, hook: Hook = () => {}) {
    this.#db = new DatabaseSync(file)
    this.#hook = hook
    this.#db.exec('pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=5000; pragma foreign_keys=on')
    const version = Number((this.#db.prepare('pragma user_version').get() as Row).user_version)
    if (version > schemaVersion)
      throw new StoreError(
        `The store is of version ${version}, this hub knows version ${schemaVersion}: start a newer hub.`,
      )
    this.#db.exec(`${schema} pragma user_version=${schemaVersion}`)
  }

  sessions(): SessionRow[] {
    return this.#all('select id, name, media_dir, files, at from session order by at, id').map((r) => ({
      id: r.id as string,
      name: r.name as string,
      mediaDir: r.media_dir as string | null,
      files: JSON.parse(r.files as string) as Record<string, string>,
      at: r.at as number,
    }))
  }

  create(row: SessionRow, links: readonly LinkRow[]): void {
    if (this.#all('select id from session where id = ?', row.id).length > 0)
      throw new StoreError(`There is a session ${row.id} already.`)
    this.#whole(() => {
      this.#run(
        'insert into session (id, name, media_dir, files, at) values (?, ?, ?, ?, ?)',
        row.id,
        row.name,
        row.mediaDir,
        JSON.stringify(row.files),
        row.at,
      )
      for (const link of links)
        this.#run('insert into link (session, hash, role) values (?, ?, ?)', row.id, link.hash, link.role)
    })
  }

  lease(session: string): number {
    return this.#whole(() => {
      const [row] = this.#all('update session set epoch = epoch + 1 where id = ? returning epoch', session)
      if (!row) throw new StoreError(`There is no session ${session}.`)
      return row.epoch as number
    })
  }

  load(session: string): Loaded {
    const [row] = this.#all('select revision from session where id = ?', session)
    if (!row) throw new StoreError(`There is no session ${session}.`)
    const warnings: string[] = []
    const checkpoints: Checkpoint[] = []
    const log: LogRow[] = []
    for (const document of documents) {
      const checkpoint = this.#checkpoint(session, document, warnings)
      if (checkpoint) checkpoints.push(checkpoint)
      for (const r of this.log(session, document, checkpoint?.revision ?? 0, Number.MAX_SAFE_INTEGER)) log.push(r)
    }
    const owners = this.#all('select document, client, seat, refused from owner where session = ?', session)
    const seats = this.#all('select id, hash, link, role, name from seat where session = ?', session)
    const links = this.#all('select hash, role from link where session = ?', session)
    const answers = this.#all(
      'select seat, id, body from answer where session = ? order by number desc limit ?',
      session,
      keptAnswers,
    )
    return {
      revision: row.revision as number,
      checkpoints,
      log: log.sort((a, b) => a.revision - b.revision),
      owners: owners.map((r) => ({ ...(r as unknown as OwnerRow), refused: r.refused === 1 })),
      seats: seats as unknown as SeatRow[],
      links: links as unknown as LinkRow[],
      answers: answers.reverse() as unknown as AnswerRow[],
      warnings,
    }
  }

  append(session: string, epoch: number, batch: Batch): void {
    if (batch.log.length > 0) this.#hook('before-write')
    this.#whole(() => {
      this.#own(session, epoch)
      for (const r of batch.log)
        this.#run(
          'insert into log (session, revision, document, seat, at, bytes) values (?, ?, ?, ?, ?, ?)',
          session,
          r.revision,
          r.document,
          r.seat,
          r.at,
          r.bytes,
        )
      this.#run('update session set revision = ? where id = ?', batch.revision, session)
      for (const o of batch.owners)
        this.#run(
          'insert or replace into owner (session, document, client, seat, refused) values (?, ?, ?, ?, ?)',
          session,
          o.document,
          o.client,
          o.seat,
          o.refused ? 1 : 0,
        )
      for (const s of batch.seats)
        this.#run(
          'insert or replace into seat (session, id, hash, link, role, name) values (?, ?, ?, ?, ?, ?)',
          session,
          s.id,
          s.hash,
          s.link,
          s.role,
          s.name,
        )
      for (const a of batch.answers)
        this.#run(
          'insert or ignore into answer (session, seat, id, body) values (?, ?, ?, ?)',
          session,
          a.seat,
          a.id,
          a.body,
        )
      if (batch.log.length > 0) this.#hook('before-commit')
    })
    if (batch.log.length > 0) this.#hook('after-commit')
  }

  putCheckpoint(session: string, epoch: number, { document, revision, bytes }: Checkpoint): void {
    this.#whole(() => {
      this.#own(session, epoch)
      this.#run(
        'insert or replace into checkpoint (session, document, revision, hash, bytes) values (?, ?, ?, ?, ?)',
        session,
        document,
        revision,
        sha256(bytes),
        bytes,
      )
      // Three are kept: a damaged one falls back to the one before, and the log holds everything since the first.
      this.#run(
        'delete from checkpoint where session = ?1 and document = ?2 and revision not in (select revision from checkpoint where session = ?1 and document = ?2 order by revision desc limit 3)',
        session,
        document,
      )
    })
  }

  past(session: string, document: DocumentName, revision: number): Past {
    if (this.#all('select id from session where id = ?', session).length === 0)
      throw new StoreError(`There is no session ${session}.`)
    const checkpoint = this.#checkpoint(session, document, [], revision)
    const log = this.log(session, document, checkpoint?.revision ?? 0, revision)
    return { checkpoint: checkpoint?.bytes ?? null, log: log.map((row) => row.bytes) }
  }

  log(session: string, document: DocumentName, from: number, to: number): LogRow[] {
    const rows = this.#all(
      'select revision, seat, at, bytes from log where session = ? and document = ? and revision > ? and revision <= ? order by revision',
      session,
      document,
      from,
      to,
    )
    return rows.map((r) => ({
      revision: r.revision as number,
      document,
      seat: r.seat as string,
      at: r.at as number,
      bytes: r.bytes as Uint8Array,
    }))
  }

  putSnapshot(session: string, epoch: number, { hash, bytes }: SnapshotRow): void {
    this.#whole(() => {
      this.#own(session, epoch)
      this.#run('insert or ignore into snapshot (session, hash, bytes) values (?, ?, ?)', session, hash, bytes)
    })
  }

  snapshot(session: string, hash: string): Uint8Array | null {
    const [row] = this.#all('select bytes from snapshot where session = ? and hash = ?', session, hash)
    return (row?.bytes as Uint8Array | undefined) ?? null
  }

  sweepSnapshots(session: string, epoch: number, keep: readonly string[]): number {
    return this.#whole(() => {
      this.#own(session, epoch)
      const list = JSON.stringify(keep)
      const gone = this.#all(
        'delete from snapshot where session = ? and hash not in (select value from json_each(?)) returning hash',
        session,
        list,
      )
      return gone.length
    })
  }

  close(): void {
    this.#db.close()
  }

  #checkpoint(
    session: string,
    document: DocumentName,
    warnings: string[],
    newest = Number.MAX_SAFE_INTEGER,
  ): Checkpoint | null {
    for (const r of this.#all(
      'select revision, hash, bytes from checkpoint where session = ? and document = ? and revision <= ? order by revision desc',
      session,
      document,
      newest,
    )) {
      if (sha256(r.bytes as Uint8Array) === r.hash)
        return { document, revision: r.revision as number, bytes: r.bytes as Uint8Array }
      warnings.push(
        `The checkpoint of ${document} at revision ${r.revision} is damaged; the hub falls back to the one before.`,
      )
    }
    return null
  }

  #own(session: string, epoch: number): void {
    const [row] = this.#all('select epoch from session where id = ?', session)
    if (row?.epoch !== epoch) throw new StoreError(`Session ${session} has been taken over by another hub.`)
  }

  #whole<T>(write: () => T): T {
    this.#db.exec('begin immediate')
    try {
      const value = write()
      this.#db.exec('commit')
      return value
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback')
      throw error
    }
  }

  #all(sql: string, ...values: (string | number | null)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  #run(sql: string, ...values: (string | number | null | Uint8Array)[]): void {
    this.#prepare(sql).run(...values)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
