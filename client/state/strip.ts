/** Fleeting: what the clip strip shows of the cut, and which clips are picked for what is done to many at once. */
import type { ClipColour, FlagColour } from '../../shared/doc/flags.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { type Note, stateOf } from '../../shared/suite/notes.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { ClipFacts } from './clip-facts.ts'
import { type ClipPick, noClips, type PickHow, pickClip } from './clip-pick.ts'

/** Which clips the strip shows; of a group or of who changed them last, with the id; of a flag or a clip colour, with its name. */
export type StripFilter =
  | 'all'
  | 'graded'
  | 'ungraded'
  | 'noted'
  | 'open'
  | 'touched'
  | 'selected'
  | `flag ${FlagColour | 'any'}`
  | `colour ${ClipColour}`
  | `group ${string}`
  | `editor ${string}`

export interface Group {
  readonly id: string
  readonly name: string
  readonly clips: readonly string[]
}

/** What was not done to a clip, and why. */
export interface Skipped {
  readonly clip: string
  readonly why: string
}

/** What came of something done to many clips. */
export interface Report {
  readonly title: string
  readonly done: number
  readonly skipped: readonly Skipped[]
  /** Clips left out that the hub did not name. */
  readonly unnamed: number
}

export interface StripDesk {
  readonly suite: Suite
  readonly clip: Clip | null
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])

export class Strip {
  readonly facts: ClipFacts
  filter: StripFilter = 'all'
  pick: ClipPick = noClips
  /** Colour of the next flag: the one set last. */
  flag: FlagColour = 'blue'
  /** What came of the last thing done to many clips, while it is open; null: nothing to say. */
  report: Report | null = null
  /** Clip id -> seat that changed it last; null: nobody has asked yet. */
  editors: ReadonlyMap<string, string> | null = null
  readonly #desk: StripDesk
  readonly #tell: () => void
  readonly #stops: (() => void)[]
  #stale = true
  #shown: readonly Clip[] = []
  #matching = 0
  #notes: { readonly of: readonly Note[]; readonly byClip: ReadonlyMap<string, readonly Note[]> } | null = null
  #groups: { readonly cut: readonly Clip[]; readonly list: readonly Group[] } | null = null
  readonly #watched = new Map<string, () => void>()
  #telling = false

