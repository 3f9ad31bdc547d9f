/**
 * Signed distance to an outline, pixel by pixel: f64, + − × ÷ √ only, so the same numbers everywhere. Exact at every pixel: the picture is
 * halved and halved again, and a square keeps those edges alone that may be the nearest of one of its pixels. It is stored in sixteen bits:
 * fine near the outline, where softness is narrow, and coarser in two steps where it can only be wide.
 */
import type { Builder, V } from '../op/expr.ts'
import type { Segments } from './outline.ts'

/** The stored number of distance 0: larger is inside, smaller outside. */
const EDGE = 32768
/** Distance to which a step reaches, the stored number it begins with, and how many of it are a pixel. */
const FINE = { to: 32, per: 256 } as const
const MIDDLE = { to: 1056, stored: 8192, per: 16 } as const
const COARSE = { stored: 24576, per: 2 } as const
/** The largest stored size: a stored number stays within what is held, 65,504. */
const MOST = 32736
/** The largest distance that is stored, pixels: what is farther is this far. */
export const FARTHEST = MIDDLE.to + (MOST - COARSE.stored) / COARSE.per
/** Squares of this side are not halved. */
const LEAF = 4

/** A distance of 0 or more as it is stored, without its side. */
function store(d: number): number {
  // Asked for every pixel: whole numbers by their bits are twice as fast as by `floor`.
  if (d < FINE.to) return (d * FINE.per + 0.5) | 0
  if (d < MIDDLE.to) return MIDDLE.stored + (((d - FINE.to) * MIDDLE.per + 0.5) | 0)
  return d < FARTHEST ? COARSE.stored + (((d - MIDDLE.to) * COARSE.per + 0.5) | 0) : MOST
}

/** A stored number as a distance in pixels, positive inside; every step exact in f32. */
export function readDistance(b: Builder, stored: V): V {
  const signed = b.sub(stored, b.const(EDGE))
  const size = b.abs(signed)
  // Each step is steeper than the one before it: the largest of their lines is the one in force.
  const line = (zero: number, per: number): V => b.mul(b.sub(size, b.const(zero)), b.const(1 / per))
  const near = b.max(line(0, FINE.per), line(MIDDLE.stored - FINE.to * MIDDLE.per, MIDDLE.per))
  return b.signed(b.max(near, line(COARSE.stored - MIDDLE.to * COARSE.per, COARSE.per)), signed)
}

/**
 * The distances of a picture's pixels to the nearest of `edges`, as `readDistance` reads them: inside by the non-zero rule over `outline` (all
 * segments of the closed outline). Coordinates are pixels from the picture's corner; a pixel is its centre.
 */
export function drawDistance(outline: Segments, edges: Segments, width: number, height: number): Uint16Array {
  const out = new Uint16Array(width * height).fill(EDGE - MOST)
  if (edges.length > 0) new Measure(edges, width, height, out)
  fill(outline, width, height, out)
  return out
}

/** Turns the sign of what is inside. */
function fill(s: Segments, width: number, height: number, out: Uint16Array): void {
  const n = s.length / 4
  const rows: [x: number, way: number][][] = []
  for (let i = 0; i < n; i++) {
    const [ax, ay, bx, by] = [s[4 * i]!, s[4 * i + 1]!, s[4 * i + 2]!, s[4 * i + 3]!]
    const [top, bottom] = ay < by ? [ay, by] : [by, ay]
    const first = Math.max(0, Math.ceil(top - 0.5))
    const last = Math.min(height, Math.ceil(bottom - 0.5))
    const slope = (bx - ax) / (by - ay)
    for (let y = first; y < last; y++) (rows[y] ??= []).push([ax + (y + 0.5 - ay) * slope, ay < by ? 1 : -1])
  }
  rows.forEach((row, y) => {
    row.sort((p, q) => p[0] - q[0])
    let winding = 0
    for (let k = 0; k + 1 < row.length; k++) {
      winding += row[k]![1]
      if (winding === 0) continue
      const first = Math.max(0, Math.ceil(row[k]![0] - 0.5))
      const last = Math.min(width, Math.ceil(row[k + 1]![0] - 0.5))
      for (let p = y * width + first; p < y * width + last; p++) out[p] = 2 * EDGE - out[p]!
    }
  })
}

