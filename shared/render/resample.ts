/**
 * The sizing pass in plain numbers, each step rounded to f32: the truth that other executors give bit for bit. Sums begin at +0 and take
 * their taps in rising order; taps outside the source are 0 and may be left out (adding ±0 to a sum that began at +0 changes no bit).
 */
import type { Filter, Resampling, Taps, Turn } from '../op/pass.ts'
import { phaseOf } from '../op/resampling.ts'

/** Size of the planes that are read, and of those made. */
export const sizesOf = (pass: Resampling | Filter) =>
  pass.kind === 'size' ? ([pass.from, pass.to] as const) : ([pass.size, pass.size] as const)

/** Runs the pass on one plane: across then down where straight; where turned, down then across at each pixel. */
export function resample(pass: Resampling | Filter, source: Float32Array): Float32Array {
  const { taps } = pass
  const [from, to] = sizesOf(pass)
  if ('turn' in taps) return turn(taps.turn, from, to, source)
  return down(taps.down, from[1], to, across(taps.across, from, to[0], source))
}

function across(taps: Taps, [sw, sh]: readonly [number, number], w: number, source: Float32Array): Float32Array {
  const out = new Float32Array(w * sh)
  const n = taps.count
  for (let x = 0; x < w; x++) {
    const first = taps.first[x]!
    const high = Math.min(n, sw - first)
    for (let y = 0; y < sh; y++) {
      let sum = 0
      for (let i = Math.max(0, -first); i < high; i++)
        sum = Math.fround(sum + Math.fround(taps.weights[x * n + i]! * source[y * sw + first + i]!))
      out[y * w + x] = sum
    }
  }
  return out
}

function down(taps: Taps, sh: number, [w, h]: readonly [number, number], source: Float32Array): Float32Array {
  const out = new Float32Array(w * h)
  const n = taps.count
  for (let y = 0; y < h; y++) {
    const first = taps.first[y]!
    const high = Math.min(n, sh - first)
    for (let x = 0; x < w; x++) {
      let sum = 0
      for (let i = Math.max(0, -first); i < high; i++)
        sum = Math.fround(sum + Math.fround(taps.weights[y * n + i]! * source[(first + i) * w + x]!))
      out[y * w + x] = sum
    }
  }
  return out
}

function turn(
  { column, row, weights, count }: Turn,
  [sw, sh]: readonly [number, number],
  [w, h]: readonly [number, number],
  source: Float32Array,
): Float32Array {
  const out = new Float32Array(w * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [x0, px] = phaseOf(column[0][x]! + row[0][y]!, count)
      const [y0, py] = phaseOf(column[1][x]! + row[1][y]!, count)
      let sum = 0
      for (let i = Math.max(0, -x0); i < Math.min(count, sw - x0); i++) {
        let line = 0
        for (let j = Math.max(0, -y0); j < Math.min(count, sh - y0); j++)
          line = Math.fround(line + Math.fround(weights[py * count + j]! * source[(y0 + j) * sw + x0 + i]!))
        sum = Math.fround(sum + Math.fround(weights[px * count + i]! * line))
      }
      out[y * w + x] = sum
    }
  return out
}
