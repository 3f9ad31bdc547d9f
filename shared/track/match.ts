/**
 * Where a patch of one picture lies in another, to a fraction of a pixel: Lucas and Kanade's method, inverse compositional (Baker and Matthews,
 * "Lucas–Kanade 20 Years On", 2004), coarse to fine (Bouguet, 2000). Brightness may shift and scale from one picture to the other.
 */
import type { Grey, Pyramid } from './grey.ts'
import type { Spot } from './similarity.ts'

/** Half a side of a patch: 15 × 15 pixels. */
export const RADIUS = 7
const SIDE = 2 * RADIUS + 1
const COUNT = SIDE * SIDE
/** How far from the picture's edge the middle of a patch has to stay, pixels. */
export const MARGIN = RADIUS + 2
/** A patch whose brightness varies by less than this, root mean square of the whole range, is flat. */
const LEAST_CONTRAST = 0.0015
/** A step of less than this many pixels is the last. */
const CLOSE = 0.004
const STEPS = 14

export interface Patch {
  /** Brightness less its mean. */
  readonly values: Float32Array
  /** Gradients less their means. */
  readonly gx: Float32Array
  readonly gy: Float32Array
  /** The inverse of the summed products of gradients. */
  readonly inverse: readonly [xx: number, xy: number, yy: number]
  /** Root of the summed squares of `values`. */
  readonly norm: number
}

/** A place, and how alike patch and picture are there: 1 the same but for brightness, 0 nothing in common. */
export interface Found {
  readonly x: number
  readonly y: number
  readonly score: number
}

const inside = ({ width, height }: Grey, x: number, y: number, margin: number): boolean =>
  x >= margin && y >= margin && x <= width - 1 - margin && y <= height - 1 - margin

const wide = SIDE + 2
const sheet = new Float32Array(wide * wide)

/** The patch about a place; null at the edge, or where there is nothing to hold on to. */
export function patchAt(grey: Grey, x: number, y: number): Patch | null {
  if (!inside(grey, x, y, MARGIN)) return null
  const { width, data } = grey
  const [ix, iy] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - ix, y - iy]
  const [w00, w10, w01, w11] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy]
  for (let j = 0, o = 0; j < wide; j++) {
    let at = (iy + j - RADIUS - 1) * width + ix - RADIUS - 1
    for (let i = 0; i < wide; i++, o++, at++)
      sheet[o] = w00 * data[at]! + w10 * data[at + 1]! + w01 * data[at + width]! + w11 * data[at + width + 1]!
  }
  const values = new Float32Array(COUNT)
  const gx = new Float32Array(COUNT)
  const gy = new Float32Array(COUNT)
  let [mean, meanX, meanY] = [0, 0, 0]
  for (let j = 0, o = 0; j < SIDE; j++)
    for (let i = 0; i < SIDE; i++, o++) {
      const at = (j + 1) * wide + i + 1
      mean += values[o] = sheet[at]!
      meanX += gx[o] = (sheet[at + 1]! - sheet[at - 1]!) * 0.5
      meanY += gy[o] = (sheet[at + wide]! - sheet[at - wide]!) * 0.5
    }
  mean /= COUNT
  meanX /= COUNT
  meanY /= COUNT
  let [norm, xx, xy, yy] = [0, 0, 0, 0]
  for (let o = 0; o < COUNT; o++) {
    values[o]! -= mean
    gx[o]! -= meanX
    gy[o]! -= meanY
    norm += values[o]! * values[o]!
    xx += gx[o]! * gx[o]!
    xy += gx[o]! * gy[o]!
    yy += gy[o]! * gy[o]!
  }
  const area = xx * yy - xy * xy
  // An edge alone holds in one direction only: its smaller eigenvalue is next to nothing beside the larger.
  if (norm < COUNT * LEAST_CONTRAST * LEAST_CONTRAST || area <= 1e-4 * (xx + yy) * (xx + yy)) return null
  return { values, gx, gy, inverse: [yy / area, -xy / area, xx / area], norm: Math.sqrt(norm) }
}

const seen = new Float32Array(COUNT)

/**
 * Moves on from a first guess to where the patch, turned and scaled by `a` and `b` of a similarity, is most like the picture. Null where that
 * leads over the picture's edge or further than `reach` pixels away.
 */
export function settle(patch: Patch, grey: Grey, guess: Spot, a = 1, b = 0, reach = RADIUS): Found | null {
  const { width, data } = grey
  const { values, gx, gy, inverse, norm } = patch
  let [x, y] = guess
  const far = RADIUS * (Math.abs(a) + Math.abs(b)) + 1
  let score = 0
  for (let step = 0; step <= STEPS; step++) {
    if (!inside(grey, x, y, far)) return null
    let mean = 0
    for (let v = -RADIUS, o = 0; v <= RADIUS; v++) {
      let px = x - a * RADIUS - b * v
      let py = y - b * RADIUS + a * v
      for (let u = 0; u < SIDE; u++, o++) {
        const [ix, iy] = [px | 0, py | 0]
        const [fx, fy] = [px - ix, py - iy]
        const at = iy * width + ix
        const top = data[at]! + fx * (data[at + 1]! - data[at]!)
        const low = data[at + width]! + fx * (data[at + width + 1]! - data[at + width]!)
        mean += seen[o] = top + fy * (low - top)
        px += a
        py += b
      }
    }
    mean /= COUNT
    let [power, alike] = [0, 0]
    for (let o = 0; o < COUNT; o++) {
      const s = seen[o]! - mean
      seen[o] = s
      power += s * s
      alike += s * values[o]!
    }
    if (power === 0) return null
    const own = Math.sqrt(power)
    score = alike / (own * norm)
    if (step === STEPS) break
    const gain = Math.min(4, Math.max(0.25, norm / own))
    let [bx, by] = [0, 0]
    for (let o = 0; o < COUNT; o++) {
      const off = gain * seen[o]! - values[o]!
      bx += gx[o]! * off
      by += gy[o]! * off
    }
    const dx = inverse[0] * bx + inverse[1] * by
    const dy = inverse[1] * bx + inverse[2] * by
    x -= a * dx - b * dy
    y -= b * dx + a * dy
    if (Math.abs(x - guess[0]) > reach || Math.abs(y - guess[1]) > reach) return null
    if (dx * dx + dy * dy < CLOSE * CLOSE) break
  }
  return { x, y, score }
}

/** Where a place of one picture lies in the next, from the coarsest level to the finest; null where the finest finds nothing. */
export function follow(from: Pyramid, to: Pyramid, [x, y]: Spot, guess: Spot, a = 1, b = 0): Found | null {
  let [gx, gy] = guess
  let found: Found | null = null
  for (let level = Math.min(from.length, to.length) - 1; level >= 0; level--) {
    const scale = 1 / (1 << level)
    const patch = patchAt(from[level]!, x * scale, y * scale)
    found = patch && settle(patch, to[level]!, [gx * scale, gy * scale], a, b)
    // What a coarse level takes for alike may be anything: only likeness moves the guess.
    if (found && (level === 0 || found.score > 0.6)) [gx, gy] = [found.x / scale, found.y / scale]
  }
  return found
}
