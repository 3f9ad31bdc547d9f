/** Which points are worth following: corners by Shi and Tomasi, "Good Features to Track" (1994), spread over the outline. */
import type { Grey } from './grey.ts'
import type { Spot } from './similarity.ts'

/** Points of one cloud at most. */
export const MOST_POINTS = 140
/** Half a side of the square whose gradients are summed, pixels. */
const AROUND = 3
/** A corner weaker than this share of the best is none; the same paper and OpenCV's default are 0.01 to 0.05. */
const LEAST_SHARE = 0.01
/** And so is one whose surroundings change by less than a thousandth of the whole range a pixel: grain, or a wall. */
const LEAST_STRENGTH = 49e-6
/** Points stand no nearer than this, pixels. */
const LEAST_APART = 5

/**
 * Corners within a mask, the strongest first, at whole pixels. `margin`: pixels from the picture's edge where none is sought; `taken`: points
 * that stand already, which new ones keep away from; `count`: how many are wanted.
 */
export function cornersOf(
  { width, height, data }: Grey,
  mask: Uint8Array,
  margin: number,
  count = MOST_POINTS,
  taken: readonly Spot[] = [],
): Spot[] {
  const edge = Math.max(margin, AROUND + 1)
  let [left, right, top, bottom, area] = [width, -1, height, -1, 0]
  for (let y = edge; y < height - edge; y++)
    for (let x = edge; x < width - edge; x++)
      if (mask[y * width + x]) {
        area++
        if (x < left) left = x
        if (x > right) right = x
        if (y < top) top = y
        if (y > bottom) bottom = y
      }
  if (area === 0) return []
  const w = right - left + 1
  const strengths = strengthOf({ width, height, data }, left, top, w, bottom - top + 1)
  const found: { at: number; strength: number }[] = []
  let best = 0
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      if (!mask[y * width + x]) continue
      const at = (y - top) * w + x - left
      const strength = strengths[at]!
      if (strength > best) best = strength
      // Only where it is the strongest of its neighbours in this row and the next.
      if (strength > 0 && strength >= (strengths[at - 1] ?? 0) && strength >= (strengths[at + 1] ?? 0))
        found.push({ at, strength })
    }
  found.sort((p, q) => q.strength - p.strength || p.at - q.at)
  const apart = Math.max(LEAST_APART, Math.floor(Math.sqrt(area / (2 * MOST_POINTS))))
  const crowd = new Crowd(apart)
  for (const spot of taken) crowd.add(spot)
  const out: Spot[] = []
  for (const { at, strength } of found) {
    if (out.length >= count || strength < Math.max(LEAST_STRENGTH, LEAST_SHARE * best)) break
    const spot: Spot = [left + (at % w), top + Math.floor(at / w)]
    if (crowd.near(spot)) continue
    crowd.add(spot)
    out.push(spot)
  }
  return out
}

/** The smaller eigenvalue of the summed products of gradients, of each pixel of a rectangle that stands off the picture's edge. */
function strengthOf({ width, data }: Grey, left: number, top: number, w: number, h: number): Float32Array {
  const [wide, high] = [w + 2 * AROUND, h + 2 * AROUND]
  const products = [
    new Float32Array(wide * high),
    new Float32Array(wide * high),
    new Float32Array(wide * high),
  ] as const
  for (let y = 0, o = 0; y < high; y++)
    for (let x = 0; x < wide; x++, o++) {
      const at = (top + y - AROUND) * width + left + x - AROUND
      const gx = (data[at + 1]! - data[at - 1]!) * 0.5
      const gy = (data[at + width]! - data[at - width]!) * 0.5
      products[0][o] = gx * gx
      products[1][o] = gx * gy
      products[2][o] = gy * gy
    }
  const [xx, xy, yy] = products.map((one) => boxSum(one, wide, high, w, h)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const out = new Float32Array(w * h)
  for (let i = 0; i < out.length; i++) {
    const half = (xx[i]! - yy[i]!) * 0.5
    out[i] = (xx[i]! + yy[i]!) * 0.5 - Math.sqrt(half * half + xy[i]! * xy[i]!)
  }
  return out
}

/** Sums over squares of 2·AROUND + 1, of those that lie within. */
function boxSum(plane: Float32Array, wide: number, high: number, w: number, h: number): Float32Array {
  const rows = new Float32Array(w * high)
  const side = 2 * AROUND + 1
  for (let y = 0; y < high; y++)
    for (let x = 0; x < w; x++) {
      let sum = 0
      for (let i = 0; i < side; i++) sum += plane[y * wide + x + i]!
      rows[y * w + x] = sum
    }
  const out = new Float32Array(w * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      let sum = 0
      for (let i = 0; i < side; i++) sum += rows[(y + i) * w + x]!
      out[y * w + x] = sum
    }
  return out
}

/** Points by squares, to ask quickly whether one is near. */
class Crowd {
  readonly #apart: number
  readonly #squares = new Map<string, Spot[]>()

  constructor(apart: number) {
    this.#apart = apart
  }
  #square([x, y]: Spot): readonly [number, number] {
    return [Math.floor(x / this.#apart), Math.floor(y / this.#apart)]
  }
  add(spot: Spot): void {
    const key = this.#square(spot).join()
    const there = this.#squares.get(key)
    if (there) there.push(spot)
    else this.#squares.set(key, [spot])
  }
  near([x, y]: Spot): boolean {
    const [i, j] = this.#square([x, y])
    const least = this.#apart * this.#apart
    for (let q = j - 1; q <= j + 1; q++)
      for (let p = i - 1; p <= i + 1; p++)
        for (const [u, v] of this.#squares.get(`${p},${q}`) ?? [])
          if ((u - x) * (u - x) + (v - y) * (v - y) < least) return true
    return false
  }
}
