/**
 * The one movement that most pairs of points agree on. Two pairs at a time say a movement, and the one that the others agree with most is kept
 * (Fischler and Bolles, "Random Sample Consensus", 1981; scored as Torr and Zisserman's MSAC, 2000); then all are weighed by how well they
 * agree and it is solved again. Which pairs are tried is drawn from a seed of our own: the same points, the same answer.
 */
import { moved, type Similarity, type Spot, zoomOf } from './similarity.ts'

/** Where a point was, and where it is. */
export type Pair = readonly [from: Spot, to: Spot]

/** What a movement may be made of. */
export interface Freedom {
  readonly pan: boolean
  readonly tilt: boolean
  readonly zoom: boolean
  readonly rotate: boolean
}

export const free: Freedom = { pan: true, tilt: true, zoom: true, rotate: true }

export interface Fit {
  readonly move: Similarity
  /** Of each pair, whether it agrees. */
  readonly agrees: readonly boolean[]
  /** Root mean square of what the agreeing pairs are off by, pixels. */
  readonly off: number
}

const TRIES = 120
/** A pair further off than this is out of the question while pairs are tried, pixels. */
const WIDE = 1.5
/** And when all are weighed: this many times the spread of those that agree, but no less than `TIGHT` pixels (Tukey's biweight, 1974: 4.685). */
const SPREAD = 4.685
const TIGHT = 0.35

const through = (m: Similarity, [[x, y], [u, v]]: Pair): number => {
  const dx = m.a * x - m.b * y + m.c - u
  const dy = m.b * x + m.a * y + m.d - v
  return dx * dx + dy * dy
}

function between([[x, y], [u, v]]: Pair, [[p, q], [r, s]]: Pair): Similarity | null {
  const [dx, dy, du, dv] = [p - x, q - y, r - u, s - v]
  const length = dx * dx + dy * dy
  if (length < 16) return null
  const a = (dx * du + dy * dv) / length
  const b = (dx * dv - dy * du) / length
  return { a, b, c: u - a * x + b * y, d: v - b * x - a * y }
}

/** Whole numbers below n, as Numerical Recipes' quick generator gives them. */
function drawer(): (below: number) => number {
  let state = 0x5eed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * below)
  }
}

/** Least squares over weighed pairs; `from` where they say nothing. */
function solve(pairs: readonly Pair[], weights: Float64Array, from: Similarity): Similarity {
  let [sum, mx, my, mu, mv] = [0, 0, 0, 0, 0]
  for (const [i, [[x, y], [u, v]]] of pairs.entries()) {
    const w = weights[i]!
    sum += w
    mx += w * x
    my += w * y
    mu += w * u
    mv += w * v
  }
  if (!(sum > 0)) return from
  mx /= sum
  my /= sum
  mu /= sum
  mv /= sum
  let [along, across, size] = [0, 0, 0]
  for (const [i, [[x, y], [u, v]]] of pairs.entries()) {
    const w = weights[i]!
    const [dx, dy, du, dv] = [x - mx, y - my, u - mu, v - mv]
    along += w * (dx * du + dy * dv)
    across += w * (dx * dv - dy * du)
    size += w * (dx * dx + dy * dy)
  }
  if (!(size > 0)) return from
  const [a, b] = [along / size, across / size]
  return { a, b, c: mu - a * mx + b * my, d: mv - b * mx - a * my }
}

/** The movement that most pairs agree on; null of fewer than three. */
export function agree(pairs: readonly Pair[]): Fit | null {
  if (pairs.length < 3) return null
  const draw = drawer()
  let best: Similarity | null = null
  let least = Infinity
  for (let i = 0; i < TRIES; i++) {
    const first = pairs[draw(pairs.length)]!
    const second = pairs[draw(pairs.length)]!
    const tried = between(first, second)
    if (!tried) continue
    let cost = 0
    for (const pair of pairs) cost += Math.min(WIDE * WIDE, through(tried, pair))
    if (cost < least) [best, least] = [tried, cost]
  }
  return best && weigh(pairs, best)
}

/** Solves again and again, each pair weighed by how well it agreed; begins with `from`. */
export function weigh(pairs: readonly Pair[], from: Similarity): Fit {
  let move = from
  let limit = WIDE
  const weights = new Float64Array(pairs.length)
  for (let round = 0; round < 5; round++) {
    const off = pairs.map((pair) => Math.sqrt(through(move, pair)))
    const near = off.filter((v) => v < limit).sort((p, q) => p - q)
    // Half of all distances in two dimensions lie within 1.1774 spreads.
    const spread = (near[Math.floor(near.length / 2)] ?? WIDE) / 1.1774
    limit = Math.min(WIDE, Math.max(TIGHT, SPREAD * spread))
    for (const [i, v] of off.entries()) {
      const share = v / limit
      weights[i] = share < 1 ? (1 - share * share) * (1 - share * share) : 0
    }
    move = solve(pairs, weights, move)
  }
  let [sum, count] = [0, 0]
  const agrees = pairs.map((pair) => {
    const square = through(move, pair)
    const yes = square < limit * limit
    if (yes) [sum, count] = [sum + square, count + 1]
    return yes
  })
  return { move, agrees, off: count > 0 ? Math.sqrt(sum / count) : 0 }
}

/** What of a movement is kept: how a place in the middle goes, and the zoom and the turn about it, each only where it may. */
export function confine(move: Similarity, may: Freedom, [x, y]: Spot): Similarity {
  const size = zoomOf(move)
  const [turnA, turnB] = may.rotate ? [move.a / size, move.b / size] : [1, 0]
  const zoom = may.zoom ? size : 1
  const [a, b] = [zoom * turnA, zoom * turnB]
  const [toX, toY] = moved(move, [x, y])
  return { a, b, c: (may.pan ? toX : x) - a * x + b * y, d: (may.tilt ? toY : y) - b * x - a * y }
}
