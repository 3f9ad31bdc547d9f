import type { WebSocket } from 'ws'
import type { Value } from '../shared/doc/grade.ts'
import type { SessionWrites } from '../shared/doc/session-edit.ts'
import { patchSession } from '../shared/doc/session-patch.ts'
import { readSession } from '../shared/doc/session-read.ts'
import { type Asking, type Holds, judge } from '../shared/policy/judge.ts'
import { roles } from '../shared/policy/roles.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { type DocumentName, documents } from '../shared/wire/ticket.ts'
import { CLOSE } from '../shared/wire/version.ts'
import { Archive } from './archive/archive.ts'
import { Audit } from './audit.ts'
import { Checkpoints } from './checkpoints.ts'
import { HubDocument } from './document.ts'
import { FirstState } from './first-state.ts'
import { greet } from './greet.ts'
import { Journal } from './journal.ts'
import { Links } from './links.ts'
import { LiveBoard } from './live.ts'
import { Owners, Strikes } from './owners.ts'
import { People } from './people.ts'
import { PresenceBoard } from './presence.ts'
import { full, Quota } from './quota.ts'
import { Reach } from './reach.ts'
import { Relay } from './relay.ts'
import { receive } from './route.ts'
import { type Joining, Seat } from './seat.ts'
import { Sockets } from './sockets.ts'
import { type Batch, keptAnswers, type Loaded, type SessionRow, type Store } from './store/store.ts'
import { printSync } from './sync-frames.ts'
import { Policy } from './verdict.ts'
import { Welcome } from './welcome.ts'

export interface SessionOptions {
  /** Hub clock, milliseconds since 1970, never going back. */
  readonly now: () => number
  readonly engine: string
  /** One line to the log; never a secret. */
  readonly log: (line: string) => void
  /** After a batch has been sent to everybody: where tests kill the hub. */
  readonly told?: (batch: Batch) => void
  /** Folder of all sessions' blobs; null: a temporary one. */
  readonly blobs?: string | null
  /** Number of sockets beyond which what is saved is told in gathered words; absent: sixty. */
  readonly crowd?: number
  /** Bytes of a long frame that go out at once; absent: half a megabyte. */
  readonly slice?: number
}

/** A stock client names its id within this time. */
const nameMs = 5000
const tooMuch = 'This seat has written more than a session can take; it may come back in some minutes.'

export class Session {
  readonly row: SessionRow
  readonly options: SessionOptions
  readonly relay = new Relay((frame, but) => this.#sockets.send('session', frame, but))
  readonly presence = new PresenceBoard((frame) => this.#sockets.send('session', frame, null, true))
  readonly live: LiveBoard
  readonly archive: Archive
  /** The sentence for everybody while the store cannot write; null: it can. */
  readOnly: string | null = null
  /** Time of the newest change on disk when the session was loaded, hub clock, milliseconds. */
  newest = 0
  documents!: Readonly<Record<DocumentName, HubDocument>>
  journal!: Journal
  policy!: Policy
  readonly people = new People()
  readonly answers = new Map<string, string>()
  readonly hard: Strikes
  readonly quota: Quota
  readonly links = new Links()
  readonly audit: Audit
  /** What somebody who joins is sent. */
  firsts!: Readonly<Record<DocumentName, FirstState>>
  readonly welcome = new Welcome(this)
  readonly #owners = new Owners()
  readonly #sockets: Sockets
  readonly #authors = new Map<number, Seat>()
  readonly #store: Store
  #epoch = 0
  #checkpoints!: Checkpoints
  #closed = false
  /** What is in memory is not what is on disk: nobody may see it. */
  #loading = false

  private constructor(store: Store, row: SessionRow, options: SessionOptions) {
    this.#store = store
    this.row = row
    this.options = options
    this.#sockets = new Sockets(options.crowd, options.slice)
    this.hard = new Strikes(options.now)
    this.archive = new Archive(store, row.id, options.blobs ?? null, options.now)
    this.quota = new Quota(options.now)
    this.audit = new Audit((row) => this.journal.audit(row), options.now, [this.people, this.links])
    this.live = new LiveBoard({
      now: options.now,
      judge: (seat, key, value) => this.judge(seat, key, value),
      nameOf: (id) => this.people.get(id)?.name ?? id,
      send: (frame, but) => this.#sockets.live(frame, but),
      readers: () => this.#sockets.all.size / documents.length,
      after: (run) => this.journal.after((written) => written && run()),
    })
  }

  /** Takes the session over and loads it. Rejects with a sentence where the store cannot or the stored documents are not sound. */
  static async open(store: Store, row: SessionRow, options: SessionOptions): Promise<Session> {
    const session = new Session(store, row, options)
    session.#epoch = await store.lease(row.id)
    session.#checkpoints = new Checkpoints({
      store,
      history: session.archive.history,
      session: row.id,
      epoch: session.#epoch,
      log: options.log,
      put: (document, state) => session.firsts[document].rebase(state),
    })
    await session.#load()
    await session.archive.open(session)
    session.#sockets.open()
    return session
  }

