/**
 * A LUT drawn into a kernel, step by step, each held before the next: lattices tetrahedral, tables linear, formulas as arithmetic and the
 * tables of `table.ts`. What lies outside a table's domain is held to its ends.
 */
import { drawPieces } from './draw.ts'
import { drawCdl } from './draw-cdl.ts'
import type { Builder, Rgb, Table, V } from './expr.ts'
import { hold } from './f32.ts'
import { log2, pow, scale2 } from './libm.ts'
import type { LogChannel, Lut, Lut1d, Lut3d, LutExponent, LutHalf, LutLog, LutRange, LutStep } from './lut.ts'
import type { Pieces } from './transfer.ts'

/**
 * Draws all steps of a LUT on held values. `name`: what the LUT is known by, wholly (the hash of its file), so that a plan's name need not
 * hash its tables; without one they are hashed.
 */
export function drawLut(b: Builder, rgb: Rgb, lut: Lut, name?: string): Rgb {
  return lut.steps.reduce<Rgb>((now, step, i) => {
    const own = name === undefined ? undefined : `${name} ${i}`
    return b.hold3(drawStep(b, now, step, own))
  }, rgb)
}

function drawStep(b: Builder, rgb: Rgb, step: LutStep, name: string | undefined): Rgb {
  switch (step.kind) {
    case 'lut1d':
      return drawTables(b, rgb, step, name)
    case 'lut-half':
      return drawHalves(b, rgb, step, name)
    case 'lut3d':
      return drawLattice(b, rgb, step, name)
    case 'matrix':
      return drawMatrix(b, rgb, step.rows, step.offset)
    case 'range':
      return b.each(rgb, (x) => drawRange(b, x, step))
    case 'log':
      return drawChannels(
        b,
        rgb,
        step.channels.map((c) => logPieces(c, step)),
      )
    case 'exponent':
      return drawExponent(b, rgb, step)
    case 'cdl':
      return drawCdl(b, rgb, step) ?? rgb
  }
}

/** Tables by the step they are made of, so that a plan compiled again has the same ones. */
const made = new WeakMap<object, readonly Table[]>()
function tablesOf(step: object, name: string | undefined, make: () => readonly Float32Array[]): readonly Table[] {
  let had = made.get(step)
  if (had === undefined) {
    had = make().map((data, i) => (name === undefined ? { data } : { data, name: `lut ${name} ${i}` }))
    made.set(step, had)
  }
  return had
}

/** Rises below this share of a step are none, so that no product of them is subnormal. */
const LEAST = 1 / 1099511627776

/** Value and rise to the next one, entries held as between operators. */
function rises(values: Float32Array): Float32Array {
  const n = values.length - 1
  const data = new Float32Array(2 * n)
  for (let i = 0; i < n; i++) {
    const [from, to] = [hold(values[i]!), hold(values[i + 1]!)]
    data[2 * i] = from
    data[2 * i + 1] = Math.abs(to - from) < LEAST ? 0 : to - from
  }
  return data
}

/** Where a value lies among `n` even places from low to high: the place before it, at most the last but one, and the rest. */
function place(b: Builder, x: V, [low, high]: readonly [number, number], n: number): { at: V; rest: V } {
  const from = low === 0 ? x : b.sub(x, b.coef(low))
  // Of 0 … 1, which most are of, the number is known: what is held stays so, and need not be held again.
  const plain = low === 0 && high === 1
  const along = plain ? b.mul(x, b.const(n - 1)) : b.hold(b.mul(from, b.coef((n - 1) / (high - low))))
  const u = b.min(b.max(along, b.const(0)), b.const(n - 1))
  const at = b.min(b.floor(u), b.const(n - 2))
  return { at, rest: b.sub(u, at) }
}

function drawTables(b: Builder, rgb: Rgb, step: Lut1d, name: string | undefined): Rgb {
  const { values } = step
  const alike = values[1] === values[0] && values[2] === values[0]
  const tables = tablesOf(step, name, () => (alike ? [values[0]] : values).map(rises))
  return b.each(rgb, (x, c) => {
    const { at, rest } = place(b, x, step.domain[c], values[c].length)
    const [T, i] = [b.table(tables[alike ? 0 : c]!), b.toInt(at)]
    return b.add(b.value(T, i), b.mul(rest, b.slope(T, i)))
  })
}

/** Half floats of one sign, from 0 to 65,504: the bits of the greatest, 0x7bff, and one. */
const HALVES = 0x7c00
/** Below 2^-14 half floats are even steps of 2^-24; from there on they have the leading bits of an f32, 2^13 of its steps to one. */
const EVEN = scale2(-14)
const FIRST = (127 - 15) << 10

