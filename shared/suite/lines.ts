/** A suite's three sockets: which lines there are, what they heard, how the link stands over all of them. */

import type { Value } from '../doc/grade.ts'
import { type Records, readRecords } from '../doc/records.ts'
import type { Session } from '../doc/session.ts'
import { readSession } from '../doc/session-read.ts'
import type { Message } from '../wire/messages.ts'
import type { Refusal } from '../wire/refusal.ts'
import type { ClientIds, DocumentName } from '../wire/ticket.ts'
import { Draft, type DraftOptions } from './draft.ts'
import { Line } from './line.ts'
import type { Unsaved } from './store.ts'
import type { LinkState } from './suite.ts'
import { type OfficeOptions, TicketOffice } from './ticket.ts'
import type { Timers } from './timers.ts'

export interface LinesOptions extends Omit<OfficeOptions, 'clientIds' | 'revision'> {
  readonly session: string
  readonly WebSocket: typeof WebSocket
  readonly random: () => number
  readonly timers: Timers
  readonly draft: (name: 'grade' | 'notes') => Omit<DraftOptions, 'name' | 'line' | 'timers'>
  readonly heard: (message: Message, line: Line) => void
  readonly changed: (line: Line) => void
  readonly sessionChanged: () => void
  readonly ended: (sentence: string) => void
}

/** A document refused hard more often than this within a minute is not begun again. */
const mostFreshStarts = 3

export class Lines {
  readonly grade: Draft
  readonly notes: Draft
  /** The last refusal heard: why a fresh document is on its way, while one is. */
  refusal: Refusal | null = null
  readonly #options: LinesOptions
  readonly #office: TicketOffice
  readonly #fresh: number[] = []
  #session: Line
  #read: Session | null = null
  #records: Records | null = null
  #ended: string | null = null
  #joined = false

  constructor(options: LinesOptions) {
    this.#options = options
    this.#office = new TicketOffice({
      ...options,
      clientIds: () => this.#clientIds(),
      // The most that any of the three holds: a hub that was brought back from before must know.
      revision: () => (this.#session ? Math.max(...this.all.map(({ revision }) => revision)) : 0),
    })
    this.#session = this.#line('session')
    this.grade = this.#draft('grade')
    this.notes = this.#draft('notes')
  }

  get all(): readonly Line[] {
    return [this.#session, this.grade.line, this.notes.line]
  }

  get session(): Line {
    return this.#session
  }

  /** Read once a change. */
  get sessionState(): Session {
    return (this.#read ??= readSession(this.#session.doc))
  }

  /** Read once a change. */
  get records(): Records {
    return (this.#records ??= readRecords(this.#session.doc))
  }

  get revision(): number {
    return Math.min(...this.all.map(({ revision }) => revision))
  }

  get synced(): boolean {
    return this.all.every(({ state }) => state === 'synced')
  }

  /** Own changes not yet said to be on the hub's disk. */
  get unsaved(): number {
    return this.grade.work.count + this.notes.work.count
  }

  /** Those changes, oldest first of each document. */
  get work(): readonly Unsaved[] {
    return [...this.grade.work.list, ...this.notes.work.list]
  }

  /** Why nothing of a document may be changed, whatever the rules say: the session is over, or the hub takes no word of this seat. */
  closed(document: 'grade' | 'notes', key: string): Refusal | null {
    if (this.#ended !== null) return { rule: 'ended', sentence: this.#ended, keys: [key], holder: null }
    return this[document].closed(key)
  }

  get link(): LinkState {
    if (this.#ended !== null) return { kind: 'ended', sentence: this.#ended }
    if (!this.#joined) return { kind: 'joining' }
    const states = this.all.map(({ state }) => state)
    const drafts = [this.grade, this.notes]
    if (this.refusal && drafts.some((draft) => draft.resetting && draft.line.state !== 'down'))
      return { kind: 'refused', refusal: this.refusal }
    if (states.includes('down')) return { kind: 'offline', pending: this.unsaved }
    if (drafts.some((draft) => draft.resetting)) return { kind: 'catching-up' }
    return states.includes('syncing') ? { kind: 'catching-up' } : { kind: 'live' }
  }

  joined(): void {
    this.#joined = true
  }

  open(): void {
    for (const line of this.all) line.open()
  }

  draftOf(line: Line): Draft | null {
    return this.grade.owns(line) ? this.grade : this.notes.owns(line) ? this.notes : null
  }

  /** Begins a document again: fresh, under a new client id, with a fresh ticket. `deaf`: the hub takes nothing more from the old one. */
  reset(line: Line, deaf = false): void {
    const draft = this.draftOf(line)
    if (draft) {
      // Further words on a socket that is being left are answered by the fresh one already on its way.
      if (draft.resetting && line === draft.line) return
      draft.reset(deaf)
      this.#office.renew()
      draft.open()
    } else if (line === this.#session) {
      line.close()
      this.#session = this.#line('session')
      this.#read = null
      this.#records = null
      this.#office.renew()
      this.#session.open()
    }
    this.#options.changed(line)
  }

  end(sentence: string): void {
    if (this.#ended !== null) return
    this.#ended = sentence
    this.#session.close()
    this.grade.close()
    this.notes.close()
    this.#options.ended(sentence)
  }

  #clientIds(): ClientIds {
    return { session: this.#session.doc.clientID, grade: this.grade.clientId, notes: this.notes.clientId }
  }

  #draft(name: 'grade' | 'notes'): Draft {
    return new Draft({
      ...this.#options.draft(name),
      name,
      timers: this.#options.timers,
      line: () => this.#line(name),
    })
  }

  #line(name: DocumentName): Line {
    const { hub, session, WebSocket, random, timers } = this.#options
    const line = new Line({
      name,
      hub,
      session,
      WebSocket,
      random,
      timers,
      office: this.#office,
      heard: this.#options.heard,
      changed: (changed) => {
        this.draftOf(changed)?.settle()
        this.#options.changed(changed)
      },
      ended: (code, sentence, ended) => this.#lineEnded(code, sentence, ended),
    })
    if (name === 'session')
      line.doc.getMap<Value>('session').observe(() => {
        this.#read = null
        this.#records = null
        this.#options.sessionChanged()
      })
    return line
  }

  #lineEnded(code: number, sentence: string, line: Line): void {
    if (this.#ended !== null || !(this.all.includes(line) || this.draftOf(line))) return
    const now = this.#options.clock()
    const recent = this.#fresh.filter((at) => now - at < 60_000)
    if (code === 4409 && recent.length < mostFreshStarts) {
      this.#fresh.push(now)
      this.reset(line)
    } else this.end(sentence || `The hub closed the link with code ${code}.`)
  }
}