  get epoch(): number {
    return this.#epoch
  }

  get sockets(): ReadonlySet<Seat> {
    return this.#sockets.all
  }

  /** Time spent so far on what goes out to many at once, milliseconds: nobody in particular is charged for it. */
  get sharedMs(): number {
    return this.#sockets.sharedMs
  }

  asking(seatId: string): Asking {
    return this.people.asking(seatId)
  }

  /** Whether this document takes structs from this seat at all. */
  writes(seat: Seat): boolean {
    const may = roles[this.asking(seat.id).role]
    return seat.document === 'grade' ? may.grade !== false : seat.document === 'notes' && may.note !== false
  }

  /** `brought`: what the same update has set before. */
  judge(seat: Seat, key: string, value: Value | null, brought?: Holds): Refusal | null {
    const refusal = this.policy.judge(this.asking(seat.id), seat.acknowledged, seat.document, key, value, brought)
    return refusal ?? (value === null ? null : full(this.documents[seat.document], key))
  }

  /** The refusal of a document that takes nothing from this seat. */
  closed(seat: Seat): Refusal {
    return (
      judge(this.asking(seat.id), this.policy.view, seat.document, '', null) ?? {
        rule: 'role',
        sentence: 'This document is read only.',
        keys: [],
        holder: null,
      }
    )
  }

  /** A client id is a seat's for ever; false where it is another's, the hub's own, or stands in the document from before. */
  claim(seatId: string, document: DocumentName, client: number): boolean {
    return this.#owners.claim(seatId, this.documents[document], client)
  }

  owns(seat: Seat, client: number): boolean {
    return this.#owners.find(seat.document, client)?.seat === seat.id
  }

  /** The id has written its first struct: its owner goes to disk with it. */
  own(seat: Seat, client: number): void {
    const row = this.#owners.find(seat.document, client)
    if (row) this.journal.owner(row)
  }

  /** Takes an accepted update in; the revision it gets. */
  record(seat: Seat, bytes: Uint8Array): number {
    const revision = this.journal.record({
      document: seat.document,
      seat: seat.id,
      at: Math.round(this.options.now()),
      bytes,
    })
    this.#authors.set(revision, seat)
    this.quota.spend(seat.id, bytes.length)
    if (this.quota.spent(seat.id)) seat.close(CLOSE.tooMany, tooMuch)
    return revision
  }

  /** The hub's own writing in the session document, in answer to a command of `seatId`; null where nothing changes. */
  write(seatId: string, writes: SessionWrites): number | null {
    const { doc } = this.documents.session
    const root = doc.getMap<Value>('session')
    const bytes = this.documents.session.write(() => {
      for (const [key, value] of writes) {
        if (value === null) root.delete(key)
        else if (JSON.stringify(root.get(key)) !== JSON.stringify(value)) root.set(key, value)
      }
    })
    if (!bytes) return null
    const revision = this.journal.record({
      document: 'session',
      seat: seatId,
      at: Math.round(this.options.now()),
      bytes,
    })
    if (this.policy.update(patchSession(this.policy.view, writes) ?? readSession(doc))) {
      const { number } = this.policy
      this.journal.after((written) => {
        if (written)
          for (const seat of this.sockets) if (seat.document !== 'session') seat.tell({ kind: 'policy', number })
      })
    }
    return revision
  }

