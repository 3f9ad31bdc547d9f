/**
 * Up to which size of its inputs no hold of a kernel has anything to hold above: by interval arithmetic over the kernel's own numbers, its
 * tables included. What is so bounded may be drawn without the steps that hold to ±65,504, and the bits are the same.
 */
import type { Instruction, Table } from '../op/expr.ts'
import { bitsOf, floatOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'
import { scale2 } from '../op/libm.ts'
import type { KernelStage } from './stage.ts'

/** Sizes that are tried, largest first: anything held, whole numbers of 12 bits, light well above white, code values. */
const SIZES = [HELD_MAX, 4096, 16, 2]
/** Width and height of a picture stay below this. */
const WIDEST = 65535
const SIGN = 0x80000000
const INFINITE = 0x7f800000
const WORDS = 0x100000000

const bounds = new WeakMap<KernelStage, number>()

/** A shape that was not bounded this often, whatever its numbers, is taken for one that is not for so many stages: in a drag each tick is one. */
const VAIN = 2
const REST = 60
/** By shape: how often in a row it was not bounded, and how many stages it is left alone yet. The one that came first is forgotten first. */
const vain = new Map<string, { times: number; rest: number }>()
const KEEP = 256

/**
 * The largest of some sizes up to which the stage's inputs may be, of either sign, so that none of its holds holds anything above; or 0, where
 * there is none, and where others of its shape have had none: that changes which kernel draws, and no bit.
 */
export function boundOf(stage: KernelStage): number {
  let bound = stage.bound ?? bounds.get(stage)
  if (bound === undefined) {
    bound = sought(stage)
    bounds.set(stage, bound)
  }
  return bound
}

function sought(stage: KernelStage): number {
  const { shape } = stage.program
  const had = vain.get(shape)
  if (had && had.rest > 0) {
    had.rest--
    return 0
  }
  const bound = SIZES.find((size) => isBounded(stage, size)) ?? 0
  vain.delete(shape)
  if (bound > 0) return bound
  const times = (had?.times ?? 0) + 1
  vain.set(shape, { times, rest: times < VAIN ? 0 : REST })
  const [oldest] = vain.keys()
  if (vain.size > KEEP && oldest !== undefined) vain.delete(oldest)
  return 0
}

/** From low to high; as two of f32, or as two of u32. */
type Span = readonly [low: number, high: number]
/**
 * What is known of a value: `float` where it is surely a finite number; `words` where it lies in one or two spans of u32; `whole` where it
 * is a number of 32 bits with a sign.
 */
interface Known {
  readonly float: Span | null
  readonly words: readonly Span[] | null
  readonly whole?: Span
}
const UNKNOWN: Known = { float: null, words: null }

function isBounded(stage: KernelStage, size: number): boolean {
  const { list } = stage.program
  const had: Known[] = []
  for (const ins of list) {
    const known = knownOf(ins, had, stage, size)
    if (ins.code === 'hold' && (!known.float || known.float[0] < -HELD_MAX || known.float[1] > HELD_MAX)) return false
    had.push(known)
  }
  return true
}

/** A finite number; `plain`: surely not −0. Its bits are known too: those of negatives stand above those of others. */
function float(low: number, high: number, plain = false): Known {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return UNKNOWN
  const words: Span[] = []
  if (high >= 0) words.push([low > 0 ? bitsOf(low) : 0, high > 0 ? bitsOf(high) : 0])
  if (low < 0 || (low === 0 && !plain))
    words.push([high < 0 ? bitsOf(high) >>> 0 : SIGN, low < 0 ? bitsOf(low) >>> 0 : SIGN])
  return { float: [low, high], words }
}

/** A whole number of 32 bits; where it has no sign it may be read as a float. */
function word(low: number, high: number): Known {
  if (low < -SIGN || high >= SIGN) return UNKNOWN
  if (low < 0) return { ...UNKNOWN, whole: [low, high] }
  return { float: high < INFINITE ? [floatOf(low), floatOf(high)] : null, words: [[low, high]], whole: [low, high] }
}

function knownOf(ins: Instruction, had: readonly Known[], stage: KernelStage, size: number): Known {
  const { code, n } = ins
  const [p, q, r] = [had[ins.a] ?? UNKNOWN, had[ins.b] ?? UNKNOWN, had[ins.c] ?? UNKNOWN]
  const { list } = stage.program
  switch (code) {
    case 'plane':
      return float(-size, size)
    case 'coef':
      return float(stage.coefficients[n]!, stage.coefficients[n]!)
    case 'const':
      return {
        ...(Number.isFinite(floatOf(n)) ? float(floatOf(n), floatOf(n)) : UNKNOWN),
        words: [[n >>> 0, n >>> 0]],
        whole: [n, n],
      }
    case 'x':
    case 'y':
      return float(0, WIDEST, true)
    // Rounding does not change an order: what the ends come to bounds what lies between.
    case 'add':
      return sum(p, q.float)
    case 'sub':
      return sum(p, q.float && [-q.float[1], -q.float[0]])
    case 'mul':
      return product(p, q)
    case 'floor':
      return p.float ? float(Math.floor(p.float[0]), Math.floor(p.float[1])) : UNKNOWN
    case 'hold':
      return p.float ? flushed(p.float) : UNKNOWN
    case 'toint':
      return p.float ? word(Math.trunc(p.float[0]), Math.trunc(p.float[1])) : UNKNOWN
    case 'tofloat':
      return p.whole ? float(Math.fround(p.whole[0]), Math.fround(p.whole[1]), true) : float(-SIGN, SIGN, true)
    case 'iadd':
      return p.whole && q.whole ? word(p.whole[0] + q.whole[0], p.whole[1] + q.whole[1]) : UNKNOWN
    case 'isub':
      return p.whole && q.whole ? word(p.whole[0] - q.whole[1], p.whole[1] - q.whole[0]) : UNKNOWN
    case 'shl':
      return p.whole && p.whole[0] >= 0 ? word(p.whole[0] * scale2(n), p.whole[1] * scale2(n)) : UNKNOWN
    case 'shr':
      return shifted(p, n)
    case 'and':
      return masked(p, list[ins.b]!)
    case 'or':
      return signed(p, list[ins.b]!, list)
    case 'select':
      return chosen(ins, list[ins.a]!, q, r)
    case 'value':
      return entry(stage.tables[n]!, 2, 0, p)
    case 'slope':
      return entry(stage.tables[n]!, 2, 1, p)
    case 'vertex':
      return entry(stage.tables[n >> 2]!, 4, n & 3, UNKNOWN)
    default:
      return UNKNOWN
  }
}

const sum = ({ float: a }: Known, b: Span | null): Known =>
  a && b ? float(Math.fround(a[0] + b[0]), Math.fround(a[1] + b[1])) : UNKNOWN

function product({ float: a }: Known, { float: b }: Known): Known {
  if (!a || !b) return UNKNOWN
  const ends = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]].map(Math.fround)
  return float(Math.min(...ends), Math.max(...ends))
}

