/** What is written to the file, synchronous: runs in the worker of `sqlite.ts`. Node's own SQLite, WAL, `synchronous=FULL`: a commit is an fsync. */
import { DatabaseSync } from 'node:sqlite'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import { chain, chainAudit, chainStart, type Segment, sha256 } from './chain.ts'
import { prepareTables } from './schema.ts'
import { Shelves } from './shelves.ts'
import {
  type AuditRow,
  type Batch,
  type LinkRow,
  passingCheckpoints,
  type SessionRow,
  type SnapshotRow,
  StoreError,
} from './store.ts'

/** Called between the write and the commit of a batch of updates, and before the first: where tests pull the plug. */
export type Hook = (point: 'before-write' | 'before-commit' | 'after-commit') => void

/** A checkpoint on its way into the file: gzip of its bytes. */
export interface PackedCheckpoint {
  readonly document: DocumentName
  readonly revision: number
  readonly packed: Uint8Array
}

export class Tables extends Shelves {
  readonly #hook: Hook
  /** Hash of the newest row by session and document. */
  readonly #heads = new Map<string, string>()

  constructor(file: string, hook: Hook = () => {}) {
    const db = new DatabaseSync(file)
    try {
      prepareTables(db)
    } catch (error) {
      db.close()
      throw error
    }
    super(db)
    this.#hook = hook
  }

