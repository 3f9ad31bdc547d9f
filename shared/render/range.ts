/** What a program's values can be, by its instructions alone: whoever knows that a value is a small number needs fewer steps for it. */
import type { Instruction } from '../op/expr.ts'
import { floatOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'

/** A value that is surely a finite number within lo … hi; `whole`: and surely a whole one. */
export interface Range {
  readonly lo: number
  readonly hi: number
  readonly whole: boolean
}

/** Coefficients lie within 2^24, entries of tables within 2^40 (engine.md); a slope is a difference of two over 2^-34 at the least. */
const COEF = 16777216
const VALUE = 1099511627776
const SLOPE = VALUE * 34359738368
/** Width and height of a picture stay below this. */
const WIDEST = 65535
/** From here on sums and products may be infinite, and what is made of infinities NaN. */
const MOST = 3.4028234663852886e38
const made = (lo: number, hi: number, whole: boolean): Range | null =>
  Math.max(-lo, hi) <= MOST ? { lo, hi, whole } : null

const even = (most: number, whole = false): Range => ({ lo: -most, hi: most, whole })

/** Of each instruction, the range of its value, or null where it may be no number. */
export function rangesOf(list: readonly Instruction[]): readonly (Range | null)[] {
  const had: (Range | null)[] = []
  for (const ins of list) had.push(rangeOf(ins, had, list))
  return had
}

function rangeOf(ins: Instruction, had: readonly (Range | null)[], list: readonly Instruction[]): Range | null {
  const { code, n } = ins
  const [p, q, r] = [had[ins.a] ?? null, had[ins.b] ?? null, had[ins.c] ?? null]
  switch (code) {
    case 'const': {
      const x = floatOf(n)
      return Number.isFinite(x) ? { lo: x, hi: x, whole: Number.isInteger(x) } : null
    }
    case 'coef':
      return even(COEF)
    case 'value':
    case 'vertex':
      return even(VALUE)
    case 'slope':
      return even(SLOPE)
    case 'x':
    case 'y':
      return { lo: 0, hi: WIDEST, whole: true }
    case 'tofloat':
      return even(2147483648)
    case 'hold':
      return held(p)
    case 'floor':
      return p && made(Math.floor(p.lo), Math.floor(p.hi), true)
    // Rounding does not change an order: what the ends come to bounds what lies between. Nor does it make parts of whole numbers.
    case 'add':
      return p && q && made(Math.fround(p.lo + q.lo), Math.fround(p.hi + q.hi), p.whole && q.whole)
    case 'sub':
      return p && q && made(Math.fround(p.lo - q.hi), Math.fround(p.hi - q.lo), p.whole && q.whole)
    case 'mul': {
      if (!p || !q) return null
      const ends = [p.lo * q.lo, p.lo * q.hi, p.hi * q.lo, p.hi * q.hi].map(Math.fround)
      return made(Math.min(...ends), Math.max(...ends), p.whole && q.whole)
    }
    case 'and': {
      const mask = list[ins.b]!
      if (!p || mask.code !== 'const' || mask.n !== 0x7fffffff) return null
      return { lo: 0, hi: Math.max(-p.lo, p.hi), whole: p.whole }
    }
    case 'or': {
      const sign = list[ins.b]!
      if (!p || sign.code !== 'and' || list[sign.b]!.code !== 'const' || list[sign.b]!.n !== -0x80000000) return null
      return even(Math.max(-p.lo, p.hi), p.whole)
    }
    case 'select':
      return q && r && chosen(ins, list[ins.a]!, q, r)
    default:
      return null
  }
}

/** A choice; of two numbers the smaller or the larger where that is what is chosen. */
function chosen(ins: Instruction, test: Instruction, q: Range, r: Range): Range {
  const whole = q.whole && r.whole
  if (test.code === 'lt' && ins.b === test.a && ins.c === test.b)
    return { lo: Math.min(q.lo, r.lo), hi: Math.min(q.hi, r.hi), whole }
  if (test.code === 'lt' && ins.b === test.b && ins.c === test.a)
    return { lo: Math.max(q.lo, r.lo), hi: Math.max(q.hi, r.hi), whole }
  return { lo: Math.min(q.lo, r.lo), hi: Math.max(q.hi, r.hi), whole }
}

/** Within ±65,504, and what is below 2^-32 is 0; of anything. */
function held(p: Range | null): Range {
  if (!p) return even(HELD_MAX)
  const [lo, hi] = [Math.max(p.lo, -HELD_MAX), Math.min(p.hi, HELD_MAX)]
  if (lo > hi)
    return lo > 0 ? { lo: HELD_MAX, hi: HELD_MAX, whole: true } : { lo: -HELD_MAX, hi: -HELD_MAX, whole: true }
  const near = (x: number): number => (Math.abs(x) < HELD_MIN ? 0 : x)
  return { lo: near(lo), hi: near(hi), whole: p.whole }
}
