/**
 * Tables and what is computed through them (engine.md, "Tables"): pairs of value and slope, 1,024 an octave, indexed by the bits of the
 * float. Entries are f64 functions sampled once, rounded to f32. Each builder says for which arguments it is meant; outside them it
 * still reads inside the table.
 */
import type { Builder, Table, V } from './expr.ts'
import { bitsOf } from './f32.ts'
import { exp2, log2, logPairs, powersOf, scale2 } from './libm.ts'

const MANTISSA = 1024

/** n + 1 knots of f, as n pairs: value at the knot and rise to the next one over `step`. Entries are held to ±2^40. */
export function pairs(n: number, knot: (i: number) => number, step: (i: number) => number): Table {
  const data = new Float32Array(n * 2)
  const held = (x: number) => Math.max(-1099511627776, Math.min(1099511627776, x))
  let value = Math.fround(held(knot(0)))
  for (let i = 0; i < n; i++) {
    const next = Math.fround(held(knot(i + 1)))
    data[2 * i] = value
    data[2 * i + 1] = Math.fround((next - value) / step(i))
    value = next
  }
  return { data }
}

const constant = <T>(make: () => T): (() => T) => {
  let had: T | null = null
  return () => (had ??= make())
}

/** 2^f for f in [0, 1), 1,024 steps. */
const exp2Table = constant(() => ({
  ...pairs(
    MANTISSA,
    (i) => exp2(i / MANTISSA),
    () => 1,
  ),
  formula: { form: 'exp2' } as const,
}))
/** log2(1 + f) for f in [0, 1), 1,024 steps. */
const log2Table = constant(() => ({
  ...pairs(
    MANTISSA,
    (i) => log2(1 + i / MANTISSA),
    () => STEP,
  ),
  formula: { form: 'log2' } as const,
}))

/** 2^t for t held to −126 … 126: whole part by the exponent's bits, fraction by table; relative error under 2e-7 plus that of t. */
export function exp2Of(b: Builder, t: V): V {
  const steps = b.mul(b.max(b.min(t, b.const(126)), b.const(-126)), b.const(MANTISSA))
  const whole = b.floor(steps)
  // Counted from −127, so that the shift is one of a positive number.
  const n = b.iadd(b.toInt(whole), b.iconst(127 * MANTISSA))
  const i = b.and(n, b.iconst(MANTISSA - 1))
  const T = b.table(exp2Table())
  const m = b.add(b.value(T, i), b.mul(b.sub(steps, whole), b.slope(T, i)))
  return b.mul(m, b.shl(b.shr(n, 10), 23))
}

/** Of a positive normal x: the pair of 1,024 its mantissa falls in, and the rest past that knot in steps of 2^-23 of the octave. */
function split(b: Builder, x: V) {
  return { i: b.and(b.shr(x, 13), b.iconst(MANTISSA - 1)), rest: b.toFloat(b.and(x, b.iconst(0x1fff))) }
}
/** Steps of `rest` from one knot to the next. */
const STEP = 8192

/** log2 of x for 2^-100 ≤ x (smaller x read as 2^-100): exponent plus table; absolute error under 2e-7 plus one rounding. */
export function log2Of(b: Builder, x: V): V {
  const a = b.max(x, b.const(scale2(-100)))
  const { i, rest } = split(b, a)
  const T = b.table(log2Table())
  const e = b.toFloat(b.isub(b.shr(a, 23), b.iconst(127)))
  return b.add(e, b.add(b.value(T, i), b.mul(rest, b.slope(T, i))))
}

/**
 * Two tables of one power: mantissa (1,024) and exponent. The second has a row for each upper word of a float, so that it needs no
 * bounds: 2^-40 … 2^23 are computed, what is smaller or negative is 0, what is larger reads as 2^23.
 */
export interface Power {
  readonly mantissa: Table
  readonly exponent: Table
}

const LOW = -40

/** Logarithms of the mantissa's knots. */
const knotLogs = constant(() => logPairs(Array.from({ length: MANTISSA + 1 }, (_, i) => 1 + i / MANTISSA)))