  /** Soft: told, and reset; the client ids that were refused are reset again on return, until a fresh one comes. */
  refuse(seat: Seat, refusals: readonly Refusal[]): void {
    if (!seat.stock && this.readOnly === null)
      for (const client of seat.owned) {
        const row = this.#owners.refuse(seat.id, seat.document, client)
        if (this.documents[seat.document].doc.store.clients.has(client)) this.journal.owner(row)
      }
    this.audit.refused(seat.id, seat.document, refusals)
    seat.refuse(refusals)
  }

  /** Its document holds what this hub never had: it must begin again, and nothing of it is taken in. */
  outrun(seat: Seat): void {
    seat.ahead = true
    this.options.log(
      `session ${this.row.id}: seat ${seat.id} has seen revision ${seat.seen} and the hub stands at ${this.journal.saved}, so a backup was brought back: its suite begins ${seat.document} again`,
    )
    seat.tell({ kind: 'reset' })
  }

  /** Hard: told, and closed for good. */
  refuseHard(seat: Seat, why: Refusal | string): void {
    const refusal = typeof why === 'string' ? { rule: 'grammar', sentence: why, keys: [], holder: null } : why
    this.options.log(`session ${this.row.id}: seat ${seat.id} refused hard on ${seat.document}: ${refusal.rule}`)
    this.audit.refused(seat.id, seat.document, [refusal])
    if (this.hard.strike(seat.id)) seat.refuseHard(refusal)
    else seat.close(CLOSE.tooMany, 'Too many refused messages.')
  }

  /** The hub has failed at something this socket sent: it is closed, and the session begins again from what is on disk. */
  distrust(seat: Seat, error: unknown): void {
    this.options.log(
      `session ${this.row.id}: a bug of the hub: ${error instanceof Error ? error.stack : String(error)}`,
    )
    seat.close(CLOSE.refused, 'The hub has failed at this message.')
    void this.#fail('The hub has failed at a message and begins again from what is on disk.')
  }