/** What is below 2^-32 becomes +0. */
const flushed = ([low, high]: Span): Known => {
  const near = (x: number): number => (Math.abs(x) < HELD_MIN ? 0 : x)
  return float(near(low), near(high), true)
}

/** Without a sign from here on: of a float that may be negative two spans. */
function shifted({ words, whole }: Known, n: number): Known {
  const from = words ?? (whole && whole[0] >= 0 ? [whole] : [[0, WORDS - 1] as const])
  const to = from.map(([low, high]): Span => [low >>> n, high >>> n])
  return to.length === 1 ? word(...to[0]!) : { float: null, words: to }
}

function masked(p: Known, mask: Instruction): Known {
  if (mask.code !== 'const' || mask.n < 0) return UNKNOWN
  if (mask.n !== 0x7fffffff || !p.float) return word(0, mask.n)
  const [low, high] = p.float
  return float(low > 0 ? low : high < 0 ? -high : 0, Math.max(-low, high), true)
}

/** What takes the sign of something else. */
function signed({ float: p }: Known, sign: Instruction, list: readonly Instruction[]): Known {
  if (!p || sign.code !== 'and') return UNKNOWN
  const mask = list[sign.b]!
  if (mask.code !== 'const' || mask.n !== -SIGN) return UNKNOWN
  const most = Math.max(-p[0], p[1])
  return float(-most, most)
}

/** One or the other; of two numbers the smaller or the larger where that is what is chosen. */
function chosen(ins: Instruction, test: Instruction, yes: Known, no: Known): Known {
  const [q, r] = [yes.float, no.float]
  if (test.code === 'ilt' && yes.whole && no.whole) {
    const [a, b] = [yes.whole, no.whole]
    if (ins.b === test.a && ins.c === test.b) return word(Math.min(a[0], b[0]), Math.min(a[1], b[1]))
    if (ins.b === test.b && ins.c === test.a) return word(Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  }
  if (!q || !r) return UNKNOWN
  if (test.code === 'lt' && ins.b === test.a && ins.c === test.b)
    return float(Math.min(q[0], r[0]), Math.min(q[1], r[1]))
  if (test.code === 'lt' && ins.b === test.b && ins.c === test.a)
    return float(Math.max(q[0], r[0]), Math.max(q[1], r[1]))
  return float(Math.min(q[0], r[0]), Math.max(q[1], r[1]))
}

/** Numbers of this many bytes and more are looked through once a table, and not by parts. */
const LONG = 2048
const spans = new WeakMap<Table, Map<string, Span>>()

/** Every `step`-th number of a table from `place` on, in the spans given, where these are short. */
function entry(table: Table, step: number, place: number, { words }: Known): Known {
  const { data } = table
  const last = Math.floor(data.length / step) - 1
  const parts = words?.map(([low, high]): Span => [Math.min(low, last), Math.min(high, last)])
  const short = parts && parts.reduce((n, [low, high]) => n + high - low, 0) <= LONG
  if (short) {
    const [low, high] = parts.map(([from, to]) => spanOf(data, step, place, from, to)).reduce(joined)
    return float(low, high)
  }
  let own = spans.get(table)
  if (!own) spans.set(table, (own = new Map()))
  const key = `${step} ${place}`
  let span = own.get(key)
  if (!span) own.set(key, (span = spanOf(data, step, place, 0, last)))
  return float(span[0], span[1])
}
const joined = (a: Span, b: Span): Span => [Math.min(a[0], b[0]), Math.max(a[1], b[1])]

function spanOf(data: Float32Array, step: number, place: number, from: number, to: number): Span {
  let [low, high] = [Infinity, -Infinity]
  for (let i = from; i <= to; i++) {
    const x = data[step * i + place]!
    if (x < low) low = x
    if (x > high) high = x
  }
  return [low, high]
}