/** Two ends are one: as they come out of a start and a way, a joint is met to within rounding. */
const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * (1 + Math.abs(a))

/** Numbers of a segment: start, way, one over its length squared. */
const STRIDE = 5

/** The halving of a picture over some edges. */
class Measure {
  readonly #width: number
  readonly #height: number
  readonly #out: Uint16Array
  readonly #edge: Float64Array
  /** Each halving keeps its own list after that of the larger square; no list is longer than all. */
  readonly #list: Int32Array
  /** Of each edge looked at: distance of the square's middle, and the way to it from there. */
  readonly #far: Float64Array
  /** Squares of the distances of one small square. */
  readonly #square = new Float64Array(LEAF * LEAF)

  constructor(s: Segments, width: number, height: number, out: Uint16Array) {
    this.#width = width
    this.#height = height
    this.#out = out
    const n = s.length / 4
    this.#edge = new Float64Array(n * STRIDE)
    for (let i = 0; i < n; i++) {
      const [ax, ay] = [s[4 * i]!, s[4 * i + 1]!]
      const [dx, dy] = [s[4 * i + 2]! - ax, s[4 * i + 3]! - ay]
      this.#edge.set([ax, ay, dx, dy, 1 / (dx * dx + dy * dy)], i * STRIDE)
    }
    let side = LEAF
    let depth = 2
    for (; side < width || side < height; side *= 2) depth++
    this.#list = new Int32Array(n * depth)
    for (let i = 0; i < n; i++) this.#list[i] = i * STRIDE
    this.#far = new Float64Array(3 * n)
    this.#halve(0, 0, side, 0, n)
  }

  /** The square of `side` pixels at (x, y), whose nearest edges are among those of the list from `from` to `to`. */
  #halve(x: number, y: number, side: number, from: number, to: number): void {
    if (x >= this.#width || y >= this.#height) return
    // What is asked of a square is asked of the centres of its pixels.
    const half = (side - 1) / 2
    const end = this.#keep(x + 0.5 + half, y + 0.5 + half, half, from, to)
    if (end === to + 1) this.#paintOne(x, y, side, this.#list[to]!)
    else if (side <= LEAF) this.#paint(x, y, side, to, end)
    else {
      const next = side / 2
      this.#halve(x, y, next, to, end)
      this.#halve(x + next, y, next, to, end)
      this.#halve(x, y + next, next, to, end)
      this.#halve(x + next, y + next, next, to, end)
    }
  }

  /** Lists, after `to`, those edges that may be the nearest of a place within `half` of (mx, my) across and down; answers the list's end. */
  #keep(mx: number, my: number, half: number, from: number, to: number): number {
    const [edge, list, far] = [this.#edge, this.#list, this.#far]
    const reach = half * Math.SQRT2
    let least = Infinity
    let b = 0
    for (let k = from, q = 0; k < to; k++, q += 3) {
      const i = list[k]!
      const ox = mx - edge[i]!
      const oy = my - edge[i + 1]!
      const dx = edge[i + 2]!
      const dy = edge[i + 3]!
      const t = Math.min(Math.max((ox * dx + oy * dy) * edge[i + 4]!, 0), 1)
      const ex = ox - t * dx
      const ey = oy - t * dy
      const d = Math.sqrt(ex * ex + ey * ey)
      far[q] = d
      far[q + 1] = ex
      far[q + 2] = ey
      if (d < least) {
        least = d
        b = q
      }
    }
    const best = list[from + b / 3]!
    const [bx, by] = [far[b + 1]! / least, far[b + 2]! / least]
    // A distance grows by one a pixel at most, and its direction turns by one over it: what cannot catch up goes.
    const wide = least + 2 * reach
    const away = least > 2 * reach
    const drift = away ? (reach * reach) / (least - reach) + 1e-9 : 0
    const turns = 2 * reach * reach
    let end = to
    list[end++] = best
    for (let k = from, q = 0; k < to; k++, q += 3) {
      const d = far[q]!
      if (q === b || d > wide) continue
      if (away) {
        const behind = d - least - drift
        // behind > reach · |difference of the two directions|, squared and times d.
        if (behind > 0 && behind * behind * d > turns * (d - (far[q + 1]! * bx + far[q + 2]! * by))) continue
      }
      const i = list[k]!
      if (!this.#joined(best, i, mx, my, half)) list[end++] = i
    }
    return end
  }

  /** Whether all of a square is nearest to that end of `other` at which it joins `one`: then `one` says it all. */
  #joined(one: number, other: number, mx: number, my: number, half: number): boolean {
    const edge = this.#edge
    const [x, y, dx, dy, per] = [edge[other]!, edge[other + 1]!, edge[other + 2]!, edge[other + 3]!, edge[other + 4]!]
    const t = ((mx - x) * dx + (my - y) * dy) * per
    const spread = half * (Math.abs(dx) + Math.abs(dy)) * per
    const [fx, fy] = [edge[one]!, edge[one + 1]!]
    if (t + spread <= 0) return same(fx + edge[one + 2]!, x) && same(fy + edge[one + 3]!, y)
    return t - spread >= 1 && same(x + dx, fx) && same(y + dy, fy)
  }