  create(row: SessionRow, links: readonly Pick<LinkRow, 'hash' | 'role'>[]): void {
    if (this.all('select id from session where id = ?', row.id).length > 0)
      throw new StoreError(`There is a session ${row.id} already.`)
    this.#whole(() => {
      this.run(
        'insert into session (id, name, media_dir, files, at) values (?, ?, ?, ?, ?)',
        row.id,
        row.name,
        row.mediaDir,
        JSON.stringify(row.files),
        row.at,
      )
      for (const link of links)
        this.run('insert into link (session, hash, role, id) values (?1, ?2, ?3, ?3)', row.id, link.hash, link.role)
    })
  }

  lease(session: string): number {
    return this.#whole(() => {
      const [row] = this.all('update session set epoch = epoch + 1 where id = ? returning epoch', session)
      if (!row) throw new StoreError(`There is no session ${session}.`)
      return row.epoch as number
    })
  }

  append(session: string, epoch: number, batch: Batch): void {
    if (batch.log.length > 0) this.#hook('before-write')
    this.#whole(() => {
      this.#own(session, epoch)
      this.#log(session, batch)
      for (const o of batch.owners)
        this.run(
          'insert or replace into owner (session, document, client, seat, refused) values (?, ?, ?, ?, ?)',
          session,
          o.document,
          o.client,
          o.seat,
          o.refused ? 1 : 0,
        )
      for (const s of batch.seats)
        this.run(
          'insert or replace into seat (session, id, hash, link, role, name) values (?, ?, ?, ?, ?, ?)',
          session,
          s.id,
          s.hash,
          s.link,
          s.role,
          s.name,
        )
      for (const a of batch.answers)
        this.run(
          'insert or ignore into answer (session, seat, id, body) values (?, ?, ?, ?)',
          session,
          a.seat,
          a.id,
          a.body,
        )
      this.#links(session, batch.links ?? [])
      this.#audit(session, batch.audit ?? [])
      if (batch.log.length > 0) this.#hook('before-commit')
    })
    if (batch.log.length > 0) this.#hook('after-commit')
  }

  putCheckpoint(session: string, epoch: number, { document, revision, packed }: PackedCheckpoint): void {
    this.#whole(() => {
      this.#own(session, epoch)
      this.run(
        'insert into checkpoint (session, document, revision, hash, bytes, packed) values (?1, ?2, ?3, ?4, ?5, 1) on conflict do update set hash = ?4, bytes = ?5, packed = 1',
        session,
        document,
        revision,
        sha256(packed),
        packed,
      )
      this.run(
        'delete from checkpoint where session = ?1 and document = ?2 and kept = 0 and revision not in (select revision from checkpoint where session = ?1 and document = ?2 order by revision desc limit ?3)',
        session,
        document,
        passingCheckpoints,
      )
    })
  }

  /** The segment takes the place of its rows, and the checkpoint at its end is kept for good. */
  putSegment(session: string, epoch: number, segment: Segment): void {
    const { document, first, last, before, hash, bytes } = segment
    this.#whole(() => {
      this.#own(session, epoch)
      this.run(
        'insert into segment (session, document, first, last, before, hash, bytes) values (?, ?, ?, ?, ?, ?, ?)',
        session,
        document,
        first,
        last,
        before,
        hash,
        bytes,
      )
      this.run('delete from log where session = ? and document = ? and revision <= ?', session, document, last)
      this.run(
        'update checkpoint set kept = 1 where session = ?1 and document = ?2 and revision = (select min(revision) from checkpoint where session = ?1 and document = ?2 and revision >= ?3)',
        session,
        document,
        last,
      )
    })
  }

  putSnapshot(session: string, epoch: number, { hash, bytes }: SnapshotRow): void {
    this.#whole(() => {
      this.#own(session, epoch)
      this.run('insert or ignore into snapshot (session, hash, bytes) values (?, ?, ?)', session, hash, bytes)
    })
  }

  sweepSnapshots(session: string, epoch: number, keep: readonly string[]): number {
    return this.#whole(() => {
      this.#own(session, epoch)
      const gone = this.all(
        'delete from snapshot where session = ? and hash not in (select value from json_each(?)) returning hash',
        session,
        JSON.stringify(keep),
      )
      return gone.length
    })
  }

  #log(session: string, batch: Batch): void {
    for (const r of batch.log) {
      const name = `${session} ${r.document}`
      const hash = chain(this.#heads.get(name) ?? this.head(session, r.document), r)
      this.#heads.set(name, hash)
      this.run(
        'insert into log (session, revision, document, seat, at, bytes, hash) values (?, ?, ?, ?, ?, ?, ?)',
        session,
        r.revision,
        r.document,
        r.seat,
        r.at,
        r.bytes,
        hash,
      )
    }
    const newest = batch.log.at(-1)?.at ?? 0
    this.run('update session set revision = ?, newest = max(newest, ?) where id = ?', batch.revision, newest, session)
  }

  #links(session: string, links: readonly LinkRow[]): void {
    for (const l of links)
      this.run(
        'insert or replace into link (session, hash, role, id, name, until, most, uses, revoked) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        session,
        l.hash,
        l.role,
        l.id,
        l.name,
        l.until,
        l.most,
        l.uses,
        l.revoked,
      )
  }

  #audit(session: string, lines: readonly AuditRow[]): void {
    if (lines.length === 0) return
    const [last] = this.all('select number, hash from audit where session = ? order by number desc limit 1', session)
    let [number, hash] = [(last?.number as number | undefined) ?? 0, (last?.hash as string | undefined) ?? chainStart]
    for (const line of lines) {
      hash = chainAudit(hash, ++number, line)
      this.run(
        'insert into audit (session, number, at, seat, what, detail, hash) values (?, ?, ?, ?, ?, ?, ?)',
        session,
        number,
        line.at,
        line.seat,
        line.what,
        line.detail,
        hash,
      )
    }
  }

  #own(session: string, epoch: number): void {
    const [row] = this.all('select epoch from session where id = ?', session)
    if (row?.epoch !== epoch) throw new StoreError(`Session ${session} has been taken over by another hub.`)
  }

  #whole<T>(write: () => T): T {
    this.db.exec('begin immediate')
    try {
      const value = write()
      this.db.exec('commit')
      return value
    } catch (error) {
      this.#heads.clear()
      if (this.db.isTransaction) this.db.exec('rollback')
      throw error
    }
  }
}
