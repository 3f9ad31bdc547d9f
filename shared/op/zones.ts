/**
 * Tonal zones as OpenColorIO's GradingTone has them (ops/gradingtone/GradingTone.cpp, GradingToneOpCPU.cpp): each a rising function of
 * one number without a break in value or slope, straight outside its zone. In f64; a chain of them reaches the pixels as one table.
 */
import type { Spline } from './spline.ts'

/**
 * One function: a rising spline, or its inverse, of the number scaled about `pivot` by `gain` before and back after. Straight below `low`
 * and above `high`, or above it `y + slope·d + bend·d²` with d = x − high.
 */
export interface Zone {
  readonly low: number
  readonly high: number
  readonly spline: Spline
  readonly inverse: boolean
  readonly gain: number
  readonly pivot: number
  readonly beyond?: readonly [y: number, slope: number, bend: number]
}

/** Amounts and slopes are held this far from 0. */
const LEAST = 0.01

/** Quadratic pieces through knots with these slopes, from y at the first knot. */
function bySlopes(knots: readonly number[], slopes: readonly number[], y: number): Spline {
  const [a, b, c]: [number[], number[], number[]] = [[], [], []]
  let at = y
  for (let i = 0; i + 1 < knots.length; i++) {
    const [width, m0, m1] = [knots[i + 1]! - knots[i]!, slopes[i]!, slopes[i + 1]!]
    a.push((0.5 * (m1 - m0)) / width)
    b.push(m0)
    c.push(at)
    at += (m0 + m1) * width * 0.5
  }
  return { knots, a, b, c }
}

const zone = (spline: Spline, inverse = false): Zone => ({
  low: spline.knots[0]!,
  high: spline.knots.at(-1)!,
  spline,
  inverse,
  gain: 1,
  pivot: 0,
})

/**
 * Each of these sends numbers from `i` on below `until` through one kind of piece, in place, and returns where it stopped: a loop for each,
 * all of whose numbers are its own, takes a quarter of the time of one that asks which it is.
 */
function line(values: Float64Array, i: number, until: number, x: number, z: number, slope: number): number {
  let k = i
  for (; k < values.length; k++) {
    const y = values[k]!
    if (y >= until) break
    values[k] = z + (y - x) * slope
  }
  return k
}
function inverseLine(values: Float64Array, i: number, until: number, x: number, z: number, slope: number): number {
  let k = i
  for (; k < values.length; k++) {
    const y = values[k]!
    if (y >= until) break
    values[k] = z + (y - x) / slope
  }
  return k
}
function bend(values: Float64Array, i: number, until: number, x: number, z: number, p: number, q: number): number {
  let k = i
  for (; k < values.length; k++) {
    const y = values[k]!
    if (y >= until) break
    const rest = y - x
    values[k] = z + (p * rest + q) * rest
  }
  return k
}
function inverseBend(
  values: Float64Array,
  i: number,
  until: number,
  x: number,
  z: number,
  p: number,
  q: number,
): number {
  let k = i
  for (; k < values.length; k++) {
    const y = values[k]!
    if (y >= until) break
    const rest = y - x
    values[k] = z + (2 * rest) / (Math.sqrt(q * q + 4 * p * rest) + q)
  }
  return k
}
function scale(values: Float64Array, pivot: number, by: number): void {
  for (let k = 0; k < values.length; k++) values[k] = (values[k]! - pivot) * by + pivot
}

/** Sends rising numbers through a zone, in place: pieces are walked along and not searched. */
function run({ spline, inverse, gain, pivot, beyond, high }: Zone, all: Float64Array): void {
  const { knots, a, b, c } = spline
  const last = a.length - 1
  const end = knots[last + 1]!
  const t = end - knots[last]!
  const top = (a[last]! * t + b[last]!) * t + c[last]!
  const slope = 2 * a[last]! * t + b[last]!
  let within = all.length
  if (beyond) {
    const [y, rise, more] = beyond
    for (; within > 0 && all[within - 1]! > high; within--) {
      const d = all[within - 1]! - high
      all[within - 1] = y + d * (rise + d * more)
    }
  }
  const values = within === all.length ? all : all.subarray(0, within)
  if (gain !== 1) scale(values, pivot, gain)
  let i = inverse
    ? inverseLine(values, 0, c[0]!, c[0]!, knots[0]!, b[0]!)
    : line(values, 0, knots[0]!, knots[0]!, c[0]!, b[0]!)
  for (let piece = 0; piece <= last; piece++) {
    const [x, y, p, q] = [knots[piece]!, c[piece]!, a[piece]!, b[piece]!]
    i = inverse
      ? inverseBend(values, i, piece === last ? top : c[piece + 1]!, y, x, p, q)
      : bend(values, i, knots[piece + 1]!, x, y, p, q)
  }
  if (inverse) line(values, i, Infinity, top, end, 1 / slope)
  else line(values, i, Infinity, end, top, slope)
  if (gain !== 1) scale(values, pivot, 1 / gain)
}