function drawHalves(b: Builder, rgb: Rgb, step: LutHalf, name: string | undefined): Rgb {
  const { values } = step
  const alike = values[1] === values[0] && values[2] === values[0]
  const tables = tablesOf(step, name, () =>
    (alike ? [values[0]] : values).map((all) => {
      const data = new Float32Array(4 * HALVES)
      // The last of each sign is held to.
      const signed = (from: number) =>
        rises(Float32Array.from({ length: HALVES + 1 }, (_, i) => all[from + Math.min(i, HALVES - 1)]!))
      data.set(signed(0), 0)
      data.set(signed(0x8000), 2 * HALVES)
      return data
    }),
  )
  return b.each(rgb, (x, c) => {
    const a = b.abs(x)
    const even = b.lt(a, b.const(EVEN))
    const steps = b.mul(a, b.const(scale2(24)))
    const whole = b.floor(steps)
    const by = b.isub(b.shr(a, 13), b.iconst(FIRST))
    const own = b.imin(b.imax(b.select(even, b.toInt(whole), by), b.iconst(0)), b.iconst(HALVES - 1))
    const i = b.iadd(own, b.select(b.lt(x, b.const(0)), b.iconst(HALVES), b.iconst(0)))
    const rest = b.select(even, b.sub(steps, whole), b.mul(b.toFloat(b.and(a, b.iconst(0x1fff))), b.const(1 / 8192)))
    const T = b.table(tables[alike ? 0 : c]!)
    return b.add(b.value(T, i), b.mul(rest, b.slope(T, i)))
  })
}

/**
 * Of the six tetrahedra of a cell the one the colour lies in, by the order of its rests; then ((w0·V0 + w1·V1) + w2·V2) + w3·V3 with the
 * differences of the sorted rests as weights (colour.md 4.3). Two rests that are equal have a weight of 0 between them, whichever comes first.
 */
function drawLattice(b: Builder, rgb: Rgb, step: Lut3d, name: string | undefined): Rgb {
  const { size, values } = step
  const [table] = tablesOf(step, name, () => {
    const data = new Float32Array((values.length / 3) * 4)
    for (let i = 0; i < values.length; i++) data[4 * Math.floor(i / 3) + (i % 3)] = hold(values[i]!)
    return [data]
  }) as [Table]
  const T = b.table(table)
  const [r, g, c] = rgb.map((x, i) => place(b, x, step.domain[i as 0 | 1 | 2], size[i as 0 | 1 | 2])) as [
    { at: V; rest: V },
    { at: V; rest: V },
    { at: V; rest: V },
  ]
  // Whole numbers below 2^24 are exact in f32: places are counted there, where a product is one instruction.
  const across = [1, size[0], size[0] * size[1]] as const
  const first = b.toInt(b.add(b.add(r.at, b.mul(g.at, b.const(across[1]))), b.mul(c.at, b.const(across[2]))))
  const [dr, dg, db] = across.map((n) => b.iconst(n)) as [V, V, V]
  const [rg, rb, gb] = [b.lt(r.rest, g.rest), b.lt(r.rest, c.rest), b.lt(g.rest, c.rest)]
  const [most, least] = [b.max(r.rest, g.rest), b.min(r.rest, g.rest)]
  const high = b.max(most, c.rest)
  const low = b.min(least, c.rest)
  const middle = b.max(least, b.min(most, c.rest))
  const to = b.select(b.select(rg, gb, rb), db, b.select(rg, dg, dr))
  // The axis that is left out at the third vertex: blue unless it is above red or green.
  const without = b.select(b.select(rg, rb, gb), b.select(rg, dr, dg), db)
  const all = across[0] + across[1] + across[2]
  const weigh = (w: V, v: Rgb): Rgb => b.each(v, (x) => b.mul(w, x))
  const plus = (p: Rgb, q: Rgb): Rgb => b.each(p, (x, i) => b.add(x, q[i]))
  let sum = weigh(b.sub(b.const(1), high), b.vertex(T, first))
  sum = plus(sum, weigh(b.sub(high, middle), b.vertex(T, b.iadd(first, to))))
  sum = plus(sum, weigh(b.sub(middle, low), b.vertex(T, b.iadd(first, b.isub(b.iconst(all), without)))))
  return plus(sum, weigh(low, b.vertex(T, b.iadd(first, b.iconst(all)))))
}

