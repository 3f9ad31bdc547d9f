/**
 * Interval arithmetic over a kernel: whether any value it could make on the way is no number, infinite or subnormal (engine.md, "The
 * canonical numbers"). What is proved here holds for every pixel; tables are read as they are.
 */
import { ARITY, type Instruction, type Program, type Table } from './expr.ts'
import { bitsOf, floatOf, HELD_MAX, HELD_MIN } from './f32.ts'

/** Floats that a value may be: within lo … hi; what is not 0 is at least 2^least and a multiple of 2^step. `minus`: −0 may be among them. */
export interface Real {
  readonly lo: number
  readonly hi: number
  readonly least: number
  readonly step: number
  readonly minus: boolean
}
/** The same 32 bits as signed whole numbers, lo … hi. */
export interface Whole {
  readonly lo: number
  readonly hi: number
}
/** Both views of a value; `real` is null where the bits may be no finite number. */
export interface Bound {
  readonly real: Real | null
  readonly whole: Whole
}

const LARGEST = 3.4028234663852886e38
/** The least exponent of a normal f32. */
const NORMAL = -126
const TOP = 2147483647
const BOTTOM = -2147483648
const ANY: Whole = { lo: BOTTOM, hi: TOP }
/** Any coefficient: 0, or a magnitude within 2^±24. */
const COEFFICIENT: Real = { lo: -16777216, hi: 16777216, least: -24, step: -47, minus: true }
/** Width and height of a picture stay below this. */
const WIDEST = 65535

/** Exponent of the leading bit of a finite f32 that is not 0. */
const exponent = (x: number): number => {
  const bits = bitsOf(x) & 0x7fffffff
  return bits >= 0x800000 ? (bits >> 23) - 127 : 31 - Math.clz32(bits) - 149
}
/** Exponent of the last bit that is set. */
const lastBit = (x: number): number => {
  const bits = bitsOf(x) & 0x7fffffff
  const fraction = (bits & 0x7fffff) | (bits >= 0x800000 ? 0x800000 : 0)
  return Math.max(bits >> 23, 1) - 150 + (31 - Math.clz32(fraction & -fraction))
}

/** Tightens what the ends and the exponents say of one another. */
function real(lo: number, hi: number, least: number, step: number, minus: boolean): Real {
  const away = lo > 0 ? lo : hi < 0 ? -hi : 0
  const from = lo === 0 && hi === 0 ? Infinity : Math.max(least, step, away > 0 ? exponent(away) : -Infinity)
  return { lo: lo + 0, hi: hi + 0, least: from, step: Math.max(step, from - 23), minus: minus && away === 0 }
}

const ofReal = (r: Real): Bound => ({
  real: r,
  whole: r.lo > 0 || (r.lo === 0 && !r.minus) ? { lo: bitsOf(r.lo), hi: bitsOf(r.hi) } : ANY,
})

function ofWhole(lo: number, hi: number): Bound {
  if (lo < BOTTOM || hi > TOP) return { real: null, whole: ANY }
  const finite = lo >= 0 && hi < 0x7f800000
  return { real: finite ? real(floatOf(lo), floatOf(hi), -149, -149, false) : null, whole: { lo, hi } }
}

function ofConstant(bits: number): Bound {
  const x = floatOf(bits)
  const whole = { lo: bits, hi: bits }
  if (!Number.isFinite(x)) return { real: null, whole }
  return { real: x === 0 ? real(0, 0, 0, 0, bits < 0) : real(x, x, exponent(x), lastBit(x), false), whole }
}

const hull = (a: Bound, b: Bound): Bound => ({
  real: a.real &&
    b.real && {
      lo: Math.min(a.real.lo, b.real.lo),
      hi: Math.max(a.real.hi, b.real.hi),
      least: Math.min(a.real.least, b.real.least),
      step: Math.min(a.real.step, b.real.step),
      minus: a.real.minus || b.real.minus,
    },
  whole: { lo: Math.min(a.whole.lo, b.whole.lo), hi: Math.max(a.whole.hi, b.whole.hi) },
})

/** What is left of `v` where it is known to lie within lo … hi; null where nothing is. */
function within(v: Bound, lo: number, hi: number, by: 'real' | 'whole'): Bound | null {
  const own = by === 'real' ? v.real : v.whole
  if (!own) return v
  const [from, to] = [Math.max(own.lo, lo), Math.min(own.hi, hi)]
  if (from > to) return null
  if (by === 'whole') return { real: v.real ?? ofWhole(from, to).real, whole: { lo: from, hi: to } }
  const { least, step, minus } = v.real!
  return { ...ofReal(real(from, to, least, step, minus)) }
}