const one = new Float64Array(1)
/** What a zone makes of one number. */
export function zoneAt(of: Zone, x: number): number {
  one[0] = x
  run(of, one)
  return one[0]!
}

/** Midtones: `amount` 1 is none, above it brighter, about `centre` over `width`, within bottom … top. */
export function midtones(amount: number, centre: number, width: number, bottom: number, top: number): Zone {
  const [x0, x5] = [bottom, top]
  const w = Math.min(Math.max(width, LEAST), (x5 - x0) * 0.95)
  const mid = Math.min(Math.max(centre, x0 + w * 0.51), x5 - w * 0.51)
  const [x1, x4] = [mid - w * 0.5, mid + w * 0.5]
  const [x2, x3] = [x1 + w * 0.25, x1 + w * 0.75]
  const by = (Math.min(Math.max(amount, LEAST), 1.99) - 1) * 0.9
  const [m2, m3] = [1 + by, 1 - by]
  let [m1, m4] = [1 + by * 0.4, 1 - by * 0.4]
  // What is added below the centre is taken back above it, so that the top stays: on the side that has more room the halo gives way.
  if (mid <= (x5 + x0) * 0.5) {
    const area = (x1 - x0) * (m1 - 1) * 0.5 + (x2 - x1) * (m1 - 1 + (m2 - m1) * 0.5) + (mid - x2) * (m2 - 1) * 0.5
    m4 = (-0.5 * (x5 - x4) + (x4 - x3) * (0.5 * m3 - 1) + (x3 - mid) * (m3 - 1) * 0.5 + area) / (-0.5 * (x5 - x3))
  } else {
    const area = (x5 - x4) * (m4 - 1) * 0.5 + (x4 - x3) * (m4 - 1 + (m3 - m4) * 0.5) + (x3 - mid) * (m3 - 1) * 0.5
    m1 = (-0.5 * (x1 - x0) + (x2 - x1) * (0.5 * m2 - 1) + (mid - x2) * (m2 - 1) * 0.5 + area) / (-0.5 * (x2 - x0))
  }
  return zone(bySlopes([x0, x1, x2, x3, x4, x5], [1, m1, m2, m3, m4, 1], x0))
}

/** Two quadratics from (low, low) to (high, high) that leave with these slopes, meeting in the middle. */
function faux(low: number, high: number, m0: number, m2: number): Spline {
  const half = (high - low) * 0.5
  const middle = 0.5 * (low + high) + 0.25 * half * (m0 - m2)
  return {
    knots: [low, low + half, high],
    a: [(middle - low - m0 * half) / (half * half), (middle - high + m2 * half) / (half * half)],
    b: [m0, (2 * (high - middle)) / half - m2],
    c: [low, middle],
  }
}

/** Highlights from `start` to `pivot`, straight on above it; above 1 is brighter. */
export const highlights = (amount: number, start: number, pivot: number): Zone => {
  const from = Math.min(start, pivot - LEAST)
  const value = 2 - amount
  return zone(faux(from, pivot, 1, Math.max(LEAST, value <= 1 ? value : 2 - value)), value > 1)
}

/** Shadows from `start` down to `pivot`; above 1 is brighter. */
export const shadows = (amount: number, start: number, pivot: number): Zone => {
  const from = Math.max(start, pivot + LEAST)
  return zone(faux(pivot, from, Math.max(LEAST, amount <= 1 ? amount : 2 - amount), 1), amount > 1)
}

/** Whites from `start` on over `width`; above 1 they rise ever more steeply beyond. */
export function whites(amount: number, start: number, width: number): Zone {
  const [x0, x1] = [start, start + width]
  if (amount <= 1) return zone(bySlopes([x0, x1], [1, Math.max(LEAST, amount)], x0))
  const m1 = Math.max(LEAST, 2 - amount)
  const gain = (1 + m1) * 0.5
  const bent = bySlopes([x0, x1], [1, m1], x0)
  const near = 1 / (1 + 0.99 * (m1 - 1))
  return {
    ...zone(bent, true),
    low: x0,
    high: x1,
    gain,
    pivot: x0,
    beyond: [width / gain + x0, 1 / m1, (0.5 * (1 / m1 - near)) / (0.01 * width)],
  }
}

