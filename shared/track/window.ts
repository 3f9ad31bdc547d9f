/** A window tracked over the pictures of one clip: what is stored, in half picture heights, from what is found in pixels. */
import type { Window } from '../doc/grade.ts'
import type { Carry } from '../doc/track.ts'
import type { Freedom } from './fit.ts'
import type { Grey } from './grey.ts'
import { outlineOf } from './region.ts'
import { back, chain, moved, type Similarity, type Spot } from './similarity.ts'
import { type Loss, Tracker } from './tracker.ts'

/** Pictures higher than this are reduced before they are tracked. */
const HIGH = 540
/** A window of fewer pixels than this across gets a finer picture, but none finer than `FINEST` pixels high. */
const ACROSS = 60
const FINEST = 1080

/** What is tracked, and where it stands in the first picture. */
export interface Tracked {
  readonly window: Pick<Window, 'kind' | 'shape' | 'path'>
  /** Where its track carries it in the first picture; null: nowhere yet. */
  readonly carry: Carry | null
  readonly may: Freedom
}

/** Full size of the pictures, in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

export interface Carried {
  readonly kind: 'found'
  readonly carry: Carry
  /** The points that agree, in half picture heights. */
  readonly points: readonly Spot[]
  /** 0 to 1. */
  readonly trust: number
}

const rest: Carry = [1, 0, 0, 0, 1, 0]

const carried = ([a, b, c, d, e, f]: Carry, [x, y]: Spot): Spot => [a! * x + b! * y + c!, d! * x + e! * y + f!]

const standing = ({ window, carry }: Tracked, { width, height }: Size): Spot[] =>
  outlineOf(window, width / height).map((spot) => carried(carry ?? rest, spot))

/** By how many pixels each way the pictures of a clip are reduced to track this window. */
export function stepOf(tracked: Tracked, size: Size): number {
  const outline = standing(tracked, size)
  const span = (side: 0 | 1): number => {
    const all = outline.map((spot) => spot[side])
    return ((Math.max(...all) - Math.min(...all)) * size.height) / 2
  }
  const coarse = Math.max(1, Math.round(size.height / HIGH))
  const finest = Math.max(1, Math.floor(size.height / FINEST))
  const wanted = outline.length === 0 ? coarse : Math.floor(Math.min(span(0), span(1)) / ACROSS)
  return Math.max(finest, Math.min(coarse, wanted))
}

export class WindowTracker {
  readonly #tracker: Tracker
  readonly #toHalf: Similarity
  readonly #toPixels: Similarity
  readonly #carry: Carry

  /** `grey`: the picture it begins in, reduced by `step` from a full `size`. */
  constructor(grey: Grey, step: number, size: Size, tracked: Tracked) {
    const { width, height } = size
    const half = 2 / height
    this.#toHalf = { a: step * half, b: 0, c: (step - width) * (half / 2), d: (step - height) * (half / 2) }
    this.#toPixels = back(this.#toHalf)
    this.#carry = tracked.carry ?? rest
    const outline = standing(tracked, size).map((spot) => moved(this.#toPixels, spot))
    this.#tracker = new Tracker(grey, outline, tracked.may)
  }

  /** Why nothing can be tracked from here; null where it can. */
  get trouble(): string | null {
    return this.#tracker.trouble
  }
  /** The first picture. */
  get start(): Carried {
    return { kind: 'found', carry: this.#carry, points: this.#half(this.#tracker.points), trust: 1 }
  }

  next(grey: Grey): Carried | Loss {
    const step = this.#tracker.next(grey)
    if (step.kind === 'lost') return step
    const { a, b, c, d } = chain(chain(this.#toPixels, step.move), this.#toHalf)
    const [p, q, r, s, t, u] = this.#carry as [number, number, number, number, number, number]
    const carry = [a * p - b * s, a * q - b * t, a * r - b * u + c, b * p + a * s, b * q + a * t, b * r + a * u + d]
    return { kind: 'found', carry, points: this.#half(step.points), trust: step.trust }
  }

  #half(points: readonly Spot[]): Spot[] {
    return points.map((spot) => moved(this.#toHalf, spot))
  }
}
