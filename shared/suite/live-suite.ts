/** The suite itself: lines, drafts, overlays, hand, pace and rooms put together; what `suite.ts` promises. */
import type { Moment } from '../doc/change-list.ts'
import { drawId, type GradeWriter } from '../doc/edit.ts'
import type { Entries, Level, Value } from '../doc/grade.ts'
import { Layered } from '../doc/read.ts'
import type { Records } from '../doc/records.ts'
import type { Role, Session } from '../doc/session.ts'
import { judge } from '../policy/judge.ts'
import type { MatchState, Receipt } from '../wire/messages.ts'
import type { Refusal } from '../wire/refusal.ts'
import { Annex } from './annex.ts'
import { Attendance } from './attendance.ts'
import { Calls } from './calls.ts'
import { Ear } from './ear.ts'
import { Foot } from './foot.ts'
import { Hand } from './hand.ts'
import type { JoinOptions } from './join.ts'
import { Keeper } from './keeper.ts'
import type { Line } from './line.ts'
import { Lines } from './lines.ts'
import { type ChangeKind, KeyListeners, Listeners } from './listeners.ts'
import { type NewNote, Notes } from './notes.ts'
import { Overlays } from './overlay.ts'
import { Pace } from './pace.ts'
import { touches } from './receipt.ts'
import type { Kept, SuiteStore } from './store.ts'
import type { LinkState, Message, RoomState, Scrub, Suite } from './suite.ts'
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
  readonly review: Suite['review']
  readonly holding: Suite['holding']
  readonly gallery: Suite['gallery']
  readonly stills: Suite['stills']
  readonly luts: Suite['luts']
  readonly noting: Notes
  readonly #options: LiveOptions
  readonly #lines: Lines
  readonly #overlays = new Overlays()
  readonly #hand: Hand
  readonly #pace: Pace
  readonly #calls: Calls
  readonly #keeper: Keeper
  readonly #attendance: Attendance
  readonly #annex: Annex
  readonly #ear: Ear
  readonly #kinds = new Listeners<ChangeKind>()
  readonly #keys = new KeyListeners()
  readonly #stops: (() => void)[] = []
  #role: Role = 'observer'
  #seatKey: string | null
  #joined = false
  #left = false
  #entries: Entries | null = null
  #drawn: Entries | null = null
  readonly #foot = new Foot(
    () => this.hubNow(),
    () => this.#kinds.tell('messages'),
  )

  constructor(options: LiveOptions) {
    const { clock, timers } = (this.#options = options)
    this.#seatKey = options.kept.seatKey
    const kept = () => ({ seatKey: this.#seatKey, unsaved: this.#lines.work })
    this.#keeper = new Keeper(options.store, options.session, kept, timers, (sentence) => this.tell(sentence))
    this.#lines = new Lines({
      ...options,
      seatKey: options.kept.seatKey,
      heard: (message, line) => this.#ear.hear(message, line),
      changed: (line) => this.#lineChanged(line),
      sessionChanged: () => this.#sessionChanged(),
      ended: (sentence) => this.#end(sentence),
      ticket: ({ seat, role, seatKey }) => {
        this.seat = seat
        this.#role = role
        if (seatKey !== this.#seatKey) this.#keeper.touch()
        this.#seatKey = seatKey
      },
      later: options.waiting,
      draft: (name) => ({
        may: (key, value) => this.#judge(name, key, value) === null,
        changed: (keys) => (name === 'grade' ? this.#gradeChanged(keys) : this.noting.touch()),
        lost: (lost) =>
          this.#foot.tellLost(lost, (key) => this.session.seats.get(this.#ear.movers.get(key) ?? '')?.name ?? null),
        unsaved: () => {
          this.#keeper.touch()
          this.#kinds.tell('link')
        },
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
      takeBack: (undo) => (this.link.kind === 'live' ? this.command('restore', { undo }) : null),
    })
    this.noting = new Notes({
      ...{ seat: () => this.seat, revision: () => this.revision, now: () => this.hubNow(), draw: this.#draw },
      entries: () => this.#lines.notes.entries,
      judge: (key, value) => this.#judge('notes', key, value),
      write: (label, writes) => this.#lines.notes.write(label, writes),
      changed: () => this.#kinds.tell('notes'),
      tell: (sentence) => this.tell(sentence),
    })
    this.#annex = new Annex({
      options,
      timers,
      lines: () => this.#lines,
      seat: () => this.seat,
      seatKey: () => this.seatKey,
      joined: () => this.#joined,
      entries: () => this.entries,
      frameNow: () => this.frameNow(),
      command: (verb, args) => this.command(verb, args),
      undoable: (level, label, revision) => this.#hand.recordBulk(level, label, revision),
      moved: () => this.#heldMoved(),
      reviewed: () => this.#kinds.tell('review'),
      tell: (sentence) => (this.#joined ? this.tell(sentence) : options.waiting(sentence)),
    })
    ;({ review: this.review, holding: this.holding, gallery: this.gallery } = this.#annex)
    ;({ stills: this.stills, luts: this.luts } = this.#annex)
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
      held: () => this.#annex.holding.held?.frame ?? null,
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
    this.#ear = new Ear({
      lines: this.#lines,
      hand: this.#hand,
      overlays: this.#overlays,
      pace: this.#pace,
      calls: this.#calls,
      attendance: this.#attendance,
      clock,
      drawn: (keys) => this.#gradeChanged(keys, true),
      saved: () => {
        this.#annex.saved()
        this.#kinds.tell('revision')
      },
      timed: () => this.#finish(),
      greeted: () => this.#joined && this.#pace.again(),
      tell: (sentence) => this.tell(sentence),
    })
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
  get unsaved(): number {
    return this.#lines.unsaved
  }
  get revision(): number {
    return this.#annex.revision
  }
  get records(): Records {
    return this.#lines.records
  }
  get shown(): Moment {
    return { ...this.#annex.shown, entries: this.drawn }
  }
  get session(): Session {
    return this.#lines.sessionState
  }
  get entries(): Entries {
    return (this.#entries ??= new Layered(this.#lines.grade.entries, new Map()))
  }
  get drawn(): Entries {
    const held = this.#annex.holding.content?.entries
    return (this.#drawn ??= new Layered(held ?? this.#lines.grade.entries, held ? new Map() : this.#overlays.values))
  }
  get notes(): Suite['notes'] {
    return this.noting.list
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
    // What is held does not move, whoever moves what.
    if (this.#annex.holding.held) return new Map()
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

  note(text: string, at: NewNote): Refusal | null {
    return this.noting.add(text, at)
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
    this.#pace.follow(on)
  }
  get following(): boolean {
    return this.#pace.playhead.following
  }
  seek(frame: number): void {
    this.#pace.go(frame, false)
  }
  play(on: boolean): void {
    this.#pace.go(this.frameNow(), on)
  }
  frameNow(): number {
    return this.#pace.now.frame
  }
  get playing(): boolean {
    return this.#pace.now.playing
  }
  readonly point: Suite['point'] = (at) => this.#attendance.point(at)
  readonly inNode: Suite['inNode'] = (node) => this.#attendance.inNode(node)
  readonly ownView: Suite['ownView'] = (on) => this.#attendance.ownView(on)
  report(receipt: Receipt): void {
    if (!this.#annex.holding.exact) return
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
    const asking = { id: this.seat, name: this.session.seats.get(this.seat)?.name ?? '', role: this.role }
    const holds = (own: string): boolean => this.#lines.notes.entries.has(own)
    return judge(asking, this.session, document, key, value, undefined, holds) ?? this.#lines.closed(document, key)
  }

  #lineChanged(line: Line): void {
    if (line.name === 'grade' && line.state === 'down') this.#gradeChanged(this.#overlays.forget(), true)
    if (line.state === 'synced') this.#annex.saved()
    for (const kind of ['link', 'revision', 'rooms'] as const) this.#kinds.tell(kind)
    this.#finish()
  }

  /** The first time that everything is here. */
  #finish(): void {
    if (this.#joined || !this.#lines.synced || !this.#pace.clock.known || this.#annex.holding.waiting) return
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
    this.#annex.settle()
    this.#kinds.tell('session')
    this.#kinds.tell('rooms')
  }

  #gradeChanged(keys: ReadonlySet<string>, overlayOnly = false): void {
    if (keys.size === 0) return
    if (!overlayOnly) {
      this.#entries = null
      this.#annex.review.touch(keys)
    }
    this.#drawn = null
    this.#keys.tellAll(keys)
    this.#kinds.tell('drawn')
  }

  /** The hold came, was let go, or its exact state is here. */
  #heldMoved(): void {
    this.#drawn = null
    for (const kind of ['drawn', 'cue', 'revision', 'session'] as const) this.#kinds.tell(kind)
    this.#attendance.touch()
    this.#finish()
  }

  #end(sentence: string): void {
    for (const stop of this.#stops) stop()
    this.#pace.close()
    this.#annex.close()
    this.#attendance.close()
    this.#calls.end(sentence)
    this.#keeper.now()
    if (!this.#joined) this.#options.refused(sentence)
    this.#kinds.tell('link')
  }
}
