/** Fleeting: what is being tracked by these hands, what of a movement is followed, and what a hand on a tracked window moves. */
import type { Carry } from '../../shared/doc/track.ts'
import { type Freedom, free } from '../../shared/track/fit.ts'
import type { Spot } from '../../shared/track/similarity.ts'
import type { Tracked } from '../../shared/track/window.ts'

/** Which window: its keys begin with `<level>/<version>/<node>/w.<window>/`. */
export interface WindowPlace {
  readonly level: string
  readonly version: string
  readonly node: string
  readonly window: string
}

/** What is to be tracked: each leg begins at its first source frame and goes on through the others. */
export interface TrackOrder {
  readonly media: string
  readonly tracked: Tracked
  readonly legs: readonly (readonly number[])[]
}

/** What comes back, a frame at a time. `lost` ends a leg at a frame that has no place; `failed` ends all. */
export type TrackNews =
  | {
      readonly kind: 'found'
      readonly frame: number
      readonly carry: Carry
      /** The points that agree, in half picture heights. */
      readonly points: readonly Spot[]
      /** 0 to 1. */
      readonly trust: number
    }
  | { readonly kind: 'lost'; readonly frame: number; readonly why: string }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'done' }

/** Tracks, telling each frame as it is found; answers what stops it, after which nothing more is told. */
export type TrackEngine = (order: TrackOrder, hear: (news: TrackNews) => void) => () => void

/** A run under way. */
export interface TrackRun {
  readonly place: WindowPlace
  /** Id of the clip it is in. */
  readonly clip: string
  /** By source frame. */
  readonly found: Map<number, Carry>
  /** The newest frame. */
  newest: { readonly frame: number; readonly points: readonly Spot[]; readonly trust: number } | null
  /** Frames that are done, of how many. */
  done: number
  readonly total: number
}

/**
 * What a hand on a tracked window moves: the window in every frame of the clip (its shape), its track in this frame alone, or its track from
 * this frame on.
 */
export type TrackMode = 'clip' | 'frame' | 'onward'

export class Tracking {
  may: Freedom = free
  mode: TrackMode = 'clip'
  run: TrackRun | null = null
  /** First and last source frame chosen in the graph, or null. */
  span: readonly [number, number] | null = null
  /** Where tracks have been lost since they were last well: `<window>@<source frame>`. */
  lost: ReadonlySet<string> = new Set()
  /** Brings frames and finds; null where there is no media to track on. */
  engine: TrackEngine | null = null
  /** Stops the run under way and keeps what it has found. */
  stop: (() => void) | null = null
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  setMay(may: Partial<Freedom>): void {
    this.may = { ...this.may, ...may }
    this.#changed()
  }
  setMode(mode: TrackMode): void {
    this.mode = mode
    this.#changed()
  }
  setSpan(span: readonly [number, number] | null): void {
    this.span = span
    this.#changed()
  }
  setLost(window: string, frame: number, lost: boolean): void {
    const next = new Set(this.lost)
    if (lost) next.add(`${window}@${frame}`)
    else if (!next.delete(`${window}@${frame}`)) return
    this.lost = next
    this.#changed()
  }
  /** Something of the run has changed. */
  tell(): void {
    this.#changed()
  }
}
