/** What playing comes to: which frames are worth drawing, in which order they are asked for, and those that are drawn already. */
import type { Cue } from '../../shared/cue/cue.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { comingFrames, drawable, frameStep, inClip } from './coming.ts'
import type { Pane } from './pane.ts'
import type { Had } from './want.ts'
import type { Ahead, Made } from './work.ts'

/** A preview drawn before its instant. */
export interface Drawn extends Ahead {
  readonly version: number
  readonly pixels: ArrayBuffer
  readonly size: Pane
  readonly made: Made
}

/** How far ahead frames are looked at, and how many of them are drawn, in frames shown. */
const farthest = 60
const drawAhead = 4
/** One order that took longer than this, milliseconds, says no more of the next than one that took this long. */
const mostMs = 500

const name = ({ clip, frame }: Ahead): string => `${clip} ${frame}`

export class Reel {
  readonly #suite: Suite
  readonly #drawn = new Map<string, Drawn>()
  /** From order to picture, smoothed, milliseconds. */
  #tookMs = 0
  /**
   * Timeline frame to order next: it is being decoded already. Nothing before it is ordered then, since a decoder runs forward and would
   * have to begin again.
   */
  #next: number | null = null
  #now: { readonly frame: number; readonly cue: Cue | null; readonly line: readonly number[] } | null = null

  constructor(suite: Suite) {
    this.#suite = suite
  }

  /** Timeline frames from one frame shown to the next. */
  get step(): number {
    return frameStep(this.#cue, this.#suite.session.timeline)
  }
  get #cue(): Cue | null {
    return this.#suite.following ? this.#suite.cue : null
  }

  /** Frames worth drawing now, nearest first. */
  worth(): readonly Ahead[] {
    return this.#clips(this.#from(this.#next === null ? 0 : this.#line().indexOf(this.#next), drawAhead))
  }

  /** A frame has been ordered: those to decode meanwhile, the one to be ordered after it first. */
  ordered(at: Ahead): readonly Ahead[] {
    const { clips } = this.#suite.session.timeline
    const cut = clips.find((one) => one.id === at.clip)
    const place = cut ? this.#line().indexOf(cut.recordIn + at.frame) : -1
    this.#next = this.#from(place + 1, farthest)[0] ?? null
    const next = this.#next === null ? null : inClip(clips, this.#next)
    const line = this.#clips(this.#line())
    // A decoder takes a while to open: the next clip's begins as soon as it is in sight.
    const other = line.find(({ clip }) => clip !== line[0]?.clip)
    return [...(next ? [next] : []), ...(other ? [other] : [])]
  }

  took(ms: number): void {
    this.#tookMs += (Math.min(mostMs, ms) - this.#tookMs) / 4
  }

  /** Keeps a picture for its instant; false where that has passed. */
  keep(drawn: Drawn): boolean {
    if (!this.#line().some((frame) => this.#is(frame, drawn))) return false
    this.#drawn.set(name(drawn), drawn)
    return true
  }
  at(frame: Ahead): Drawn | null {
    return this.#drawn.get(name(frame)) ?? null
  }
  drop(frame: Ahead): void {
    this.#drawn.delete(name(frame))
  }
  /** Lets go of pictures that playing has passed. */
  forget(): void {
    for (const drawn of this.#drawn.values())
      if (!this.#line().some((frame) => this.#is(frame, drawn))) this.#drawn.delete(name(drawn))
  }
  clear(): void {
    this.#drawn.clear()
  }
  /** What is seen changes: frames drawn are to be drawn again, from now on. */
  again(): void {
    this.#next = null
  }
  get had(): readonly Had[] {
    return [...this.#drawn.values()].map(({ clip, frame, version }) => ({ kind: 'preview', clip, frame, version }))
  }

  #line(): readonly number[] {
    const frame = this.#suite.frameNow()
    const cue = this.#cue
    if (this.#now?.frame !== frame || this.#now.cue !== cue)
      this.#now = { frame, cue, line: [frame, ...comingFrames(cue, this.#suite.session.timeline, frame, farthest)] }
    return this.#now.line
  }
  /** Timeline frames worth drawing at that place in the line or behind it. */
  #from(place: number, count: number): readonly number[] {
    return drawable(this.#suite.session.timeline, this.#line(), this.step, this.#tookMs, Math.max(0, place), count)
  }
  #clips(frames: readonly number[]): readonly Ahead[] {
    const { clips } = this.#suite.session.timeline
    return frames.map((frame) => inClip(clips, frame)).filter((at) => at !== null)
  }
  #is(frame: number, drawn: Ahead): boolean {
    const at = inClip(this.#suite.session.timeline.clips, frame)
    return at !== null && at.clip === drawn.clip && at.frame === drawn.frame
  }
}
