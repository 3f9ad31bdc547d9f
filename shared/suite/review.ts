/** The review as a suite has it: snapshots, verdicts with their state, past moments, what changed between two, going back, and bringing a grade to many clips. */
import { type Author, type ControlChange, changesByControl, clipChanges, type Moment } from '../doc/change-list.ts'
import type { Content } from '../doc/content.ts'
import type { CopyPart } from '../doc/copy.ts'
import { isAside } from '../doc/flags.ts'
import type { Level } from '../doc/grade.ts'
import type { Records, Snapshot, Verdict } from '../doc/records.ts'
import { lookName } from '../render/name.ts'
import { standing, type VerdictState, verdictState } from '../render/verdict.ts'
import type { Answer } from './calls.ts'
import type { HubApi } from './hub-api.ts'

/** A verdict and where it stands now. */
export interface VerdictView {
  readonly verdict: Verdict
  readonly state: VerdictState
}

/** A moment of the session: a snapshot, a revision, or what is on show here. */
export type Point = { readonly snapshot: string } | { readonly revision: number } | 'now'

/** What a supervisor says of a clip of a snapshot, with what the receipt says of the frame that was looked at. */
export type NewVerdict = Omit<Verdict, 'id' | 'seat' | 'at'>

export interface ReviewHooks {
  readonly api: HubApi
  readonly records: () => Records
  /** What is on show here, overlays apart: the held state where this suite is held. */
  readonly now: () => Moment & { readonly revision: number }
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly handedIn: () => Promise<void>
  readonly undoable: (level: Level, label: string, revision: number) => void
  /** Something asked for has come. */
  readonly changed: () => void
}

/** Contents of whole snapshots, and of one clip's past, kept. */
const mostOpen = 3
const mostPast = 64

/** Of a stale verdict: the clip as it was judged, and who has changed what since, up to a revision at which so much had changed. */
interface Past {
  readonly then: Content
  readonly authors: ReadonlyMap<string, Author>
  readonly upTo: number
  readonly changed: string
}

const changedWords = (changes: readonly ControlChange[] | null): string =>
  (changes ?? []).map(({ key, to }) => `${key} ${JSON.stringify(to)}`).join('\n')

export class Review {
  readonly #hooks: ReviewHooks
  readonly #looks = new Map<string, string>()
  readonly #opened = new Map<string, Promise<Content | string>>()
  readonly #past = new Map<string, Past>()
  readonly #asked = new Set<string>()
  #views: ReadonlyMap<string, VerdictView> | null = null
  #editors: { readonly to: number; readonly seats: ReadonlyMap<string, string> } = { to: 0, seats: new Map() }

  constructor(hooks: ReviewHooks) {
    this.#hooks = hooks
  }

  /** Newest first. */
  get snapshots(): readonly Snapshot[] {
    return this.#hooks.records().snapshots.toReversed()
  }

