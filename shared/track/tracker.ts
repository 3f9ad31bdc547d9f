/**
 * Follows what an outline encircles from picture to picture. Each picture is matched twice: against the one before, which finds large steps, and
 * against the key picture the points were chosen in, which keeps small errors from adding up. Where the two say too little it is lost, and that
 * is the answer: a place is never made up.
 */
import { agree, confine, type Fit, type Freedom, type Pair, weigh } from './fit.ts'
import { type Grey, type Pyramid, pyramidOf } from './grey.ts'
import { jumpOf } from './jump.ts'
import { follow, MARGIN, type Patch, patchAt, settle } from './match.ts'
import { cornersOf, MOST_POINTS } from './points.ts'
import { maskOf, middleOf } from './region.ts'
import { back, chain, moved, type Similarity, type Spot, stay, zoomOf } from './similarity.ts'

/** Where the outline is in a picture, from where it was in the first. */
export interface Step {
  readonly kind: 'found'
  /** Pixels of the first picture to pixels of this one, of what was free. */
  readonly move: Similarity
  /** The points that agree, as they lie in this picture. */
  readonly points: readonly Spot[]
  /** How sure it is, 0 to 1: the share of the points in the picture that agree, times how alike they look. */
  readonly trust: number
}
export interface Loss {
  readonly kind: 'lost'
  /** The end of a sentence, without its stop. */
  readonly why: string
}

/** Fewer points than this say nothing that could be checked. */
export const LEAST_POINTS = 6
/** As this share of those it began with. */
const LEAST_LEFT = 0.12
/** A patch less alike than this is not the same thing: in the picture before, and in the key picture. */
const ALIKE = 0.7
const ALIKE_KEY = 0.75
/** There and back again ends within so many pixels of where it began, or it was another thing. */
const RETURN = 0.7
/** With less than this share of the points in sight agreeing, the key picture is not believed. */
const BELIEVED = 0.35
/** Below this share, or this likeness, or beyond this much larger, smaller or turned, a new key picture is taken. */
const FRESH_SHARE = 0.6
const FRESH_SCORE = 0.9
const FRESH_ZOOM = 1.2
const FRESH_TURN = 0.2
/** With less than this share of the points it began with, others are looked for every few pictures. */
const FEW = 0.6
/** From one picture to the next nothing grows or shrinks by more than this, nor goes further than this share of the picture's height. */
const STEP_ZOOM = 1.25
const STEP_FAR = 0.4
/** New points must have gone along for so many pictures. */
const PAST = 3

interface Point {
  /** Its place in the key picture. */
  readonly from: Spot
  readonly patch: Patch
  /** Its place in the picture before; null where it was not seen there. */
  at: Spot | null
}

interface Seen {
  readonly pyramid: Pyramid
  /** From the first picture to this one, with everything free. */
  readonly full: Similarity
}

interface Matched {
  readonly fit: Fit
  readonly points: readonly Point[]
  readonly pairs: readonly Pair[]
  readonly inSight: number
  readonly score: number
}

const gap = ([x, y]: Spot, [u, v]: Spot): number => Math.sqrt((u - x) * (u - x) + (v - y) * (v - y))
const count = (fit: Fit | null): number => (fit ? fit.agrees.filter(Boolean).length : 0)

export class Tracker {
  readonly #outline: readonly Spot[]
  readonly #middle: Spot
  readonly #may: Freedom
  #points: Point[] = []
  /** Newest last. */
  #past: Seen[]
  /** From the first picture to the key picture. */
  #key: Similarity = stay
  #began: number
  #speed: Spot = [0, 0]
  /** Pictures with few points since the last key picture. */
  #since = 0

  /** Begins in a picture, with an outline in its pixels, the middle of the first at (0, 0). */
  constructor(grey: Grey, outline: readonly Spot[], may: Freedom) {
    this.#outline = outline
    this.#may = may
    this.#middle = middleOf(outline)
    const pyramid = pyramidOf(grey)
    this.#past = [{ pyramid, full: stay }]
    this.#points = this.#corners(pyramid, stay, MOST_POINTS, [])
    this.#began = this.#points.length
  }