/** Tables for x^p, p in 1/20 … 2: of a higher power the mantissa's table would be off by more than 2e-6 (`drawPower` squares instead). */
export function powerTables(p: number): Power {
  const octave = (e: number) => (e < LOW ? 0 : exp2(p * Math.min(e, 23)))
  const rows = Array.from({ length: 64 }, (_, i) => octave(LOW + i))
  const row = (i: number) => (i >= 256 || i - 127 < LOW ? 0 : rows[Math.min(i - 127, 23) - LOW]!)
  const powers = powersOf(knotLogs(), p)
  return {
    mantissa: {
      ...pairs(
        MANTISSA,
        (i) => powers[i]!,
        () => STEP,
      ),
      name: `power ${p}`,
      formula: { form: 'power', p },
    },
    exponent: {
      name: `power of two ${p}`,
      data: Float32Array.from({ length: 1024 }, (_, i) => (i & 1 ? 0 : row(i >> 1))),
      formula: { form: 'octave', p },
    },
  }
}

/** x^p for x ≥ 0 by its two tables; 0 where x < 2^-40 (an exact zero stays one), and below 0. */
export function powerOf(b: Builder, power: Power, x: V): V {
  const { i, rest } = split(b, x)
  const M = b.table(power.mantissa)
  const m = b.add(b.value(M, i), b.mul(rest, b.slope(M, i)))
  return b.mul(m, b.value(b.table(power.exponent), b.shr(x, 23)))
}

const half = constant(() => powerTables(0.5))

/** Square root of x ≥ 0. */
export const rootOf = (b: Builder, x: V): V => powerOf(b, half(), x)

/** A function of a positive argument on 2^low … 2^high, smooth on each octave: 1,024 pairs an octave. */
export interface Curve extends Table {
  readonly low: number
  readonly high: number
  /** f(0), and the slope from there to the first knot. */
  readonly toe: readonly [number, number]
}

/** Samples f. Below 2^low the toe `f(0) + a·slope` is read; above 2^high the last segment goes on. */
export function sample(f: (x: number) => number, low: number, high: number): Curve {
  const n = (high - low) * MANTISSA
  const knot = (i: number) => scale2(low + Math.floor(i / MANTISSA)) * (1 + (i % MANTISSA) / MANTISSA)
  const { data } = pairs(
    n,
    (i) => f(knot(i)),
    (i) => knot(i + 1) - knot(i),
  )
  const zero = f(0)
  return { data, low, high, toe: [zero, (f(scale2(low)) - zero) / scale2(low)] }
}

/** The curve at |x|; the caller gives negatives their own rule. */
export function curveOf(b: Builder, curve: Curve, x: V): V {
  const a = b.abs(x)
  const first = bitsOf(scale2(curve.low))
  const n = (curve.high - curve.low) * MANTISSA
  const i = b.imin(b.shr(b.imax(b.isub(a, b.iconst(first)), b.iconst(0)), 13), b.iconst(n - 1))
  const T = b.table(curve)
  const knot = b.iadd(b.shl(i, 13), b.iconst(first))
  const y = b.add(b.value(T, i), b.mul(b.sub(a, knot), b.slope(T, i)))
  const toe = b.add(b.coef(curve.toe[0]), b.mul(a, b.coef(curve.toe[1])))
  return b.select(b.lt(a, b.const(scale2(curve.low))), toe, y)
}

/** 1/m for m in [1, 2), 1,024 steps, at the middle of each: what two Newton steps start from. */
const reciprocals = constant(() => ({
  data: Float32Array.from({ length: 2 * MANTISSA }, (_, i) => (i & 1 ? 0 : 1 / (1 + (i / 2 + 0.5) / MANTISSA))),
  formula: { form: 'reciprocal' } as const,
}))

/**
 * 1/x for 2^-32 ≤ |x| ≤ 2^32, held to those ends; 0 at 0. A table on the leading bits of the mantissa, the exponent turned about, then
 * two steps y = y·(2 − x·y).
 */
export function recipOf(b: Builder, x: V): V {
  const a = b.imax(b.imin(b.abs(x), b.iconst(bitsOf(scale2(32)))), b.iconst(bitsOf(scale2(-32))))
  const { i } = split(b, a)
  const power = b.shl(b.isub(b.iconst(254), b.shr(a, 23)), 23)
  const T = b.table(reciprocals())
  let y = b.mul(b.value(T, i), power)
  for (let step = 0; step < 2; step++) y = b.mul(y, b.hold(b.sub(b.const(2), b.mul(a, y))))
  return b.select(b.eq(x, b.const(0)), b.const(0), b.signed(y, x))
}