  /** The verdict that counts for each clip, the newest, by clip id. What changed is null until `verdictOf` has asked for it. */
  get verdicts(): ReadonlyMap<string, VerdictView> {
    if (this.#views) return this.#views
    const views = new Map<string, VerdictView>()
    for (const [clip, verdict] of standing(this.#hooks.records().verdicts)) views.set(clip, this.#view(verdict))
    this.#views = views
    return views
  }

  /** The verdict that counts for a clip. Where it is stale, what changed is asked for; `review` is told when it is here. */
  verdictOf(clip: string): VerdictView | null {
    const view = this.verdicts.get(clip)
    if (view?.state.kind === 'stale' && this.#lacks(view.verdict, view.state.changes))
      void this.#ask(view.verdict, changedWords(view.state.changes))
    return view ?? null
  }

  /** Names the session's state as it is on disk once one's own work is. */
  async snapshot(name: string): Promise<Answer> {
    await this.#hooks.handedIn()
    return await this.#hooks.command('snapshot', { name })
  }

  /** A snapshot to be drawn and read, never written. */
  open(snapshot: string): Promise<Content | string> {
    const found = this.#hooks.records().snapshots.find(({ id }) => id === snapshot)
    if (!found) return Promise.resolve(`The session has no snapshot ${snapshot}.`)
    const known = this.#opened.get(snapshot) ?? this.#hooks.api.snapshot(found)
    this.#opened.delete(snapshot)
    this.#opened.set(snapshot, known)
    const [oldest] = this.#opened.keys()
    if (this.#opened.size > mostOpen && oldest !== undefined) this.#opened.delete(oldest)
    void known.then((content) => typeof content === 'string' && this.#opened.delete(snapshot))
    return known
  }

  /** The session at a past revision; with a clip, of the grade only what this clip leans on: "was | now". */
  past(revision: number, clip?: string): Promise<Content | string> {
    return this.#hooks.api.revision(revision, clip)
  }

  /** What differs between two moments by control, with who and when; with a clip, what changed in this clip's picture. */
  async compare(from: Point, to: Point, clip?: string): Promise<readonly ControlChange[] | string> {
    const [a, b] = [await this.#moment(from), await this.#moment(to)]
    if (typeof a === 'string') return a
    if (typeof b === 'string') return b
    const authors = await this.#authors(Math.min(a.revision, b.revision), Math.max(a.revision, b.revision))
    if (typeof authors === 'string') return authors
    return clip === undefined ? changesByControl(a.entries, b.entries, authors) : clipChanges(a, b, clip, authors)
  }

  /** Clip id -> the seat that changed its own grade last. The whole history is asked of the hub once, and from then on what came since. */
  async editors(): Promise<ReadonlyMap<string, string> | string> {
    const { revision } = this.#hooks.now()
    const { to } = this.#editors
    if (revision > to) {
      const changes = await this.#hooks.api.changes(to, revision)
      if (typeof changes === 'string') return changes
      const seats = new Map(this.#editors.seats)
      for (const { key, author } of changes.toSorted((a, b) => a.author.revision - b.author.revision))
        if (key.startsWith('c.') && !isAside(key)) seats.set(key.slice(2, key.indexOf('/')), author.seat)
      // Of two questions under way the later one's answer stands.
      if (revision > this.#editors.to) this.#editors = { to: revision, seats }
    }
    return this.#editors.seats
  }

  judge({ snapshot, clip, verdict, note, look, digest, frame, class: picture, display }: NewVerdict): Promise<Answer> {
    const args = { snapshot, clip, verdict, note, look, digest, frame, class: picture, display }
    return this.#hooks.command('verdict', args)
  }

  /**
   * Brings a clip, or without one the whole grade, back to a snapshot or revision: one command, and one undo step on the stack of `level`
   * (the clip's own, else the timeline's). Its value says what was refused and left.
   */
  async restore(
    to: { readonly snapshot: string } | { readonly revision: number },
    { clip, level }: { readonly clip?: string; readonly level?: Level } = {},
  ): Promise<Answer> {
    await this.#hooks.handedIn()
    const answer = await this.#hooks.command('restore', { ...to, ...(clip === undefined ? {} : { clip }) })
    const { revision } = answer.ok ? (answer.value as { revision: number | null }) : { revision: null }
    if (revision !== null) this.#hooks.undoable(level ?? (clip === undefined ? 't' : `c.${clip}`), 'Restore', revision)
    return answer
  }

  /**
   * The grade of one clip becomes that of others, each whole or not at all: one command, one undo step on the stack of the clip it came from. Its value says
   * what was refused.
   */
  copy(from: string, to: readonly string[], part: CopyPart = 'colour'): Promise<Answer> {
    return this.#spread('Copy', from, 'copy', { from, to, part })
  }

  /** What these nodes of a clip do, they do in others too, found there by id or label; its value names the clips that were `skipped`, for want of such a node. */
  ripple(from: string, nodes: readonly string[], to: readonly string[]): Promise<Answer> {
    return this.#spread('Ripple', from, 'ripple', { from, nodes, to })
  }

  /** These nodes of a clip come at the end of others' graphs, with all that they do. */
  append(from: string, nodes: readonly string[], to: readonly string[]): Promise<Answer> {
    return this.#spread('Append nodes', from, 'append', { from, nodes, to })
  }

  async #spread(label: string, from: string, verb: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    await this.#hooks.handedIn()
    const answer = await this.#hooks.command(verb, args)
    const { revision } = answer.ok ? (answer.value as { revision: number | null }) : { revision: null }
    if (revision !== null) this.#hooks.undoable(`c.${from}`, label, revision)
    return answer
  }

  /** The records, the cut or (with keys) the grade on show have changed. */
  touch(keys: ReadonlySet<string> | null): void {
    this.#views = null
    if (keys === null) this.#looks.clear()
    else if (this.#looks.size > 0)
      for (const key of keys) {
        const level = key.slice(0, key.indexOf('/'))
        if (level.startsWith('c.')) this.#looks.delete(level.slice(2))
        else this.#looks.clear()
      }
  }

  #view(verdict: Verdict): VerdictView {
    const now = this.#hooks.now()
    const { clip } = verdict
    const look = this.#looks.get(clip) ?? lookName(now.session, now.entries, clip)
    this.#looks.set(clip, look)
    const known = this.#past.get(verdict.id)
    return { verdict, state: verdictState(verdict, now, known?.then ?? null, look, known?.authors) }
  }

  /** Whether what changed is not here, or something else has changed since it was asked who did it. */
  #lacks({ id }: Verdict, changes: readonly ControlChange[] | null): boolean {
    const known = this.#past.get(id)
    if (!known || changes === null) return true
    if (known.upTo >= this.#hooks.now().revision) return false
    // What is drawn here may be ahead of the revision that the hub has told.
    const anonymous = changes.some(({ author, level }) => author === null && level !== 'session')
    return anonymous || known.changed !== changedWords(changes)
  }

  async #ask(verdict: Verdict, changed: string): Promise<void> {
    if (this.#asked.has(verdict.id)) return
    const snapshot = this.#hooks.records().snapshots.find(({ id }) => id === verdict.snapshot)
    if (!snapshot) return
    this.#asked.add(verdict.id)
    const [oldest] = this.#past.keys()
    if (this.#past.size > mostPast && oldest !== undefined) this.#past.delete(oldest)
    const then = this.#past.get(verdict.id)?.then ?? (await this.#hooks.api.revision(snapshot.revision, verdict.clip))
    const upTo = this.#hooks.now().revision
    const authors = await this.#authors(snapshot.revision, upTo)
    this.#asked.delete(verdict.id)
    // What could not be had is asked for again the next time that somebody looks; nobody is told to look because of it.
    if (typeof then === 'string' || typeof authors === 'string') return
    this.#past.set(verdict.id, { then, authors, upTo, changed })
    this.#views = null
    this.#hooks.changed()
  }

  async #moment(point: Point): Promise<(Moment & { readonly revision: number }) | string> {
    if (point === 'now') return this.#hooks.now()
    if ('revision' in point) {
      const content = await this.past(point.revision)
      return typeof content === 'string' ? content : { ...content, revision: point.revision }
    }
    const found = this.#hooks.records().snapshots.find(({ id }) => id === point.snapshot)
    if (!found) return `The session has no snapshot ${point.snapshot}.`
    const content = await this.open(found.id)
    return typeof content === 'string' ? content : { ...content, revision: found.revision }
  }

  async #authors(from: number, to: number): Promise<ReadonlyMap<string, Author> | string> {
    const changes = await this.#hooks.api.changes(from, to)
    return typeof changes === 'string' ? changes : new Map(changes.map(({ key, author }) => [key, author]))
  }
}
