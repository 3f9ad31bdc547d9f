/** A suite in memory, for the pages of the interface that need no hub: one seat, any session, rooms as given. */
import type { Cue } from '../../../shared/cue/cue.ts'
import { GradeWriter } from '../../../shared/doc/edit.ts'
import type { Change, Entries, Level, Value } from '../../../shared/doc/grade.ts'
import { Layered, Shelves } from '../../../shared/doc/read.ts'
import type { Role, Session } from '../../../shared/doc/session.ts'
import { judge } from '../../../shared/policy/judge.ts'
import { KeyListeners } from '../../../shared/suite/listeners.ts'
import { type NewNote, type Note, Notes, writeNote } from '../../../shared/suite/notes.ts'
import type { LinkState, RoomState, Scrub, Suite } from '../../../shared/suite/suite.ts'
import type { Refusal } from '../../../shared/wire/refusal.ts'
import { FakeAnnex } from './fake-annex.ts'

type Kind = Parameters<Suite['on']>[0]
interface Step {
  readonly level: Level
  readonly label: string
  readonly changes: readonly Change[]
}

export interface FakeOptions {
  readonly session: Session
  readonly seat: string
  readonly role: Role
  readonly entries?: Entries
  readonly rooms?: readonly RoomState[]
  readonly notes?: readonly Note[]
  readonly draw: (below: number) => number
  readonly now: () => number
}

export class FakeSuite implements Suite {
  readonly seat: string
  readonly seatKey = ''
  readonly role: Role
  link: LinkState = { kind: 'live' }
  unsaved = 0
  revision = 2184
  session: Session
  rooms: readonly RoomState[]
  cue: Cue | null = null
  adjusting: Suite['adjusting'] = new Map()
  messages: Suite['messages'] = []
  following = true
  playing = false
  /** Every value a scrub has set, oldest first: what the other rooms would have seen. */
  readonly seen: ReadonlyMap<string, Value | null>[] = []
  readonly #base = new Shelves()
  #over = new Map<string, Value | null>()
  #drawn: Entries
  #entries: Entries
  #frame = 0
  #anchor = 0
  #rate = 0
  readonly #ears = new Map<Kind, Set<() => void>>()
  readonly #keyEars = new KeyListeners()
  readonly #done: Step[] = []
  readonly #undone: Step[] = []
  readonly #options: FakeOptions
  readonly #said = new Shelves()
  readonly noting: Notes = new Notes({
    seat: () => this.seat,
    revision: () => this.revision,
    now: () => this.hubNow(),
    draw: (below) => this.#options.draw(below),
    entries: () => this.#said,
    judge: () => null,
    write: (_label, writes) => {
      for (const [key, value] of writes) this.#said.set(key, value)
      this.noting.touch()
    },
    changed: () => this.#tell('notes'),
    tell: (sentence) => this.say(sentence),
  })

  constructor(options: FakeOptions) {
    this.#options = options
    this.seat = options.seat
    this.role = options.role
    this.session = options.session
    this.rooms = options.rooms ?? []
    for (const note of options.notes ?? [])
      for (const [key, value] of writeNote(note, options.draw)) this.#said.set(key, value)
    for (const [key, value] of options.entries ?? []) this.#base.set(key, value)
    this.#drawn = this.#entries = new Layered(this.#base, new Map())
  }