function drawMatrix(b: Builder, rgb: Rgb, rows: readonly number[], offset: readonly number[]): Rgb {
  const plain = rows.every((x, i) => i % 4 === 0 || x === 0)
  const turned = plain
    ? b.each(rgb, (x, i) => (rows[4 * i] === 1 ? x : b.mul(x, b.coef(rows[4 * i]!))))
    : b.matrix(rows, rgb)
  return b.each(turned, (x, i) => (offset[i] === 0 ? x : b.add(x, b.coef(offset[i]!))))
}

function drawRange(b: Builder, x: V, { scale, offset, low, high }: LutRange): V {
  const scaled = scale === 1 ? x : b.mul(x, b.coef(scale))
  const moved = offset === 0 ? scaled : b.add(scaled, b.coef(offset))
  const raised = low === null ? moved : b.max(moved, b.coef(low))
  return high === null ? raised : b.min(raised, b.coef(high))
}

/** Powers and exponentials of a LUT may be of any argument that is held. */
const HIGH = 16

/** A curve a channel; drawn once where all are alike. */
function drawChannels(b: Builder, rgb: Rgb, pieces: readonly Pieces[]): Rgb {
  const same = pieces.every((one) => JSON.stringify(one) === JSON.stringify(pieces[0]))
  if (same) return drawPieces(b, pieces[0]!, HIGH, rgb)
  return b.each(rgb, (x, i) => drawPieces(b, pieces[i]!, HIGH, [x, x, x])[0])
}

/** The curve of a channel of a logarithm (S-2014-006, "Log"), from light or back. */
export function logPieces(c: LogChannel, { reverse }: Pick<LutLog, 'reverse'>): Pieces {
  const per = c.logSlope / log2(c.base)
  const forth = { form: 'log', a: c.linSlope, b: c.linOffset, c: per, d: c.logOffset } as const
  const back = {
    form: 'exp',
    a: 1 / per,
    b: -c.logOffset / per,
    c: 1 / c.linSlope,
    d: -c.linOffset / c.linSlope,
  } as const
  if (c.linBreak === null) return [{ ...(reverse ? back : forth), from: -Infinity }]
  const inner = c.linSlope * c.linBreak + c.linOffset
  // The slope of the curve at its break: per · log2′ = per / (inner · ln 2).
  const k = c.linearSlope ?? (per * c.linSlope) / (inner * Math.LN2)
  const at = per * log2(inner) + c.logOffset
  const m = at - k * c.linBreak
  return reverse
    ? [
        { form: 'line', from: -Infinity, k: 1 / k, m: -m / k },
        { ...back, from: at },
      ]
    : [
        { form: 'line', from: -Infinity, k, m },
        { ...forth, from: c.linBreak },
      ]
}

/** The curve of a channel of a power (S-2014-006, "Exponent"); what mirrors has it of the magnitude. */
export function exponentPieces(
  { exponent, offset }: { readonly exponent: number; readonly offset: number },
  { style, reverse }: Pick<LutExponent, 'style' | 'reverse'>,
): Pieces {
  const p = reverse ? 1 / exponent : exponent
  const line = (k: number) => ({ form: 'line', from: -Infinity, k, m: 0 }) as const
  if (!style.startsWith('curve')) {
    const power = { form: 'power', from: 0, a: 1, b: 0, p, c: 1, d: 0 } as const
    return style === 'pass' ? [line(1), power] : [line(0), power]
  }
  if (exponent === 1) return [line(1)]
  // Without an offset the line lies along 0.
  const at = offset / (exponent - 1)
  const meets = pow((offset * exponent) / ((exponent - 1) * (1 + offset)), exponent)
  const slope = offset === 0 ? 0 : meets / at
  return reverse
    ? [line(slope === 0 ? 0 : 1 / slope), { form: 'power', from: meets, a: 1, b: 0, p, c: 1 + offset, d: -offset }]
    : [line(slope), { form: 'power', from: at, a: 1 / (1 + offset), b: offset / (1 + offset), p, c: 1, d: 0 }]
}

function drawExponent(b: Builder, rgb: Rgb, step: LutExponent): Rgb {
  const mirrors = step.style === 'mirror' || step.style === 'curve-mirror'
  const pieces = step.channels.map((c) => exponentPieces(c, step))
  if (!mirrors) return drawChannels(b, rgb, pieces)
  const sizes = drawChannels(
    b,
    b.each(rgb, (x) => b.abs(x)),
    pieces,
  )
  return b.each(rgb, (x, i) => b.signed(sizes[i], x))
}