/** Values of a table's rows lo … hi of `wide` floats, at place `at`. */
function entries(table: Table, { lo, hi }: Whole, wide: 2 | 4, at: number): Real {
  let [low, high, least, step] = [Infinity, -Infinity, Infinity, Infinity]
  for (let i = lo; i <= hi; i++) {
    const x = table.data[wide * i + at]!
    if (!Number.isFinite(x)) return { lo: -Infinity, hi: Infinity, least: 0, step: 0, minus: true }
    if (x < low) low = x
    if (x > high) high = x
    if (x === 0) continue
    least = Math.min(least, exponent(x))
    step = Math.min(step, lastBit(x))
  }
  return { lo: low, hi: high, least, step, minus: true }
}

/**
 * A sentence naming the first step of the kernel that could leave the canonical numbers, or null where none can: coefficients other than
 * 0 or within 2^±24, table entries that are no normal numbers, reads outside a table, sums and products that could overflow or become
 * subnormal, and arithmetic on raw bits that nothing has held. `of`: each coefficient stands for any that may reach a pixel, so that the
 * proof is of all settings that draw this shape with these tables; or for itself, so that it is of this kernel alone.
 */
export function boundProgram(
  program: Program,
  coefficients: ArrayLike<number>,
  tables: readonly Table[],
  of: Coefficients = 'any coefficients',
): string | null {
  const bounds = boundValues(program, coefficients, tables, of)
  return typeof bounds === 'string' ? bounds : null
}

export type Coefficients = 'any coefficients' | 'these coefficients'

/**
 * The same, and where nothing leaves the canonical numbers the bounds of each value. `planes`: what is known of the numbers that come in,
 * by plane, given those of the values before it; without it, nothing.
 */
export function boundValues(
  program: Program,
  coefficients: ArrayLike<number>,
  tables: readonly Table[],
  of: Coefficients,
  planes: (n: number, had: readonly Bound[]) => Bound | string = () => UNKNOWN,
): string | readonly Bound[] {
  for (let i = 0; i < coefficients.length; i++) {
    const size = Math.abs(coefficients[i]!)
    if (!(size === 0 || (size >= 1 / COEFFICIENT.hi && size <= COEFFICIENT.hi)))
      return `Coefficient ${i} is ${coefficients[i]}, neither 0 nor within 2^±24.`
  }
  const had: Bound[] = []
  for (const ins of program.list) {
    const own = ins.code === 'coef' && of === 'these coefficients'
    const next = own
      ? ofConstant(bitsOf(coefficients[ins.n]!))
      : ins.code === 'plane'
        ? planes(ins.n, had)
        : bound(ins, had, program.list, tables)
    if (typeof next === 'string') return `Step ${had.length} (${ins.code}) ${next}.`
    had.push(next)
  }
  return had
}

/** Any bits. */
export const UNKNOWN: Bound = { real: null, whole: ANY }