  get entries(): Entries {
    return this.#entries
  }
  get drawn(): Entries {
    return this.#drawn
  }
  on(kind: Kind, hear: () => void): () => void {
    const ears = this.#ears.get(kind) ?? new Set()
    this.#ears.set(kind, ears.add(hear))
    return () => void ears.delete(hear)
  }
  onKey(key: string, hear: () => void): () => void {
    return this.#keyEars.on(key, hear)
  }
  #tell(...kinds: Kind[]): void {
    for (const kind of kinds) for (const hear of [...(this.#ears.get(kind) ?? [])]) hear()
  }
  #changed(keys: Iterable<string>): void {
    this.#drawn = new Layered(this.#base, new Map(this.#over))
    this.#keyEars.tellAll(new Set(keys))
    this.#tell('drawn')
  }
  say(sentence: string): void {
    this.messages = [...this.messages, { at: this.hubNow(), sentence }]
    this.#tell('messages')
  }

  may(key: string, value: Value | null): Refusal | null {
    const seat = { id: this.seat, name: this.session.seats.get(this.seat)?.name ?? '', role: this.role }
    return judge(seat, this.session, 'grade', key, value)
  }
  edit(level: Level, label: string, write: (grade: GradeWriter) => void): Refusal | null {
    const writes = this.writesOf(write)
    for (const [key, value] of writes) {
      const no = this.may(key, value)
      if (no) {
        this.say(no.sentence)
        return no
      }
    }
    this.#apply(level, writes, label)
    return null
  }
  writesOf(write: (grade: GradeWriter) => void): ReadonlyMap<string, Value | null> {
    const writer = new GradeWriter(this.#base, this.#options.draw)
    write(writer)
    return writer.writes
  }
  #apply(level: Level, writes: ReadonlyMap<string, Value | null>, label: string): void {
    const changes = [...writes].map(([key, to]) => ({ key, from: this.#base.get(key) ?? null, to }))
    if (changes.length === 0) return
    this.#write(changes)
    this.#done.push({ level, label, changes })
    this.#undone.length = 0
    this.revision++
    this.#tell('revision')
  }
  #write(changes: readonly Change[]): void {
    for (const { key, to } of changes)
      if (to === null) this.#base.delete(key)
      else this.#base.set(key, to)
    this.#entries = new Layered(this.#base, new Map())
    this.#changed(changes.map((c) => c.key))
  }
  scrub(level: Level, label: string): Scrub {
    let last: ReadonlyMap<string, Value | null> = new Map()
    const drop = () => {
      for (const key of last.keys()) this.#over.delete(key)
      this.#changed(last.keys())
    }
    return {
      set: (values) => {
        last = values
        this.seen.push(values)
        for (const [key, value] of values) this.#over.set(key, value)
        this.#changed(values.keys())
      },
      commit: () => {
        for (const key of last.keys()) this.#over.delete(key)
        this.#apply(level, last, label)
      },
      discard: drop,
    }
  }
  undo(level: Level): ReturnType<Suite['undo']> {
    return this.#turn(level, this.#done, this.#undone)
  }
  redo(level: Level): ReturnType<Suite['redo']> {
    return this.#turn(level, this.#undone, this.#done)
  }
  #turn(level: Level, from: Step[], to: Step[]): ReturnType<Suite['undo']> {
    const at = from.findLastIndex((step) => step.level === level)
    if (at < 0) return null
    const [step] = from.splice(at, 1)
    const changes = step!.changes.map((c) => ({ key: c.key, from: c.to, to: c.from }))
    this.#write(changes)
    to.push({ level, label: step!.label, changes })
    this.#tell('revision')
    return { label: step!.label, undone: changes, skipped: [] }
  }
  undoDepth(level: Level): number {
    return this.#done.filter((step) => step.level === level).length
  }
  get notes(): readonly Note[] {
    return this.noting.list
  }
  note(text: string, at: NewNote): Refusal | null {
    return this.noting.add(text, at)
  }
  command(verb: string, args: Readonly<Record<string, unknown>>): ReturnType<Suite['command']> {
    if (verb === 'link' || verb === 'unlink') this.session = { ...this.session, linked: verb === 'link' }
    else if (verb === 'drive') this.session = { ...this.session, driver: this.seat }
    else this.say(`The fake suite was asked to ${verb} ${JSON.stringify(args)}.`)
    this.#tell('session')
    return Promise.resolve({ ok: true, value: null })
  }
  hubNow(): number {
    return this.#options.now()
  }
  drive(cue: Parameters<Suite['drive']>[0]): void {
    this.#set(cue.frame, cue.playing ? (cue.rate ?? 1) : 0)
  }
  follow(on: boolean): void {
    this.following = on
    this.#tell('cue', 'rooms')
  }
  seek(frame: number): void {
    this.#set(frame, this.#rate)
  }
  play(on: boolean): void {
    this.#set(this.frameNow(), on ? 1 : 0)
  }
  #set(frame: number, rate: number): void {
    this.#frame = Math.min(Math.max(0, Math.round(frame)), this.session.timeline.length - 1)
    this.#anchor = this.hubNow()
    this.#rate = rate
    this.playing = rate !== 0
    this.#tell('cue')
  }
  frameNow(): number {
    const { rate, length } = this.session.timeline
    const moved = Math.floor(((this.hubNow() - this.#anchor) * this.#rate * rate.num) / rate.den / 1000)
    return Math.min(Math.max(0, this.#frame + moved), length - 1)
  }
  point(): void {}
  report(): void {}
  readonly matches: Suite['matches'] = new Map()
  /** Set what is on record by `annex.keep`. */
  readonly annex = new FakeAnnex({
    seat: () => this.seat,
    session: () => this.session,
    shown: () => ({ session: this.session, entries: this.#base }),
    revision: () => this.revision,
    frameNow: () => this.frameNow(),
    command: (verb, args) => this.command(verb, args),
    changed: (kind) => this.#tell(kind),
  })
  readonly review = this.annex.review
  readonly holding = this.annex.holding
  readonly gallery = this.annex.gallery
  readonly stills = this.annex.stills
  readonly luts = this.annex.luts
  get records(): Suite['records'] {
    return this.annex.records
  }
  get shown(): Suite['shown'] {
    return { ...(this.holding.content ?? { session: this.session }), entries: this.drawn }
  }
  match(): void {}
  views = false
  node: string | null = null
  inNode(node: string | null): void {
    this.node = node
  }
  ownView(on: boolean): void {
    this.views = on
    this.#tell('rooms')
  }
  get me(): RoomState {
    const { name } = this.session.seats.get(this.seat) ?? { name: '' }
    const own = {
      seat: this.seat,
      name,
      role: this.role,
      online: true,
      following: this.following,
      playing: this.playing,
      ownView: this.views,
    }
    return { ...own, frame: this.frameNow(), lagMs: 1, receipt: null, pointer: null, node: this.node }
  }
  leave(): void {
    this.link = { kind: 'ended', sentence: 'You have left the session.' }
    this.#tell('link')
  }
}
