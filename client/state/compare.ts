/**
 * Fleeting, never shared: what is looked at side by side. On the review screen two moments (A: a snapshot; B: now, or another snapshot); in
 * the grader a reference (A) laid over the picture itself. How they are laid, and what came of drawing them. A view of one's own: nothing
 * of it is sworn to.
 */
import type { Content } from '../../shared/doc/content.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Snapshot } from '../../shared/doc/records.ts'
import { lookName } from '../../shared/render/name.ts'
import { Listeners } from '../../shared/suite/listeners.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { LivePreview } from './desk-kind.ts'
import { type Movie, movieId, type Reference, stillName, stillOfName } from './reference.ts'

/** `now` is the room's own picture, the only one that is sworn to; `snapshot` is A alone; the others show A and B. */
export type CompareMode = 'now' | 'snapshot' | 'wipe' | 'mix' | 'side' | 'difference' | 'blink'

/** Whether a mode shows both A and B. */
export const isPair = (mode: CompareMode): boolean => mode !== 'now' && mode !== 'snapshot'

/** Where the wipe stands: its share of the picture from left or top, which way the line runs, and whether the two have changed places. */
export interface Wipe {
  readonly at: number
  readonly line: 'upright' | 'level'
  readonly invert: boolean
}

/** What was drawn of the frame on show, and is on the screen. */
export interface Pair {
  readonly clip: string
  readonly frame: number
  /** Drawn at the timeline's resolution: digests and numbers are here. */
  readonly full: boolean
  readonly a: {
    readonly look: string
    readonly digest: string
    readonly plan: string
    readonly lacks: readonly string[]
  }
  readonly b: Pair['a'] | null
  readonly difference: {
    readonly max: number
    readonly at: readonly [number, number, 'R' | 'G' | 'B'] | null
    readonly mean: number
    readonly count: number
    readonly pixels: number
  } | null
}

/** What the difference is multiplied by on the screen. */
export const gains = [1, 8, 64] as const

/** A change seen alone on B: written over A's content. */
export interface Alone {
  readonly key: string
  readonly over: readonly (readonly [string, Value | null])[]
}

/** `view`: what is looked at; `wipe`: where the line stands; `pair`: what was drawn. */
export type CompareKind = 'view' | 'wipe' | 'pair'

export class Compare {
  readonly #suite: Suite
  /** What is pointed at in the gallery: it lies over whatever else does. */
  live: LivePreview | null = null
  mode: CompareMode = 'now'
  /** Snapshot id; null while there is none. */
  a: string | null = null
  /** Snapshot id; null is now. */
  b: string | null = null
  wipe: Wipe = { at: 0.5, line: 'upright', invert: false }
  gain: number = gains[1]
  /** In the grader: what lies over the picture; null while nothing has been chosen. */
  against: Reference | null = null
  /** A reference movie of this room's own. */
  movie: Movie | null = null
  /** The picture itself lies beneath, drawn by its own loop: only the reference is drawn for the comparison. */
  under = false
  alone: Alone | null = null
  /** A screen stands that shows it. */
  open = false
  pair: Pair | null = null
  /** Why nothing is drawn, in one sentence. */
  sentence: string | null = null
  readonly #contents = new Map<string, Content | string | 'asked'>()
  readonly #looks = new Map<string, string>()
  readonly #ears = new Listeners<CompareKind>()
  /** The mode that W comes back to. */
  #last: CompareMode = 'wipe'

  constructor(suite: Suite) {
    this.#suite = suite
  }

  on(kind: CompareKind, hear: () => void): () => void {
    return this.#ears.on(kind, hear)
  }

