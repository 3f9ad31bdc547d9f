/** What the hub asks of a store. One writer a session: whoever took the last lease; every write carries its epoch. */
import type { Role } from '../../shared/doc/session.ts'
import type { DocumentName } from '../../shared/wire/ticket.ts'

/** A session as it stands in the list; `files` says where the hub's library has each media, by media id. */
export interface SessionRow {
  readonly id: string
  readonly name: string
  /** Absolute folder the session was made from, or null. */
  readonly mediaDir: string | null
  readonly files: Readonly<Record<string, string>>
  /** Unix time, milliseconds. */
  readonly at: number
}

/** An invite link: only the hash of its key. */
export interface LinkRow {
  readonly hash: string
  readonly role: Role
  /** Eight characters, or the role's name for the link that each role has from the start. */
  readonly id: string
  readonly name: string
  /** Hub clock, milliseconds, from which on it lets nobody in; null: it does not end. */
  readonly until: number | null
  /** How many new seats may come by it; null: any number. */
  readonly most: number | null
  /** How many have. */
  readonly uses: number
  /** When it was withdrawn; null: it stands. */
  readonly revoked: number | null
}

/** One line of the audit: who, when, what. The store numbers and chains them. */
export interface AuditRow {
  readonly at: number
  /** Seat id, or `hub`. */
  readonly seat: string
  /** `command`, `refused` or `seat`. */
  readonly what: string
  readonly detail: string
}

export interface SeatRow {
  readonly id: string
  /** SHA-256 of the seat key, hex. */
  readonly hash: string
  /** Role of the link it came by first; the engineer may have changed the seat's own. */
  readonly link: Role
  readonly role: Role
  readonly name: string
}

/** Whose a Yjs client id is, for ever; `refused` while its suite has not begun again since a refusal. */
export interface OwnerRow {
  readonly document: DocumentName
  readonly client: number
  readonly seat: string
  readonly refused: boolean
}

/** One accepted update; `revision` counts them through all three documents. */
export interface LogRow {
  readonly revision: number
  readonly document: DocumentName
  /** Seat id, or `hub`. */
  readonly seat: string
  readonly at: number
  readonly bytes: Uint8Array
}

/** The answer a command was given, so that the same id is answered alike. */
export interface AnswerRow {
  readonly seat: string
  readonly id: string
  /** JSON. */
  readonly body: string
}

/** Whole state of one document after `revision`. */
export interface Checkpoint {
  readonly document: DocumentName
  readonly revision: number
  readonly bytes: Uint8Array
  /** Gzip of `bytes`, where somebody has packed them already. */
  readonly packed?: Uint8Array
}

/** What one tick brings; written whole or not at all. */
export interface Batch {
  readonly revision: number
  readonly log: readonly LogRow[]
  readonly owners: readonly OwnerRow[]
  readonly seats: readonly SeatRow[]
  readonly answers: readonly AnswerRow[]
  readonly links?: readonly LinkRow[]
  readonly audit?: readonly AuditRow[]
}

export interface Loaded {
  readonly revision: number
  /** Time of the newest update on disk, hub clock, milliseconds; 0: there is none. */
  readonly newest: number
  /** Newest good checkpoint of each document that has one. */
  readonly checkpoints: readonly Checkpoint[]
  /** What each document got after its checkpoint, in order. */
  readonly log: readonly LogRow[]
  readonly owners: readonly OwnerRow[]
  readonly seats: readonly SeatRow[]
  readonly links: readonly LinkRow[]
  /** The newest, at most 1,000. */
  readonly answers: readonly AnswerRow[]
  /** What was found damaged and passed over, a sentence each. */
  readonly warnings: readonly string[]
}

/** What a document was made of at a past revision: a checkpoint, and the updates after it. */
export interface Past {
  /** The newest sound checkpoint at or before the revision, or null: the log alone. */
  readonly checkpoint: Uint8Array | null
  /** True where the checkpoint is gzip. */
  readonly packed: boolean
  /** In order, up to and with the revision. */
  readonly log: readonly Uint8Array[]
}

/** The content of a snapshot, under the hash of what it unpacks to. */
export interface SnapshotRow {
  readonly hash: string
  /** Gzip of the content as `shared/doc/content.ts` prints it. */
  readonly bytes: Uint8Array
}

/** Every promise rejects with a `StoreError` when the store cannot; nothing is half written then. */
export interface Store {
  sessions(): Promise<readonly SessionRow[]>
  /** Makes a session with its links and its first batch. */
  create(row: SessionRow, links: readonly Pick<LinkRow, 'hash' | 'role'>[]): Promise<void>
  /** Takes the session over: the epoch to write with from now on; older epochs are refused. */
  lease(session: string): Promise<number>
  load(session: string): Promise<Loaded>
  /** On disk when it resolves. */
  append(session: string, epoch: number, batch: Batch): Promise<void>
  putCheckpoint(session: string, epoch: number, checkpoint: Checkpoint): Promise<void>
  /** Packs a document's log up to and with `to` into one segment, from which it reads as before; the checkpoint there is kept for good. */
  seal(session: string, epoch: number, document: DocumentName, to: number): Promise<void>
  /** How much of a document's log up to and with `to` is not sealed. */
  unsealed(
    session: string,
    document: DocumentName,
    to: number,
  ): Promise<{ readonly rows: number; readonly bytes: number }>
  /** What one document was made of at a revision. */
  past(session: string, document: DocumentName, revision: number): Promise<Past>
  /** Updates of one document after `from`, up to and with `to`, in order. */
  log(session: string, document: DocumentName, from: number, to: number): Promise<readonly LogRow[]>
  /** The newest revision of a document that is not younger than `at`, hub clock, milliseconds; 0: there is none. */
  revisionAt(session: string, document: DocumentName, at: number): Promise<number>
  /** Keeps a snapshot's content; one of that hash stays as it is. On disk when it resolves. */
  putSnapshot(session: string, epoch: number, snapshot: SnapshotRow): Promise<void>
  /** The content of this hash of this session, or null where there is none. */
  snapshot(session: string, hash: string): Promise<Uint8Array | null>
  /** Drops every snapshot content that is not in the list; how many. */
  sweepSnapshots(session: string, epoch: number, keep: readonly string[]): Promise<number>
  /** The newest lines of the audit, at most `most`, oldest first. */
  audit(session: string, most: number): Promise<readonly AuditRow[]>
  close(): Promise<void>
}

/** The store's own trouble, in a sentence; the session goes read-only until a write succeeds. */
export class StoreError extends Error {}

/** Where a test kills the hub: the store's own points, and the first one after them. `at` counts writes of updates from 1. */
export interface Fault {
  readonly point: 'before-write' | 'before-commit' | 'after-commit' | 'after-broadcast'
  readonly at: number
}

export const faultPoints: readonly Fault['point'][] = [
  'before-write',
  'before-commit',
  'after-commit',
  'after-broadcast',
]

/** Checkpoints of a document beside those that are kept for good: a damaged one falls back to the one before. */
export const passingCheckpoints = 3

/** Most answers kept for repeated commands. */
export const keptAnswers = 1000