/** Blacks from `start` down over `width`; above 1 is brighter. */
export function blacks(amount: number, start: number, width: number): Zone {
  const [x0, x1] = [start - width, start]
  const m0 = Math.max(LEAST, amount > 1 ? 2 - amount : amount)
  const gain = (m0 + 1) * 0.5
  const bent = bySlopes([x0, x1], [m0, 1], x1 - gain * width)
  if (amount > 1) return zone(bent)
  return { ...zone(bent, true), low: x0, high: x1, gain, pivot: x1 }
}

/** Slopes that an S may have at its pivot: beyond them its ends would fold. */
export const S_SLOPES = [0.28125, 5.1] as const

/** S-contrast about a pivot between bottom and top, both of which stay. */
export const sContrast = (amount: number, bottom: number, pivot: number, top: number): Zone =>
  sCurve(
    amount > 1 ? 1 / (1.8125 - 0.8125 * Math.min(amount, 1.99)) : 0.28125 + 0.71875 * Math.max(amount, LEAST),
    bottom,
    pivot,
    top,
  )

/** An S of slope k (within `S_SLOPES`) at the pivot between bottom and top, both of which stay. */
export function sCurve(k: number, bottom: number, pivot: number, top: number): Zone {
  const upper = shoulder(k, top - pivot)
  const lower = shoulder(k, pivot - bottom)
  const knots = [pivot - lower.to, pivot - lower.from, pivot + upper.from, pivot + upper.to]
  const y = pivot - lower.from * k - (lower.slope + k) * (lower.to - lower.from) * 0.5
  return zone(bySlopes(knots, [lower.slope, k, k, upper.slope], y))
}

/** One side of the S: from the pivot with slope k, bending between `from` and `to` so that `range` stays. */
function shoulder(k: number, range: number): { from: number; to: number; slope: number } {
  const y = range * 0.25
  const from = y / k
  const least = (range - from) * 0.3
  const slope = 1 / k
  // The parabola's middle: where lines of slope k through the pivot and 1/k through the end meet.
  const centre = range / (1 + k)
  const to = 2 * centre - from
  if (to > range) return { from: 2 * centre - range, to: range, slope }
  if (to - from >= least) return { from, to, slope }
  const middle = from + least * 0.5
  return { from, to: from + least, slope: (range - y + k * from - middle * k) / (range - middle) }
}

/** Zones one after the other. */
export interface Chain {
  /** From the lowest to the highest place where anything bends. */
  readonly range: readonly [number, number]
  /** Sends rising numbers through all of them, in place. */
  readonly run: (values: Float64Array) => void
  readonly slopes: readonly [number, number]
  /** Above the range: quadratics of the distance from its top one after the other, none where it is straight. */
  readonly beyond: readonly (readonly [y: number, slope: number, bend: number])[]
}

/** The chain of at least one zone, its range carried back to the first one's argument. */
export function chain(zones: readonly Zone[]): Chain {
  const value = (x: number, count: number): number => zones.slice(0, count).reduce((y, each) => zoneAt(each, y), x)
  let [low, high] = [zones[0]!.low, zones[0]!.high]
  zones.forEach((each, i) => {
    const under = value(low, i) - each.low
    if (under > 0) low -= under / (value(low, i) - value(low - 1, i))
    if (value(high, i) >= each.high) return
    // Above the range there may be a curve: the place is found by halves.
    let [from, to] = [high, high + 1]
    while (value(to, i) < each.high) [from, to] = [to, to + (to - high)]
    for (let step = 0; step < 60; step++) {
      const middle = (from + to) / 2
      if (value(middle, i) < each.high) from = middle
      else to = middle
    }
    high = to
  })
  // A range narrower than 1 is none for a table of cells.
  high = Math.max(high, low + 1)
  const all = (x: number): number => value(x, zones.length)
  return {
    range: [low, high],
    run: (values) => {
      for (const each of zones) run(each, values)
    },
    slopes: [all(low) - all(low - 1), all(high + 1) - all(high)],
    beyond: beyondOf(zones, high),
  }
}

/** Above `top` each zone is a line or a quadratic: lines go into the quadratics beside them, in distances from where `top` has come to. */
function beyondOf(zones: readonly Zone[], top: number): Chain['beyond'] {
  const found: (readonly [number, number, number])[] = []
  let [y, slope, bend] = [top, 1, 0]
  for (const each of zones) {
    const part = each.beyond
    const d = y - each.high
    const base = zoneAt(each, y)
    const m = part ? part[1] + 2 * part[2] * d : zoneAt(each, y + 1) - base
    const a = part ? part[2] : 0
    if (a !== 0 && bend !== 0) {
      found.push([y, slope, bend])
      ;[y, slope, bend] = [base, m, a]
    } else [y, slope, bend] = [base, slope * m, bend * m + a * slope * slope]
  }
  return bend === 0 ? found : [...found, [y, slope, bend]]
}
