/** A store that forgets when the process ends. */

import type { DocumentName } from '../../shared/wire/ticket.ts'
import { roleLink } from '../links.ts'
import {
  type AnswerRow,
  type AuditRow,
  type Batch,
  type Checkpoint,
  keptAnswers,
  type LinkRow,
  type Loaded,
  type LogRow,
  type OwnerRow,
  type SeatRow,
  type SessionRow,
  type Store,
  StoreError,
} from './store.ts'

interface Shelf {
  readonly row: SessionRow
  readonly links: Map<string, LinkRow>
  readonly audit: AuditRow[]
  epoch: number
  revision: number
  newest: number
  readonly log: LogRow[]
  readonly checkpoints: Checkpoint[]
  /** Revision up to which a document is sealed. */
  readonly sealed: Map<DocumentName, number>
  readonly owners: Map<string, OwnerRow>
  readonly seats: Map<string, SeatRow>
  readonly answers: AnswerRow[]
  readonly snapshots: Map<string, Uint8Array>
}

export function openMemory(): Store {
  const shelves = new Map<string, Shelf>()
  const shelf = (session: string, epoch?: number): Shelf => {
    const found = shelves.get(session)
    if (!found) throw new StoreError(`There is no session ${session}.`)
    if (epoch !== undefined && epoch !== found.epoch)
      throw new StoreError(`Session ${session} has been taken over by another hub.`)
    return found
  }
  return {
    async sessions() {
      return [...shelves.values()].map(({ row }) => row)
    },
    async create(row, links) {
      if (shelves.has(row.id)) throw new StoreError(`There is a session ${row.id} already.`)
      shelves.set(row.id, {
        row,
        links: new Map(links.map(({ hash, role }) => [hash, roleLink(hash, role)])),
        audit: [],
        epoch: 0,
        revision: 0,
        newest: 0,
        log: [],
        checkpoints: [],
        sealed: new Map(),
        owners: new Map(),
        seats: new Map(),
        answers: [],
        snapshots: new Map(),
      })
    },
    async lease(session) {
      return ++shelf(session).epoch
    },
    async load(session): Promise<Loaded> {
      const { revision, newest: at, log, checkpoints, owners, seats, links, answers } = shelf(session)
      const newest = new Map(checkpoints.map((c) => [c.document, c]))
      return {
        revision,
        newest: at,
        checkpoints: [...newest.values()],
        log: log.filter((r) => r.revision > (newest.get(r.document)?.revision ?? 0)),
        owners: [...owners.values()],
        seats: [...seats.values()],
        links: [...links.values()],
        answers: answers.slice(-keptAnswers),
        warnings: [],
      }
    },
    async append(session, epoch, batch: Batch) {
      const to = shelf(session, epoch)
      if (batch.log.some((r) => r.revision <= to.revision))
        throw new StoreError(`Revision ${to.revision} of session ${session} is written already.`)
      to.revision = batch.revision
      to.newest = Math.max(to.newest, batch.log.at(-1)?.at ?? 0)
      to.log.push(...batch.log)
      to.answers.push(...batch.answers)
      for (const link of batch.links ?? []) to.links.set(link.hash, link)
      to.audit.push(...(batch.audit ?? []))
      for (const owner of batch.owners) to.owners.set(`${owner.document} ${owner.client}`, owner)
      for (const seat of batch.seats) to.seats.set(seat.id, seat)
    },
    async putCheckpoint(session, epoch, { document, revision, bytes }) {
      shelf(session, epoch).checkpoints.push({ document, revision, bytes })
    },
    async seal(session, epoch, document, to) {
      const { sealed } = shelf(session, epoch)
      sealed.set(document, Math.max(to, sealed.get(document) ?? 0))
    },
    async unsealed(session, document, to) {
      const { log, sealed } = shelf(session)
      const rows = log.filter(
        (r) => r.document === document && r.revision > (sealed.get(document) ?? 0) && r.revision <= to,
      )
      return { rows: rows.length, bytes: rows.reduce((sum, r) => sum + r.bytes.length, 0) }
    },
    async past(session, document, revision) {
      const { log, checkpoints } = shelf(session)
      const checkpoint = checkpoints.findLast((c) => c.document === document && c.revision <= revision)
      const after = log.filter(
        (r) => r.document === document && r.revision > (checkpoint?.revision ?? 0) && r.revision <= revision,
      )
      return { checkpoint: checkpoint?.bytes ?? null, packed: false, log: after.map((r) => r.bytes) }
    },
    async log(session, document, from, to) {
      return shelf(session).log.filter((r) => r.document === document && r.revision > from && r.revision <= to)
    },
    async revisionAt(session, document, at) {
      return shelf(session).log.findLast((r) => r.document === document && r.at <= at)?.revision ?? 0
    },
    async putSnapshot(session, epoch, { hash, bytes }) {
      const { snapshots } = shelf(session, epoch)
      if (!snapshots.has(hash)) snapshots.set(hash, bytes)
    },
    async snapshot(session, hash) {
      return shelf(session).snapshots.get(hash) ?? null
    },
    async sweepSnapshots(session, epoch, keep) {
      const { snapshots } = shelf(session, epoch)
      const gone = [...snapshots.keys()].filter((hash) => !keep.includes(hash))
      for (const hash of gone) snapshots.delete(hash)
      return gone.length
    },
    async audit(session, most) {
      return shelf(session).audit.slice(-most)
    },
    async close() {},
  }
}