  #paint(x: number, y: number, side: number, from: number, to: number): void {
    const [edge, list, out, width, square] = [this.#edge, this.#list, this.#out, this.#width, this.#square]
    const right = Math.min(width, x + side)
    const bottom = Math.min(this.#height, y + side)
    square.fill(Infinity)
    for (let k = from; k < to; k++) {
      const i = list[k]!
      const ax = edge[i]! - 0.5
      const ay = edge[i + 1]! - 0.5
      const dx = edge[i + 2]!
      const dy = edge[i + 3]!
      const per = edge[i + 4]!
      let q = 0
      for (let py = y; py < y + side; py++)
        for (let px = x; px < x + side; px++, q++) {
          const ox = px - ax
          const oy = py - ay
          const t = Math.min(Math.max((ox * dx + oy * dy) * per, 0), 1)
          const ex = ox - t * dx
          const ey = oy - t * dy
          const d = ex * ex + ey * ey
          if (d < square[q]!) square[q] = d
        }
    }
    for (let py = y; py < bottom; py++)
      for (let px = x, q = (py - y) * side; px < right; px++, q++)
        out[py * width + px] = EDGE - store(Math.sqrt(square[q]!))
  }

  /** A square that one edge alone is nearest to: the distance to its line, or to one of its ends, where that is all there is. */
  #paintOne(x: number, y: number, side: number, i: number): void {
    const [edge, out, width] = [this.#edge, this.#out, this.#width]
    const right = Math.min(width, x + side)
    const bottom = Math.min(this.#height, y + side)
    const [ax, ay, dx, dy, per] = [edge[i]!, edge[i + 1]!, edge[i + 2]!, edge[i + 3]!, edge[i + 4]!]
    const half = (side - 1) / 2
    const middle = ((x + 0.5 + half - ax) * dx + (y + 0.5 + half - ay) * dy) * per
    const spread = half * (Math.abs(dx) + Math.abs(dy)) * per
    const line = middle - spread >= 0 && middle + spread <= 1
    const over = Math.sqrt(per)
    const [nx, ny] = [-dy * over, dx * over]
    for (let py = y; py < bottom; py++) {
      const oy = py + 0.5 - ay
      let p = py * width + x
      if (line)
        for (let px = x; px < right; px++, p++) {
          const d = (px + 0.5 - ax) * nx + oy * ny
          out[p] = EDGE - store(d < 0 ? 0 - d : d)
        }
      else
        for (let px = x; px < right; px++, p++) {
          const ox = px + 0.5 - ax
          const t = Math.min(Math.max((ox * dx + oy * dy) * per, 0), 1)
          const ex = ox - t * dx
          const ey = oy - t * dy
          out[p] = EDGE - store(Math.sqrt(ex * ex + ey * ey))
        }
    }
  }
}
