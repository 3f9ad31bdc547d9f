/** The suite itself: lines, drafts, overlays, hand, pace and rooms put together; what `suite.ts` promises. */
import { drawId, type GradeWriter } from '../doc/edit.ts'
import type { Entries, Level, Value } from '../doc/grade.ts'
import { Layered } from '../doc/read.ts'
import type { Role, Session } from '../doc/session.ts'
import { judge } from '../policy/judge.ts'
import type { MatchState, Receipt, Message as WireMessage } from '../wire/messages.ts'
import type { Refusal } from '../wire/refusal.ts'
import { Attendance } from './attendance.ts'
import { Calls } from './calls.ts'
import { Foot } from './foot.ts'
import { Hand } from './hand.ts'
import type { JoinOptions } from './join.ts'
import { Keeper } from './keeper.ts'
import type { Line } from './line.ts'
import { Lines } from './lines.ts'
import { type ChangeKind, Listeners } from './listeners.ts'
import { readNotes, writeNote } from './notes.ts'
import { Overlays } from './overlay.ts'
import { Pace } from './pace.ts'
import { touches } from './receipt.ts'
import type { Kept, SuiteStore } from './store.ts'
import type { LinkState, Message, Note, RoomState, Scrub, Suite } from './suite.ts'
import type { Timers } from './timers.ts'

export interface LiveOptions extends JoinOptions {
  readonly store: SuiteStore
  readonly timers: Timers
  readonly kept: Kept
  readonly joined: () => void
  readonly refused: (sentence: string) => void
  readonly waiting: (sentence: string) => void
}