  constructor(desk: StripDesk, tell: () => void) {
    this.#desk = desk
    this.#tell = tell
    this.facts = new ClipFacts(desk.suite, () => this.#changed())
    const changed = () => this.#changed()
    this.#stops = (['session', 'notes', 'review', 'revision'] as const).map((kind) => desk.suite.on(kind, changed))
  }

  /** Something that a filter may look at has changed: told once, however many clips have changed together. */
  #changed(): void {
    this.#stale = true
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      this.#tell()
    })
  }
  readonly #regrouped = (): void => {
    this.#groups = null
    this.#changed()
  }
  /** Another clip is on show. */
  turned(): void {
    if (this.filter !== 'all') this.#changed()
  }

  /** The clips in the strip, in the order of the cut: those that match, and the one on show. The same list until it is another. */
  get shown(): readonly Clip[] {
    this.#settle()
    return this.#shown
  }
  /** How many clips match. */
  get matching(): number {
    this.#settle()
    return this.#matching
  }
  #settle(): void {
    const { clips } = this.#desk.suite.session.timeline
    if (!this.#stale) return
    this.#stale = false
    const current = this.#desk.clip?.id
    const fits = new Set(this.filter === 'all' ? [] : clips.filter(({ id }) => this.#fits(id)))
    this.#matching = this.filter === 'all' ? clips.length : fits.size
    const list = this.filter === 'all' ? clips : clips.filter((clip) => clip.id === current || fits.has(clip))
    if (!sameList(list, this.#shown)) this.#shown = list
  }

  #fits(clip: string): boolean {
    const { filter } = this
    if (filter === 'graded' || filter === 'ungraded') return this.facts.of(clip).graded === (filter === 'graded')
    if (filter === 'noted') return this.notesOf(clip).length > 0
    if (filter === 'open') return this.notesOf(clip).some((note) => stateOf(note) !== 'done')
    if (filter === 'touched') return this.touched(clip)
    if (filter === 'selected') return this.pick.clips.has(clip)
    const [kind, id] = filter.split(' ') as ['group' | 'colour' | 'flag' | 'editor', string]
    if (kind === 'editor') return this.editors?.get(clip) === id
    const fact = this.facts.of(clip)
    if (kind !== 'flag') return fact[kind] === id
    return id === 'any' ? fact.flags.length > 0 : fact.flags.some((flag) => flag === id)
  }

  /** Changed since somebody gave a verdict on it. */
  touched(clip: string): boolean {
    return this.#desk.suite.review.verdicts.get(clip)?.state.kind === 'stale'
  }
  notesOf(clip: string): readonly Note[] {
    const { notes } = this.#desk.suite
    if (this.#notes?.of !== notes) this.#notes = { of: notes, byClip: Map.groupBy(notes, (note) => note.clip) }
    return this.#notes.byClip.get(clip) ?? []
  }

  /** The groups that clips of the cut are in, by name. */
  get groups(): readonly Group[] {
    const { session, entries } = this.#desk.suite
    const { clips } = session.timeline
    if (this.#groups?.cut === clips) return this.#groups.list
    const found = Map.groupBy(clips, ({ id }) => entries.get(`c.${id}/group`)?.[0])
    const list: Group[] = []
    for (const [id, own] of found)
      if (typeof id === 'string')
        list.push({ id, name: String(entries.get(`g.${id}/name`)?.[0] ?? 'Group'), clips: own.map((clip) => clip.id) })
    list.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
    for (const key of [...clips.map(({ id }) => `c.${id}/group`), ...list.map(({ id }) => `g.${id}/name`)])
      if (!this.#watched.has(key)) this.#watched.set(key, this.#desk.suite.onKey(key, this.#regrouped))
    this.#groups = { cut: clips, list }
    return list
  }
  groupOf(clip: string): Group | null {
    const { group } = this.facts.of(clip)
    return group === null ? null : (this.groups.find(({ id }) => id === group) ?? null)
  }

  setFilter(filter: StripFilter): void {
    this.filter = filter
    this.#changed()
    if (filter.startsWith('editor')) void this.askEditors()
  }
  /** Asks who has changed each clip last; the filter shows them once that is here. A sentence where it is not to be had. */
  async askEditors(): Promise<string | null> {
    const editors = await this.#desk.suite.review.editors()
    if (typeof editors === 'string') return editors
    this.editors = editors
    this.#changed()
    return null
  }

  press(clip: string, how: PickHow): void {
    const order = this.shown.map(({ id }) => id)
    this.#setPick(pickClip(this.pick, clip, how, { order, current: this.#desk.clip?.id ?? null }))
  }
  /** Picks these clips and no others. */
  choose(clips: Iterable<string>): void {
    this.#setPick({ clips: new Set(clips), from: this.pick.from })
  }
  #setPick(pick: ClipPick): void {
    this.pick = pick
    if (this.filter === 'selected') this.#stale = true
    this.#tell()
  }
  /** The picked clips of the cut, in its order; without any, the one on show. */
  get chosen(): readonly Clip[] {
    const { clips } = this.#desk.suite.session.timeline
    const { pick } = this
    if (pick.clips.size > 0) return clips.filter(({ id }) => pick.clips.has(id))
    return this.#desk.clip ? [this.#desk.clip] : []
  }

  setReport(report: Report | null): void {
    this.report = report
    this.#tell()
  }

  close(): void {
    for (const stop of [...this.#stops, ...this.#watched.values()]) stop()
    this.facts.close()
  }
}