/** What one step may make, or what it may do that it must not. */
function bound(
  ins: Instruction,
  had: readonly Bound[],
  list: readonly Instruction[],
  tables: readonly Table[],
): Bound | string {
  const { code, n } = ins
  const [a, b] = [had[ins.a]!, had[ins.b]!]
  const [p, q] = [a?.real, b?.real]
  const constant = (k: number): number | null => (list[k]!.code === 'const' ? list[k]!.n : null)
  switch (code) {
    case 'plane':
      return UNKNOWN
    case 'coef':
      return ofReal(COEFFICIENT)
    case 'const':
      return ofConstant(n)
    case 'x':
    case 'y':
      return made(0, WIDEST, 0, 0, false)
    case 'add':
    case 'sub': {
      if (!p || !q) return RAW
      if (code === 'sub' && ins.a === ins.b) return ofConstant(0)
      if (code === 'sub' && list[ins.b]!.code === 'floor' && list[ins.b]!.a === ins.a)
        return made(0, 1, p.step, p.step, false)
      const [lo, hi] = code === 'add' ? [p.lo + q.lo, p.hi + q.hi] : [p.lo - q.hi, p.hi - q.lo]
      const step = Math.min(p.step, q.step)
      return made(lo, hi, step, step, p.minus && (code === 'sub' || q.minus))
    }
    case 'mul': {
      if (!p || !q) return RAW
      const ends = [p.lo * q.lo, p.lo * q.hi, p.hi * q.lo, p.hi * q.hi]
      const square = ins.a === ins.b
      const lo = square && p.lo < 0 && p.hi > 0 ? 0 : Math.min(...ends)
      const minus = !square && (p.minus || q.minus || p.lo < 0 || q.lo < 0)
      return made(lo, Math.max(...ends), p.least + q.least, p.step + q.step, minus)
    }
    case 'lt':
    case 'eq':
      return p && q ? MASK : RAW
    case 'ilt':
      return MASK
    case 'iadd':
      return ofWhole(a.whole.lo + b.whole.lo, a.whole.hi + b.whole.hi)
    case 'isub':
      return ofWhole(a.whole.lo - b.whole.hi, a.whole.hi - b.whole.lo)
    case 'and': {
      const mask = constant(ins.b)
      if (mask === TOP && p) {
        const [near, far] = [Math.abs(p.lo), Math.abs(p.hi)]
        const least = p.lo <= 0 && p.hi >= 0 ? 0 : Math.min(near, far)
        return made(least, Math.max(near, far), p.least, p.step, false)
      }
      return mask !== null && mask >= 0 ? ofWhole(0, mask) : { real: null, whole: ANY }
    }
    case 'or': {
      const sign = list[ins.b]!
      if (!p || sign.code !== 'and' || constant(sign.b) !== BOTTOM) return { real: null, whole: ANY }
      const most = Math.max(Math.abs(p.lo), Math.abs(p.hi))
      return made(-most, most, p.least, p.step, true)
    }
    case 'xor':
      return { real: null, whole: ANY }
    case 'shl':
      return a.whole.lo < 0 ? { real: null, whole: ANY } : ofWhole(a.whole.lo * scale(n), a.whole.hi * scale(n))
    case 'shr':
      if (n === 0) return a
      return a.whole.lo < 0 ? ofWhole(0, 0xffffffff >>> n) : ofWhole(a.whole.lo >>> n, a.whole.hi >>> n)
    case 'select':
      return choose(ins, had, list)
    case 'floor':
      return p ? made(Math.floor(p.lo), Math.floor(p.hi), 0, 0, p.minus) : RAW
    case 'hold': {
      const r = p ?? { lo: -HELD_MAX, hi: HELD_MAX, least: -149, step: -149 }
      const held = (v: number) => (Math.abs(v) < HELD_MIN ? 0 : Math.min(Math.max(v, -HELD_MAX), HELD_MAX))
      return made(held(r.lo), held(r.hi), Math.max(r.least, -32), Math.max(r.step, -55), false)
    }
    case 'toint':
      return p ? ofWhole(Math.max(Math.trunc(p.lo), BOTTOM), Math.min(Math.trunc(p.hi), TOP)) : RAW
    case 'tofloat': {
      const { lo, hi } = a.whole
      if (lo < -16777216 || hi > 16777216) return 'reads a whole number that may be beyond 2^24'
      return made(lo, hi, 0, 0, false)
    }
    case 'value':
    case 'slope':
    case 'vertex': {
      const wide = code === 'vertex' ? 4 : 2
      const table = tables[wide === 4 ? n >> 2 : n]!
      const { lo, hi } = a.whole
      if (lo < 0 || hi >= table.data.length / wide)
        return `may read ${wide === 4 ? 'vertex' : 'pair'} ${lo} … ${hi} of a table of ${table.data.length / wide}`
      const r = entries(table, a.whole, wide, wide === 4 ? n & 3 : Number(code === 'slope'))
      return made(r.lo, r.hi, r.least, r.step, r.minus)
    }
  }
}

const MASK: Bound = { real: null, whole: { lo: -1, hi: 0 } }
const RAW = 'reads bits that may be no number'

/** The result of a step of floats, rounded; or that it may overflow or become subnormal. */
export function made(lo: number, hi: number, least: number, step: number, minus: boolean): Bound | string {
  const most = Math.max(Math.abs(lo), Math.abs(hi))
  if (!(most <= LARGEST)) return `may reach ${most.toExponential(1)}, beyond f32`
  const r = real(Math.fround(lo), Math.fround(hi), least, step, minus)
  return r.least < NORMAL ? `may come to 2^${r.least}, below the normal numbers of f32` : ofReal(r)
}

/** 2^n for n in 0 … 31. */
const scale = (n: number): number => (1 << 30) * (n === 31 ? 2 : 1 / (1 << (30 - n)))

/** A choice, with what the comparison says of the values that are chosen from: so a minimum is below both. */
function choose(ins: Instruction, had: readonly Bound[], list: readonly Instruction[]): Bound {
  const test = list[ins.a]!
  let [yes, no]: (Bound | null)[] = [had[ins.b]!, had[ins.c]!]
  const by = test.code === 'lt' ? 'real' : test.code === 'ilt' ? 'whole' : null
  if (by !== null && ARITY[test.code] === 2) {
    const [left, right] = [had[test.a]![by], had[test.b]![by]]
    if (left && right) {
      if (ins.b === test.a) yes = within(yes!, -Infinity, right.hi, by)
      if (ins.b === test.b && yes) yes = within(yes, left.lo, Infinity, by)
      if (ins.c === test.a) no = within(no!, right.lo, Infinity, by)
      if (ins.c === test.b && no) no = within(no, -Infinity, left.hi, by)
    }
  }
  // Both are null for a comparison that cannot come out either way: one of them is what it is not.
  return yes && no ? hull(yes, no) : (yes ?? no ?? had[ins.c]!)
}