  /** Why nothing can be tracked from here; null where it can. */
  get trouble(): string | null {
    if (this.#began >= LEAST_POINTS) return null
    const n = this.#began
    const has = n === 0 ? 'no point' : n === 1 ? 'one point' : `${n} points`
    return `within the window ${has} could be told from its surroundings, and ${LEAST_POINTS} are needed`
  }
  /** The points it begins with. */
  get points(): readonly Spot[] {
    return this.#points.map(({ from }) => from)
  }

  /** The next picture, in whichever direction of time. After a loss nothing more is asked. */
  next(grey: Grey): Step | Loss {
    const pyramid = pyramidOf(grey)
    const last = this.#past.at(-1)!
    const near = this.#beside(pyramid, last)
    const [vx, vy] = this.#speed
    const guess = near ? chain(last.full, near.move) : chain(last.full, { a: 1, b: 0, c: vx, d: vy })
    const held = this.#held(pyramid, guess)
    const least = Math.max(LEAST_POINTS, LEAST_LEFT * this.#began)
    if (held.inSight < least) return lost(this.#gone(guess, grey, held))
    const good = count(held.fit)
    const believed = good >= least && good >= BELIEVED * held.inSight
    if (!believed && !near) return lost(this.#gone(guess, grey, held))
    const full = believed ? chain(this.#key, held.fit.move) : guess
    const wrong = this.#strange(last.full, full, grey)
    if (wrong) return lost(wrong)
    // What agrees in both pictures: against the key picture where that is believed, else against the one before.
    const kept = believed ? held : this.#again(pyramid, full)
    const agreeing = kept.pairs.filter((_, i) => kept.fit.agrees[i])
    const seen: Seen = { pyramid, full }
    this.#past = [...this.#past, seen].slice(-PAST - 1)
    this.#speed = between(moved(last.full, this.#middle), moved(full, this.#middle))
    for (const point of this.#points) point.at = null
    for (const [i, point] of kept.points.entries()) if (kept.fit.agrees[i]) point.at = kept.pairs[i]![1]
    const key = chain(back(this.#key), full)
    const turned = Math.abs(key.b) > FRESH_TURN * Math.abs(key.a)
    const zoom = zoomOf(key)
    const share = agreeing.length / Math.max(1, kept.inSight)
    const changed = turned || zoom > FRESH_ZOOM || zoom < 1 / FRESH_ZOOM || kept.score < FRESH_SCORE
    const few = agreeing.length < FEW * this.#began && ++this.#since > PAST
    if (!believed || changed || few || share < FRESH_SHARE) this.#renew(seen)
    return {
      kind: 'found',
      move: confine(full, this.#may, this.#middle),
      points: agreeing.map(([, to]) => to),
      trust: share * kept.score,
    }
  }

  /** Against the picture before: there and back, and what most agree on. Null where too few do. */
  #beside(pyramid: Pyramid, last: Seen): Fit | null {
    const [vx, vy] = this.#speed
    const tried = this.#points.filter(({ at }) => at !== null)
    const places = tried.map(({ at }) => at!)
    // Where it goes on as it went; where that finds nothing, as if it had stopped; and where nothing is found near, wherever the whole is.
    const ways: (() => Spot | null)[] = [() => this.#speed, () => jumpOf(last.pyramid, pyramid, places)]
    if (vx * vx + vy * vy > 4) ways.splice(1, 0, () => [0, 0])
    for (const way of ways) {
      const gone = places.length > 0 ? way() : null
      if (!gone) continue
      const [dx, dy] = gone
      const pairs: Pair[] = []
      for (const { at } of tried) {
        const [x, y] = at!
        const there = follow(last.pyramid, pyramid, [x, y], [x + dx, y + dy])
        if (!there || there.score < ALIKE) continue
        const again = follow(pyramid, last.pyramid, [there.x, there.y], [there.x - dx, there.y - dy])
        if (again && gap([again.x, again.y], [x, y]) < RETURN)
          pairs.push([
            [x, y],
            [there.x, there.y],
          ])
      }
      const fit = agree(pairs)
      if (fit && count(fit) >= Math.max(LEAST_POINTS, 0.5 * tried.length)) return fit
    }
    return null
  }

  /** Against the key picture, from a guess of the whole way from the first picture. */
  #held(pyramid: Pyramid, guess: Similarity): Matched {
    const move = chain(back(this.#key), guess)
    const [finest] = pyramid as [Grey]
    const pairs: Pair[] = []
    const points: Point[] = []
    let inSight = 0
    let score = 0
    for (const point of this.#points) {
      const at = moved(move, point.from)
      if (at[0] < MARGIN || at[1] < MARGIN || at[0] > finest.width - MARGIN || at[1] > finest.height - MARGIN) continue
      inSight++
      const found = settle(point.patch, finest, at, move.a, move.b, 4)
      if (!found || found.score < ALIKE_KEY) continue
      pairs.push([point.from, [found.x, found.y]])
      points.push(point)
      score += found.score
    }
    const fit = agree(pairs) ?? { move, agrees: pairs.map(() => false), off: 0 }
    return { fit, points, pairs, inSight, score: pairs.length > 0 ? score / pairs.length : 0 }
  }

  /** Where the key picture is not believed any more: the points that were seen in the picture before, as the whole moves now. */
  #again(pyramid: Pyramid, full: Similarity): Matched {
    const last = this.#past.at(-1)!
    const step = chain(back(last.full), full)
    const points = this.#points.filter(({ at }) => at !== null)
    const pairs: Pair[] = []
    const kept: Point[] = []
    let score = 0
    for (const point of points) {
      const found = follow(last.pyramid, pyramid, point.at!, moved(step, point.at!), step.a, step.b)
      if (!found || found.score < ALIKE) continue
      pairs.push([point.from, [found.x, found.y]])
      kept.push(point)
      score += found.score
    }
    const fit = weigh(pairs, chain(back(this.#key), full))
    return { fit, points: kept, pairs, inSight: points.length, score: score / Math.max(1, pairs.length) }
  }

  /** Why it is lost where too few points agree: it is beyond the edge, or no longer to be recognised. */
  #gone(guess: Similarity, { width, height }: Grey, { fit }: Matched): string {
    const within = this.#outline.filter((spot) => {
      const [x, y] = moved(guess, spot)
      return x > 0 && y > 0 && x < width && y < height
    })
    if (within.length < 0.6 * this.#outline.length) return 'it leaves the picture'
    const left = `${count(fit)} of the ${this.#began} points it began with are left`
    return `${left}: something covers it, or it changes too much from one frame to the next`
  }

  #strange(from: Similarity, to: Similarity, { height }: Grey): string | null {
    const step = zoomOf(chain(back(from), to))
    if (step > STEP_ZOOM || step < 1 / STEP_ZOOM) return 'it would have to change its size at once'
    const far = gap(moved(from, this.#middle), moved(to, this.#middle))
    return far > STEP_FAR * height ? 'it would have to jump across the picture' : null
  }

  /** This picture becomes the key picture: the points that agree are chosen anew in it, and others join them that have gone along with them. */
  #renew({ pyramid, full }: Seen): void {
    const kept = this.#points.flatMap(({ at }): Point[] => {
      const patch = at && patchAt(pyramid[0]!, at[0], at[1])
      return patch ? [{ from: at, patch, at }] : []
    })
    this.#key = full
    this.#since = 0
    const fresh = this.#corners(
      pyramid,
      full,
      MOST_POINTS - kept.length,
      kept.map(({ from }) => from),
    )
    const oldest = this.#past[0]!
    const way = chain(back(full), oldest.full)
    const along = fresh.filter(({ from, patch }) => {
      const was = moved(way, from)
      const found = settle(patch, oldest.pyramid[0]!, was, way.a, way.b, 2)
      return found !== null && found.score > ALIKE_KEY && gap([found.x, found.y], was) < RETURN
    })
    this.#points = [...kept, ...along]
  }

  #corners(pyramid: Pyramid, full: Similarity, wanted: number, taken: readonly Spot[]): Point[] {
    const [finest] = pyramid as [Grey]
    const mask = maskOf(
      this.#outline.map((spot) => moved(full, spot)),
      finest.width,
      finest.height,
    )
    return cornersOf(finest, mask, MARGIN, wanted, taken).flatMap((from): Point[] => {
      const patch = patchAt(finest, from[0], from[1])
      return patch ? [{ from, patch, at: from }] : []
    })
  }
}

const lost = (why: string): Loss => ({ kind: 'lost', why })
const between = ([x, y]: Spot, [u, v]: Spot): Spot => [u - x, v - y]