  /** `under`: over the picture itself, as in the grader. */
  setOpen(open: boolean, under = false): void {
    this.open = open
    this.under = open && under
    if (!open) this.mode = 'now'
    this.#ears.tell('view')
  }
  /** Lays another grade over the clip on show, or takes it off. */
  setLive(live: LivePreview | null): void {
    if (live === this.live) return
    this.live = live
    this.#ears.tell('view')
  }
  setMode(mode: CompareMode): void {
    this.mode = mode
    if (isPair(mode)) this.#last = mode
    this.#ears.tell('view')
  }
  /** From now to the last way of comparing, and back. */
  flip(): void {
    this.setMode(isPair(this.mode) ? 'now' : this.#last)
  }
  /** Lays this over the picture from now on, in the last shape that was chosen. */
  setAgainst(reference: Reference | null): void {
    this.against = reference
    if (reference === null) this.mode = 'now'
    else if (this.mode === 'now') this.mode = this.#last
    this.#prune()
    this.#ears.tell('view')
  }
  /** Lays a reference movie over the picture. */
  setMovie(movie: Movie): void {
    this.movie = movie
    this.setAgainst({ kind: 'movie' })
  }
  setA(snapshot: string | null): void {
    this.a = snapshot
    this.alone = null
    if (this.b === snapshot) this.b = null
    if (snapshot === null) this.mode = 'now'
    this.#prune()
    this.#ears.tell('view')
  }
  setB(snapshot: string | null): void {
    this.b = snapshot
    this.alone = null
    this.#prune()
    this.#ears.tell('view')
  }
  setWipe(wipe: Partial<Wipe>): void {
    const at = Math.min(1, Math.max(0, wipe.at ?? this.wipe.at))
    const turned = wipe.line !== undefined && wipe.line !== this.wipe.line
    this.wipe = { ...this.wipe, ...wipe, at }
    this.#ears.tell('wipe')
    if (turned) this.#ears.tell('view')
  }
  setGain(gain: number): void {
    this.gain = gain
    this.#ears.tell('view')
  }
  setAlone(alone: Alone | null): void {
    this.alone = alone
    this.#ears.tell('view')
  }
  setPair(pair: Pair | null, sentence: string | null): void {
    if (pair === this.pair && sentence === this.sentence) return
    this.pair = pair
    this.sentence = sentence
    this.#ears.tell('pair')
  }

  snapshotOf(id: string | null): Snapshot | null {
    return id === null ? null : (this.#suite.review.snapshots.find((one) => one.id === id) ?? null)
  }

  /** The content of a snapshot, or of a still by its name (`stillName`), once it is here, the sentence why it is not to be had, or null while it comes; `view` is told then. */
  contentOf(id: string): Content | string | null {
    if (id === movieId) return this.movie?.content ?? 'There is no reference movie.'
    const known = this.#contents.get(id)
    if (known !== undefined) return known === 'asked' ? null : known
    this.#contents.set(id, 'asked')
    void this.#open(id).then((content) => {
      if (this.#contents.get(id) !== 'asked') return
      this.#contents.set(id, content)
      this.#ears.tell('view')
    })
    return null
  }

  #open(id: string): Promise<Content | string> {
    const { review, gallery } = this.#suite
    const still = stillOfName(id)
    if (still === null) return review.open(id)
    const found = gallery.find(still)
    return found ? gallery.open(found) : Promise.resolve('The still is no longer in the gallery.')
  }

  /** The clip's look in a snapshot; null where it is not here or has no such clip. */
  lookIn(id: string, clip: string): string | null {
    const name = `${id} ${clip}`
    const known = this.#looks.get(name)
    if (known !== undefined) return known
    const content = this.contentOf(id)
    if (content === null || typeof content === 'string') return null
    if (!content.session.timeline.clips.some((one) => one.id === clip)) return null
    const look = lookName(content.session, content.entries, clip)
    this.#looks.set(name, look)
    return look
  }

  /** Only what is looked at is kept, and the newest, which a verdict may be given on. */
  #prune(): void {
    const still = this.against?.kind === 'still' ? stillName(this.against.id) : null
    const kept = new Set([this.a, this.b, still, this.#suite.review.snapshots[0]?.id ?? null])
    for (const [id, content] of this.#contents) if (!kept.has(id) && content !== 'asked') this.#contents.delete(id)
  }
}