export class LiveSuite implements Suite {
  seat = ''
  readonly #options: LiveOptions
  readonly #lines: Lines
  readonly #overlays = new Overlays()
  readonly #hand: Hand
  readonly #pace: Pace
  readonly #calls: Calls
  readonly #keeper: Keeper
  readonly #attendance: Attendance
  readonly #kinds = new Listeners<ChangeKind>()
  readonly #keys = new Listeners<string>()
  /** Who was last seen moving a key: whose value it was that stood. */
  readonly #movers = new Map<string, string>()
  readonly #stops: (() => void)[] = []
  #role: Role = 'observer'
  #seatKey: string | null
  #joined = false
  #left = false
  #entries: Entries | null = null
  #drawn: Entries | null = null
  #notes: readonly Note[] | null = null
  readonly #foot = new Foot(
    () => this.hubNow(),
    () => this.#kinds.tell('messages'),
  )
  #barriers: { readonly line: Line; readonly number: number }[] = []

  constructor(options: LiveOptions) {
    const { clock, timers } = (this.#options = options)
    this.#seatKey = options.kept.seatKey
    const work = () => [...this.#lines.grade.work.list, ...this.#lines.notes.work.list]
    const kept = () => ({ seatKey: this.#seatKey, unsaved: work() })
    this.#keeper = new Keeper(options.store, options.session, kept, timers, (sentence) => this.tell(sentence))
    this.#lines = new Lines({
      ...options,
      seatKey: options.kept.seatKey,
      heard: (message, line) => this.#hear(message, line),
      changed: (line) => this.#lineChanged(line),
      sessionChanged: () => this.#sessionChanged(),
      ended: (sentence) => this.#end(sentence),
      ticket: ({ seat, role, seatKey }) => {
        this.seat = seat
        this.#role = role
        if (seatKey !== this.#seatKey) {
          this.#seatKey = seatKey
          this.#keeper.touch()
        }
      },
      later: options.waiting,
      draft: (name) => ({
        may: (key, value) => this.#judge(name, key, value) === null,
        changed: (keys) => (name === 'grade' ? this.#gradeChanged(keys) : this.#notesChanged()),
        lost: (lost) =>
          this.#foot.tellLost(lost, (key) => this.session.seats.get(this.#movers.get(key) ?? '')?.name ?? null),
        unsaved: () => this.#keeper.touch(),
        leftOut: (label, keys) =>
          this.tell(`${label} was not put back, because it was changed or closed meanwhile: ${keys.join(', ')}.`),
      }),
    })
    this.#hand = new Hand(this.#lines.grade, this.#overlays, {
      seat: () => this.seat,
      may: (key, value) => this.may(key, value),
      clock,
      timers,
      draw: this.#draw,
      drawn: (keys) => this.#gradeChanged(keys, true),
      say: (drag, seq, values) =>
        !this.#lines.grade.line.slow &&
        this.#lines.grade.line.send({ kind: 'live', seat: '', drag, seq, values: [...values] }),
      sayEnd: (drag) => this.#lines.grade.line.send({ kind: 'live-end', seat: '', drag, revision: 0 }),
      tell: (sentence) => this.tell(sentence),
    })
    this.#pace = new Pace({
      clock,
      timers,
      seat: () => this.seat,
      session: () => this.session,
      send: (message) => this.#lines.session.send(message),
      changed: () => {
        this.#attendance.touch()
        this.#kinds.tell('cue')
      },
    })
    this.#calls = new Calls((message) => this.#lines.session.send(message), timers)
    this.#attendance = new Attendance({
      timers,
      pace: this.#pace,
      seat: () => this.seat,
      session: () => this.session,
      line: () => this.#lines.session,
      changed: () => this.#kinds.tell('rooms'),
    })
    this.#attendance.attend(this.#lines.session)
    this.#stops.push(timers.every(500, () => this.#gradeChanged(this.#overlays.expire(clock()), true)))
  }

  /** Called once by `joinSuite`. */
  open(): void {
    this.#lines.open()
  }

  get seatKey(): string {
    return this.#seatKey ?? ''
  }
  get role(): Role {
    return this.session.seats.get(this.seat)?.role ?? this.#role
  }
  get link(): LinkState {
    return this.#lines.link
  }
  get revision(): number {
    return this.#lines.revision
  }
  get session(): Session {
    return this.#lines.sessionState
  }
  get entries(): Entries {
    return (this.#entries ??= new Layered(this.#lines.grade.entries, new Map()))
  }
  get drawn(): Entries {
    return (this.#drawn ??= new Layered(this.#lines.grade.entries, this.#overlays.values))
  }
  get notes(): readonly Note[] {
    return (this.#notes ??= readNotes(this.#lines.notes.entries))
  }
  get rooms(): readonly RoomState[] {
    return this.#attendance.rooms
  }
  get me(): RoomState {
    return this.#attendance.me(this.link.kind === 'live')
  }
  get matches(): ReadonlyMap<string, ReadonlyMap<string, MatchState>> {
    return this.#attendance.matches
  }
  get cue() {
    return this.#pace.playhead.cue
  }
  get adjusting(): ReadonlyMap<string, { readonly seat: string; readonly name: string }> {
    const { seats } = this.session
    return new Map(
      [...this.#overlays.holders()].map(([key, seat]) => [key, { seat, name: seats.get(seat)?.name ?? seat }] as const),
    )
  }
  get messages(): readonly Message[] {
    return this.#foot.messages
  }

  on(kind: ChangeKind, hear: () => void): () => void {
    return this.#kinds.on(kind, hear)
  }
  onKey(key: string, hear: () => void): () => void {
    return this.#keys.on(key, hear)
  }

  may(key: string, value: Value | null): Refusal | null {
    return this.#judge('grade', key, value)
  }
  edit(level: Level, label: string, write: (grade: GradeWriter) => void): Refusal | null {
    return this.#hand.edit(level, label, write)
  }
  writesOf(write: (grade: GradeWriter) => void): ReadonlyMap<string, Value | null> {
    return this.#hand.writesOf(write)
  }
  scrub(level: Level, label: string): Scrub {
    return this.#hand.scrub(level, label)
  }
  undo(level: Level) {
    return this.#hand.undo(level)
  }
  redo(level: Level) {
    return this.#hand.redo(level)
  }
  undoDepth(level: Level): number {
    return this.#hand.depth(level)
  }

  note(text: string, { clip, frame }: { readonly clip: string; readonly frame: number }): void {
    const id = drawId(this.#draw)
    const writes = writeNote({ id, seat: this.seat, text, clip, frame, revision: this.revision, at: this.hubNow() })
    const refusal = [...writes].map(([key, value]) => this.#judge('notes', key, value)).find((no) => no !== null)
    if (refusal) this.tell(refusal.sentence)
    else this.#lines.notes.write('note', writes)
  }

  command(verb: string, args: Readonly<Record<string, unknown>>) {
    return this.#calls.ask(drawId(this.#draw), verb, args)
  }

  hubNow(): number {
    return this.#pace.hubNow
  }
  drive(cue: Parameters<Suite['drive']>[0]): void {
    if (this.#pace.drives) this.#pace.drive(cue)
    else this.tell('The playhead of all is the driver’s: take the wheel first.')
  }
  follow(on: boolean): void {
    this.#pace.playhead.follow(on, this.#pace.ground)
    this.#moved()
  }
  get following(): boolean {
    return this.#pace.playhead.following
  }
  seek(frame: number): void {
    this.#move(frame, false)
  }
  play(on: boolean): void {
    this.#move(this.frameNow(), on)
  }
  frameNow(): number {
    return this.#pace.now.frame
  }
  get playing(): boolean {
    return this.#pace.now.playing
  }
  point(at: readonly [number, number] | null): void {
    this.#attendance.point(at)
  }

  report(receipt: Receipt): void {
    if (!touches(receipt.clip, this.adjusting, this.session, this.entries)) this.#attendance.report(receipt)
  }

  match(states: ReadonlyMap<string, MatchState>): void {
    this.#attendance.match(states)
  }

  leave(): void {
    if (this.#left) return
    this.#left = true
    this.#hand.letGo()
    this.#keeper.now()
    this.#lines.end('You have left the session.')
  }

  /** A sentence for the foot. */
  tell(sentence: string): void {
    this.#foot.tell(sentence)
  }

  readonly #draw = (below: number): number => Math.floor(this.#options.random() * below)

  #judge(document: 'grade' | 'notes', key: string, value: Value | null): Refusal | null {
    const { seat, role } = this
    return judge({ id: seat, name: this.session.seats.get(seat)?.name ?? '', role }, this.session, document, key, value)
  }

  /** With the wheel in hand one's own playhead is everybody's. */
  #move(frame: number, playing: boolean): void {
    if (this.#pace.drives && this.following) this.#pace.drive({ frame, playing })
    else {
      this.#pace.playhead.seek(this.#pace.ground, frame, playing)
      this.#moved()
    }
  }

  #moved(): void {
    this.#attendance.touch()
    this.#kinds.tell('cue')
  }

  #hear(message: WireMessage, line: Line): void {
    const draft = this.#lines.draftOf(line)
    if (message.kind === 'hello') this.#greeted(message.epoch, line)
    else if (message.kind === 'saved') {
      draft?.saved(line, message.heard)
      this.#kinds.tell('revision')
    } else if (message.kind === 'refused') {
      draft?.work.refuse(message.refusal.keys)
      if (draft === this.#lines.grade) this.#hand.refuse(message.refusal.keys)
      this.#lines.refusal = message.refusal
      this.tell(message.refusal.sentence)
    } else if (message.kind === 'reset') {
      this.#lines.reset(line)
      if (line.name === 'session') this.#attendance.attend(this.#lines.session)
    } else if (message.kind === 'policy') {
      // What was asked on the session socket after this is answered after the session document that it is about.
      this.#barriers.push({ line, number: message.number })
      this.#lines.session.send({ kind: 'clock', t0: this.#options.clock(), t1: 0, t2: 0 })
    } else if (message.kind === 'live') {
      const { seat, drag, seq, values } = message
      for (const [key] of values) this.#movers.set(key, seat)
      this.#gradeChanged(this.#overlays.hear(seat, drag, seq, new Map(values), this.#options.clock()), true)
    } else if (message.kind === 'live-end') this.#gradeChanged(this.#overlays.end(message.seat, message.drag), true)
    else if (message.kind === 'answer') this.#calls.hear(message)
    else if (message.kind === 'clock') {
      for (const { line: asked, number } of this.#barriers) asked.send({ kind: 'policy', number })
      this.#barriers = []
      this.#pace.hear(message)
      this.#finish()
    } else if (message.kind === 'cue') this.#pace.hear(message)
    else if (message.kind === 'receipt' || message.kind === 'match') this.#attendance.hear(message)
  }

  #greeted(epoch: number, line: Line): void {
    if (line.name !== 'session') return
    if (this.#pace.greet(epoch)) this.#gradeChanged(this.#overlays.forget(), true)
    this.#calls.again()
    this.#attendance.again()
    if (this.#joined) this.#pace.again()
  }

  #lineChanged(line: Line): void {
    if (line.name === 'grade' && line.state === 'down') this.#gradeChanged(this.#overlays.forget(), true)
    this.#kinds.tell('link')
    this.#kinds.tell('revision')
    this.#kinds.tell('rooms')
    this.#finish()
  }

  /** The first time that everything is here. */
  #finish(): void {
    if (this.#joined || !this.#lines.synced || !this.#pace.clock.known) return
    this.#joined = true
    this.#lines.joined()
    this.#pace.settle()
    const { name, kept } = this.#options
    if (name !== undefined && name !== this.session.seats.get(this.seat)?.name)
      void this.command('name', { name }).then((answer) => {
        if (!answer.ok) this.tell(answer.refusal.sentence)
      })
    for (const document of ['grade', 'notes'] as const)
      this.#lines[document].putBack(kept.unsaved.filter((step) => step.document === document))
    this.#kinds.tell('link')
    this.#options.joined()
  }

  #sessionChanged(): void {
    if (this.#joined) this.#pace.settle()
    this.#kinds.tell('session')
    this.#kinds.tell('rooms')
  }

  #gradeChanged(keys: ReadonlySet<string>, overlayOnly = false): void {
    if (keys.size === 0) return
    if (!overlayOnly) this.#entries = null
    this.#drawn = null
    for (const key of keys) this.#keys.tell(key)
    this.#kinds.tell('drawn')
  }

  #notesChanged(): void {
    this.#notes = null
    this.#kinds.tell('notes')
  }

  #end(sentence: string): void {
    for (const stop of this.#stops) stop()
    this.#pace.close()
    this.#attendance.close()
    this.#calls.end(sentence)
    this.#keeper.now()
    if (!this.#joined) this.#options.refused(sentence)
    this.#kinds.tell('link')
  }
}