  /** A socket whose ticket was good. */
  join(socket: WebSocket, { seat: seatId, document, client, stock, revision, via }: Joining): void {
    const seat = new Seat(socket, seatId, document, stock, this.options.now, this.#sockets.pump)
    if (this.#loading || this.#closed) {
      seat.close(CLOSE.closing, 'The session is not open yet.')
      return
    }
    if (client !== null) {
      for (const other of this.sockets)
        if (other.document === document && other.owned.has(client))
          other.close(CLOSE.behind, 'The same suite has come back on another socket.')
      seat.owned.add(client)
    }
    this.#sockets.add(seat)
    const naming = stock
      ? setTimeout(
          () =>
            seat.owned.size === 0 &&
            this.writes(seat) &&
            seat.close(CLOSE.refused, 'The client has not named its id by its awareness.'),
          nameMs,
        )
      : null
    socket.on('message', (data: Buffer, binary: boolean) => receive(this, seat, data, binary))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (naming) clearTimeout(naming)
      this.#leave(seat)
    })
    seat.via = via ?? ''
    seat.seen = stock || revision <= this.journal.saved ? 0 : revision
    greet(this, seat, client !== null && (this.#owners.find(document, client)?.refused ?? false))
  }

  /** Resolves when every socket is closed and everything is on disk, with a checkpoint of each document. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#sockets.close('The hub is closing.')
    this.live.close()
    this.presence.close()
    await this.#checkpoints.close()
    await this.archive.close()
    await this.journal.settle()
    if (this.readOnly !== null) return
    for (const document of this.#checkpoints.changed) {
      const revision = this.journal.saved
      const bytes = this.documents[document].encode()
      await this.#store.putCheckpoint(this.row.id, this.#epoch, { document, revision, bytes })
    }
  }

  #leave(seat: Seat): void {
    seat.leave()
    if (!this.#sockets.delete(seat)) return
    this.presence.leave(seat)
    if (![...this.sockets].some((other) => other.id === seat.id && other.document === 'session'))
      this.relay.leave(seat.id)
  }

  async #load(): Promise<void> {
    const loaded = await this.#store.load(this.row.id)
    for (const warning of loaded.warnings) this.options.log(`session ${this.row.id}: ${warning}`)
    const load = (name: DocumentName): HubDocument => HubDocument.load(name, loaded)
    this.documents = { session: load('session'), grade: load('grade'), notes: load('notes') }
    const first = (name: DocumentName): FirstState => FirstState.load(name, loaded)
    this.firsts = { session: first('session'), grade: first('grade'), notes: first('notes') }
    this.#remember(loaded)
    this.newest = loaded.newest
    const view = readSession(this.documents.session.doc)
    this.policy = new Policy(view, this.options.now, new Reach(this.documents))
    this.journal = new Journal(this.#store, this.row.id, this.#epoch, loaded.revision, {
      taken: () => {
        for (const seat of this.sockets) seat.heardTaken = seat.heard
      },
      saved: (batch) => this.#broadcast(batch),
      told: (batch) => {
        this.#sockets.saved(batch.revision)
        this.options.told?.(batch)
      },
      failed: (sentence) => void this.#fail(sentence),
    })
    this.#checkpoints.open(loaded)
  }

  #remember(loaded: Loaded): void {
    this.people.clear()
    this.answers.clear()
    this.links.load(loaded.links)
    for (const row of loaded.seats) this.people.set(row.id, row)
    this.#owners.load(loaded.owners)
    for (const row of loaded.answers.slice(-keptAnswers)) this.answers.set(`${row.seat} ${row.id}`, row.body)
  }

  /** On disk: each document's sockets get what the tick brought, but for the one that wrote all of it. */
  #broadcast(batch: Batch): void {
    for (const document of documents) {
      const rows = batch.log.filter((row) => row.document === document)
      if (rows.length === 0) continue
      for (const row of rows) this.firsts[document].add(row)
      const authors = new Set(rows.map((row) => this.#authors.get(row.revision) ?? null))
      const only = authors.size === 1 ? [...authors][0]! : null
      this.#sockets.update(document, printSync(2, HubDocument.merge(rows.map((row) => row.bytes))), only)
    }
    for (const row of batch.log) this.#authors.delete(row.revision)
    this.#checkpoints.count(batch)
  }

  /** Nothing of a failed batch was sent: memory is dropped and loaded again, read-only until a write succeeds. */
  async #fail(sentence: string): Promise<void> {
    this.readOnly = sentence
    this.options.log(`session ${this.row.id}: read only: ${sentence}`)
    this.#authors.clear()
    this.live.close()
    this.welcome.clear()
    if (this.#loading) return
    this.#loading = true
    this.#sockets.closeAll('The hub could not write and begins again from what is on disk.')
    await this.journal.settle()
    for (let waitMs = 100; !this.#closed; waitMs = Math.min(2000, waitMs * 2)) {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      try {
        if (this.#loading) await this.#load()
        this.#loading = false
        await this.#store.append(this.row.id, this.#epoch, {
          revision: this.journal.saved,
          log: [],
          owners: [],
          seats: [],
          answers: [],
        })
        break
      } catch (error) {
        this.readOnly = error instanceof Error ? error.message : String(error)
      }
    }
    if (this.#closed) return
    this.readOnly = null
    this.options.log(`session ${this.row.id}: the store writes again`)
    this.#sockets.closeAll('The hub writes again; come back for a fresh start.', (seat) => seat.deaf)
  }
}
