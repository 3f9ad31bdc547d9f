/** Which values of a program can be NaN: what cannot needs no test in a compare. */
import type { Instruction } from '../op/expr.ts'

/** Coefficients lie within 2^24, entries of tables within 2^40 (engine.md); a slope is a difference of two over 2^-34 at the least. */
const COEF = 24
const VALUE = 40
const SLOPE = 75
const HELD = 16
/** From 2^128 on sums and products may be infinite, and what is made of infinities NaN. */
const MOST = 127

/** Of each instruction, whether its value is surely a number. Bounds are powers of two, counted upwards from the instructions it reads. */
export function numbersAmong(list: readonly Instruction[]): readonly boolean[] {
  const most: number[] = []
  for (const { code, a, b, c, n } of list) {
    const [p, q, r] = [most[a] ?? Infinity, most[b] ?? Infinity, most[c] ?? Infinity]
    most.push(bound(code, n, p, q, r))
  }
  return most.map((m) => m <= MOST)
}

function bound(code: Instruction['code'], n: number, p: number, q: number, r: number): number {
  switch (code) {
    case 'hold':
    case 'x':
    case 'y':
      return HELD
    case 'coef':
      return COEF
    case 'value':
      return VALUE
    case 'slope':
      return SLOPE
    case 'tofloat':
      return 31
    case 'const': {
      // The exponent of the bits, which of a NaN and of an infinity is the largest.
      const exponent = (n >>> 23) & 255
      return exponent === 255 ? Infinity : Math.max(0, exponent - 126)
    }
    case 'add':
    case 'sub':
      return Math.max(p, q) + 1
    case 'mul':
      return p + q
    case 'floor':
      return p + 1
    case 'select':
      return Math.max(q, r)
    default:
      return Infinity
  }
}
