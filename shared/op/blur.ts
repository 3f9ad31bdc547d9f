/** Blurs as passes, from the standard deviation of the Gaussian that they stand for, in pixels. */
import { memo } from './draw.ts'
import { exp } from './libm.ts'
import type { Box, Filter, Reach, Taps } from './pass.ts'

/** Three boxes are as wide as their variances say. */
const BOXES = 3
/** A blur of less is none: its neighbours would weigh less than 2^-20. */
export const LEAST_SIGMA = 1 / 512
/** Whole pixels of a box on each side, at most: a sum of 2,047 held values in 1/16 fits 32 bits. */
const MOST = 1023
const MOST_SIGMA = MOST - 1

/**
 * The box whose third power has this standard deviation: the extended box of Gwosdek, Grewenig, Bruhn and Weickert (Scale Space and
 * Variational Methods 2011, equations 8 and 9), whose variance is exact for any standard deviation. Held to 1/512 … 1,022 pixels.
 */
export function reachOf(sigma: number): Reach {
  const held = Math.min(Math.max(sigma, LEAST_SIGMA), MOST_SIGMA)
  const v = (held * held) / BOXES
  const whole = Math.floor((Math.sqrt(12 * v + 1) - 1) / 2)
  const part = ((2 * whole + 1) * (whole * (whole + 1) - 3 * v)) / (6 * (v - (whole + 1) * (whole + 1)))
  const rounded = Math.fround(Math.min(Math.max(part, 0), 1))
  return { whole, part: rounded, share: Math.fround(1 / (2 * whole + 1 + 2 * rounded)) }
}

/** Three boxes each way. */
export const boxOf = (of: Box['of'], sigma: number): Box => {
  const reach = reachOf(sigma)
  return { kind: 'box', of, across: reach, down: reach }
}

/** Weights of a filter are whole numbers of this, and sum to one. */
const WHOLE = 1048576

/** Taps of a Gaussian on a line of `length` pixels, three standard deviations to each side; what lies beyond the line is its end. */
function tapsOf(length: number, sigma: number): Taps {
  const reach = Math.ceil(3 * sigma)
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) => exp((-(i - reach) * (i - reach)) / (2 * sigma * sigma)))
  const sum = raw.reduce((all, w) => all + w, 0)
  const whole = raw.map((w) => Math.floor((w / sum) * WHOLE + 0.5))
  whole[reach]! += WHOLE - whole.reduce((all, w) => all + w, 0)
  const count = Math.min(2 * reach + 1, length)
  const first = new Int32Array(length)
  const weights = new Float32Array(length * count)
  for (let p = 0; p < length; p++) {
    const from = Math.min(Math.max(p - reach, 0), length - count)
    first[p] = from
    whole.forEach((w, i) => {
      const at = Math.min(Math.max(p + i - reach, 0), length - 1) - from
      weights[p * count + at]! += w / WHOLE
    })
  }
  return { first, weights, count }
}

/** Standard deviations of a filter, at most: its taps reach 24 pixels. */
export const MOST_FILTER = 8

const filters = memo<string, Filter>(8, (key) => {
  const [width, height, sigma] = key.split(' ').map(Number) as [number, number, number]
  const taps = { across: tapsOf(width, sigma), down: tapsOf(height, sigma) }
  return { kind: 'filter', size: [width, height], sigma: [sigma, sigma], taps }
})

/** A Gaussian as f32 taps, its standard deviation held to 1/512 … 8 pixels; three of them to each side, what rounding leaves is the middle's. */
export const filterOf = ([width, height]: readonly [number, number], sigma: number): Filter =>
  filters(`${width} ${height} ${Math.min(Math.max(sigma, LEAST_SIGMA), MOST_FILTER)}`)

/** Whole pixels that rectangles reach which together make a disc: its corners at 22.5, 45 and 67.5 degrees. */
export function discOf(radius: number): readonly (readonly [across: number, down: number])[] {
  const whole = (share: number) => Math.floor(radius * share + 0.5)
  const [near, middle, far] = [whole(0.3826834323650898), whole(Math.SQRT1_2), whole(0.9238795325112867)]
  const all = [
    [far, near],
    [middle, middle],
    [near, far],
  ] as const
  return all.filter(([x, y], i) => all.findIndex(([a, b]) => a === x && b === y) === i)
}
