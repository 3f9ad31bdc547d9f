/**
 * A program as the vector operations it is made of in WebAssembly, each with one result: equal ones are one, unneeded ones absent. What
 * is known of a value's range saves steps; the bits of what leaves the kernel are the program's own.
 */
import type { Code, Instruction, Program } from '../op/expr.ts'
import { bitsOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'
import { type Range, rangesOf } from './range.ts'
import type { SIMD } from './wasm-bytes.ts'

/** Operations that are more than one instruction, or come from outside the loop (`still`). */
export type Own =
  | 'plane' // n: input plane
  | 'coef' // n: coefficient, in each lane
  | 'bits' // n: the bit pattern, in each lane
  | 'base' // n: table; m: its address and so much more, in each lane
  | 'x'
  | 'y'
  | 'two' // n: 0 or 2; of the addresses, lanes n and n + 1: two pairs of value and slope
  | 'four' // n: 0 or 4; of each address, the number so many bytes on
  | 'even' // of two `two`, the values
  | 'odd' // of two `two`, the slopes
  | 'row' // n: lane; of the address, four numbers
  | 'weave' // n: 0 or 2; of two rows, number n of both and the next of both
  | 'near' // of two `weave`, the first halves
  | 'far' // of two `weave`, the second halves
export type Op = Own | keyof typeof SIMD

export interface Step {
  readonly op: Op
  readonly args: readonly number[]
  readonly n: number
  readonly m: number
}

/** Holds one thing throughout the loop. */
export const still = ({ op }: Step): boolean =>
  op === 'coef' || op === 'bits' || op === 'base' || op === 'x' || op === 'y'

export interface Lowered {
  readonly steps: readonly Step[]
  /** Step numbers of the output planes, in order. */
  readonly outputs: readonly number[]
}

const direct: Partial<Record<Code, keyof typeof SIMD>> = {
  add: 'addF',
  sub: 'subF',
  mul: 'mulF',
  lt: 'ltF',
  eq: 'eqF',
  ilt: 'ltS',
  iadd: 'addI',
  isub: 'subI',
  and: 'and',
  or: 'or',
  xor: 'xor',
}

/** 1.5 · 2^23: a whole number within ±2^22 added to it stands in its last bits. */
const SHELF = 12582912
const SMALL = 4194304
/** Bytes of a pair and of a vertex, as shifts. */
const PAIR = 3
const VERTEX = 4

/** 2^17: three numbers below it make one that is exact. */
const WIDE = 131072

/** The steps of a program; `bounded`: for inputs of which no hold has anything to hold above (`bounded.ts`). */
export function lower({ list, outputs }: Program, bounded = false): Lowered {
  const ranges = rangesOf(list)
  const steps: Step[] = []
  const seen = new Map<Op, Map<number | string, number>>()
  const put = (op: Op, args: readonly number[] = [], n = 0, m = 0): number => {
    const [a = 0, b = 0, c = 0] = args
    const short = n === 0 && m === 0 && steps.length < WIDE
    const key = short ? (a * WIDE + b) * WIDE + c : `${a} ${b} ${c} ${n} ${m}`
    let own = seen.get(op)
    if (own === undefined) seen.set(op, (own = new Map()))
    let at = own.get(key)
    if (at === undefined) {
      at = steps.push({ op, args, n, m }) - 1
      own.set(key, at)
    }
    return at
  }
  const bits = (n: number): number => put('bits', [], n | 0)
  const made: number[] = []
  const of = (v: number): number => made[v]!
  const pairs = new Set(list.flatMap(({ code, n, a }) => (code === 'slope' ? [`${n} ${a}`] : [])))
  const values = new Set(list.flatMap(({ code, n, a }) => (code === 'value' ? [`${n} ${a}`] : [])))

  for (const ins of list) made.push(stepOf(ins))
  return { steps, outputs: outputs.map(of) }

  function stepOf(ins: Instruction): number {
    const { code, a, b, n } = ins
    const op = direct[code]
    if (op !== undefined) return put(op, [of(a), of(b)])
    switch (code) {
      case 'plane':
      case 'coef':
      case 'x':
      case 'y':
        return put(code, [], n)
      case 'const':
        return bits(n)
      case 'shl':
        return put('shl', [of(a)], n)
      case 'shr':
        return put('shrU', [of(a)], n)
      case 'floor':
        return put('floor', [of(a)])
      case 'tofloat':
        return put('convertS', [of(a)])
      case 'select':
        return choice(ins)
      case 'hold':
        return hold(of(a), ranges[a]!)
      case 'toint': {
        const shelf = shelved(a)
        return shelf === null ? put('truncSatS', [of(a)]) : put('subI', [shelf, bits(bitsOf(SHELF))])
      }
      case 'value':
      case 'slope':
        return entry(ins)
      case 'vertex':
        return vertex(ins)
      default:
        throw new Error(`no WebAssembly for ${code}`)
    }
  }

  /** Selects that are a minimum, a maximum or a masking by another name: the specification defines them as the same bits. */
  function choice({ a, b, c }: Instruction): number {
    const mask = list[a]!
    const zero = (v: number) => list[v]!.code === 'const' && list[v]!.n === 0
    if (mask.code === 'lt' || mask.code === 'ilt') {
      const whole = mask.code === 'ilt'
      // pmin(p, q) is q < p ? q : p, pmax(p, q) is p < q ? q : p.
      if (b === mask.a && c === mask.b) return put(whole ? 'minS' : 'pmin', [of(c), of(b)])
      if (b === mask.b && c === mask.a) return put(whole ? 'maxS' : 'pmax', [of(c), of(b)])
    }
    if (zero(c)) return put('and', [of(b), of(a)])
    if (zero(b)) return put('andnot', [of(c), of(a)])
    return put('bitselect', [of(b), of(c), of(a)])
  }

  /**
   * Held between ±65,504, then 0 unless |x| > 2^-32 less one step, which of a NaN is not so; sizes that are surely numbers are in the order
   * of their bits, which are compared sooner.
   */
  function hold(x: number, range: Range | null): number {
    const within = bounded || (range !== null && range.lo >= -HELD_MAX && range.hi <= HELD_MAX)
    const low = within ? x : put('pmin', [bits(bitsOf(HELD_MAX)), x])
    const held = within ? x : put('pmax', [low, bits(bitsOf(-HELD_MAX))])
    const size = put('and', [x, bits(0x7fffffff)])
    return put('and', [held, put(range === null && !bounded ? 'ltF' : 'ltS', [bits(bitsOf(HELD_MIN) - 1), size])])
  }

  /** The value on the shelf where it is surely whole and small, what is added to it included; else null. */
  function shelved(v: number): number | null {
    const small = (k: number): boolean => {
      const range = ranges[k]
      return !!range?.whole && range.lo > -SMALL && range.hi < SMALL
    }
    if (!small(v)) return null
    const { code, a, b } = list[v]!
    const more = code === 'add' && small(a) && list[b]!.code === 'const' ? ranges[b]!.lo : null
    return more === null ? put('addF', [of(v), bits(bitsOf(SHELF))]) : put('addF', [of(a), bits(bitsOf(SHELF + more))])
  }

  /** The bytes of a pair's (a vertex's) number before and in the table: 2^wide each. */
  function address(index: number, n: number, wide: number): number {
    const { code, a, b } = list[index]!
    const shelf = code === 'toint' ? shelved(a) : null
    if (shelf !== null) return put('addI', [put('shl', [shelf], wide), put('base', [], n, -(bitsOf(SHELF) << wide))])
    const [from, mask] = code === 'and' ? [list[a]!, list[b]!] : [null, null]
    const cut = from?.code === 'shr' && from.n >= wide && mask?.code === 'const'
    const bytes = cut
      ? put('and', [put('shrU', [of(from.a)], from.n - wide), bits(mask.n << wide)])
      : put('shl', [of(index)], wide)
    return put('addI', [bytes, put('base', [], n)])
  }

  function entry({ code, n, a }: Instruction): number {
    const at = address(a, n, PAIR)
    const key = `${n} ${a}`
    if (!pairs.has(key)) return put('four', [at], 0)
    if (!values.has(key)) return put('four', [at], 4)
    return put(code === 'value' ? 'even' : 'odd', [put('two', [at], 0), put('two', [at], 2)])
  }
  /** R, G or B of a vertex: one load a lane for all three, then four lanes of four numbers turned about. */
  function vertex({ n, a }: Instruction): number {
    const at = address(a, n >> 2, VERTEX)
    const weave = (from: number) => put('weave', [put('row', [at], from), put('row', [at], from + 1)], n & 2)
    return put(n & 1 ? 'far' : 'near', [weave(0), weave(2)])
  }
}
