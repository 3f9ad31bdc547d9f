/**
 * Per-pixel maths as data: the whole instruction set. A program is straight-line: each instruction makes one 32-bit lane value from
 * earlier ones; masks are all ones or all zeros. Every renderer reads the same list, so every renderer gives the same bits.
 */
import { bitsOf, firm } from './f32.ts'
import type { Field, Keep, Pass } from './pass.ts'

/** The closed set. f32 arithmetic rounds to nearest even; `i…` are two's-complement 32-bit; shifts take a constant. */
export type Code =
  | 'plane' // n: input plane n at this pixel
  | 'coef' // n: coefficient n
  | 'const' // n: bit pattern
  | 'x' // column of the pixel as f32, exact
  | 'y' // row
  | 'add'
  | 'sub'
  | 'mul'
  | 'lt' // f32 a < b -> mask
  | 'eq' // f32 a = b -> mask
  | 'ilt' // i32 a < b -> mask
  | 'iadd'
  | 'isub'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl' // a << n
  | 'shr' // a >>> n
  | 'select' // mask a ? b : c
  | 'floor'
  | 'hold' // NaN to +0, |a| below 2^-32 to +0, magnitudes held to 65,504; by the bits
  | 'toint' // f32 of small exact value -> i32
  | 'tofloat' // i32 -> f32, |a| < 2^24
  | 'value' // table n, pair a: its value
  | 'slope' // table n, pair a: its slope
  | 'vertex' // table n >> 2, four floats a: the one of place n & 3

export interface Instruction {
  readonly code: Code
  readonly a: number
  readonly b: number
  readonly c: number
  readonly n: number
}

export interface Program {
  readonly list: readonly Instruction[]
  /** Instruction numbers of the output planes, in order. */
  readonly outputs: readonly number[]
  readonly inputs: number
  readonly coefficients: number
  readonly tables: number
  /** Uses `x` or `y`. */
  readonly positioned: boolean
  /** Equal text, equal program: the key of compiled modules. */
  readonly shape: string
}

/** A value of the program being built. */
export type V = number & { readonly v: unique symbol }
export type Rgb = readonly [V, V, V]

/**
 * What a table holds where that has a short name, for printers that would rather have the formula. Of pair i: exp2 2^(i/1024), log2
 * log2(1 + i/1024), power (1 + i/1024)^p, reciprocal 1/(1 + (i + ½)/1024), each with the slope to the next pair over 1, 8192, 8192 and 0;
 * octave 2^(p·(i − 127)), 0 below 2^(−40·p), no slope.
 */
export type Formula =
  | { readonly form: 'exp2' | 'log2' | 'reciprocal' }
  | { readonly form: 'power' | 'octave'; readonly p: number }

/** A table of (value, slope) pairs of f32, or of vertices: R G B and a zero. */
export interface Table {
  readonly data: Float32Array
  readonly formula?: Formula
  /** What it was made from, wholly: equal names, equal data. Without one the data itself is hashed for a plan's name. */
  readonly name?: string
}

/** A pass in a draft: the values it reads, and the first of the planes it gives, one for each. */
export interface DrawnPass {
  readonly pass: Pass | Keep
  readonly inputs: readonly V[]
  readonly plane: number
}

const SIGN = -0x80000000

/** What an instruction reads: how many of `a`, `b`, `c` are earlier values. */
export const ARITY: Readonly<Record<Code, 0 | 1 | 2 | 3>> = {
  plane: 0,
  coef: 0,
  const: 0,
  x: 0,
  y: 0,
  add: 2,
  sub: 2,
  mul: 2,
  lt: 2,
  eq: 2,
  ilt: 2,
  iadd: 2,
  isub: 2,
  and: 2,
  or: 2,
  xor: 2,
  shl: 1,
  shr: 1,
  select: 3,
  floor: 1,
  hold: 1,
  toint: 1,
  tofloat: 1,
  value: 1,
  slope: 1,
  vertex: 1,
}

/** Drops what no output needs and numbers the rest anew, in order. */
function prune(list: readonly Instruction[], outputs: readonly number[]): [Instruction[], number[]] {
  const needed = new Uint8Array(list.length)
  for (const v of outputs) needed[v] = 1
  for (let k = list.length - 1; k >= 0; k--) {
    if (!needed[k]) continue
    const { code, a, b, c } = list[k]!
    for (const v of [a, b, c].slice(0, ARITY[code])) needed[v] = 1
  }
  const at = new Int32Array(list.length)
  const kept: Instruction[] = []
  list.forEach((ins, k) => {
    if (!needed[k]) return
    const n = ARITY[ins.code]
    at[k] =
      kept.push({
        code: ins.code,
        a: n > 0 ? at[ins.a]! : 0,
        b: n > 1 ? at[ins.b]! : 0,
        c: n > 2 ? at[ins.c]! : 0,
        n: ins.n,
      }) - 1
  })
  return [kept, outputs.map((v) => at[v]!)]
}

/** A program of these instructions, all of which its outputs need. */
export const programOf = (
  list: readonly Instruction[],
  outputs: readonly number[],
  coefficients: number,
  tables: number,
): Program => ({
  list,
  outputs,
  inputs: list.reduce((n, ins) => (ins.code === 'plane' ? Math.max(n, ins.n + 1) : n), 0),
  coefficients,
  tables,
  positioned: list.some(({ code }) => code === 'x' || code === 'y'),
  shape: `${list.map((i) => `${i.code},${i.a},${i.b},${i.c},${i.n}`).join(';')}>${outputs.join(',')}`,
})

/** 2^17: three numbers below it make one that is exact. */
const WIDE = 131072

/** Planes of the picture: what passes and fields give is numbered from here on. */
const PICTURE_PLANES = 3

/**
 * Builds one kernel, or a draft of several: with `pass` and `field` it is one, whose planes 0 … 2 are the picture, and which is sliced into
 * kernels and passes (`render/draft.ts`). Equal instructions are shared; coefficients and tables are handed in as data beside the shape.
 */
export class Builder {
  readonly list: Instruction[] = []
  readonly coefs: number[] = []
  readonly tables: Table[] = []
  readonly passes: DrawnPass[] = []
  /** Fields by the plane they stand in. */
  readonly fields = new Map<number, Field>()
  #planes = PICTURE_PLANES
  /** By code, then by what it reads. */
  readonly #seen = new Map<Code, Map<number | string, V>>()

  #emit(code: Code, a = 0, b = 0, c = 0, n = 0): V {
    // Three values below 2^17 fit a number exactly; what has a constant of its own, or is larger, goes by text.
    const short = n === 0 && a < WIDE && b < WIDE && c < WIDE
    const key = short ? (a * WIDE + b) * WIDE + c : `${a} ${b} ${c} ${n}`
    let own = this.#seen.get(code)
    if (own === undefined) this.#seen.set(code, (own = new Map()))
    const had = own.get(key)
    if (had !== undefined) return had
    const v = (this.list.push({ code, a, b, c, n }) - 1) as V
    own.set(key, v)
    return v
  }

  plane(n: number): V {
    return this.#emit('plane', 0, 0, 0, n)
  }
  /** A number that may change without recompiling; made firm (0, or a magnitude within 2^±24) and rounded to f32 here. */
  coef(x: number): V {
    this.coefs.push(Math.fround(firm(x)))
    return this.#emit('coef', 0, 0, 0, this.coefs.length - 1)
  }
  coef3(x: readonly number[]): Rgb {
    return [this.coef(x[0]!), this.coef(x[1]!), this.coef(x[2]!)]
  }
  const(x: number): V {
    return this.#emit('const', 0, 0, 0, bitsOf(x))
  }
  iconst(n: number): V {
    return this.#emit('const', 0, 0, 0, n | 0)
  }
  x(): V {
    return this.#emit('x')
  }
  y(): V {
    return this.#emit('y')
  }
  add(a: V, b: V): V {
    return this.#emit('add', a, b)
  }
  sub(a: V, b: V): V {
    return this.#emit('sub', a, b)
  }
  mul(a: V, b: V): V {
    return this.#emit('mul', a, b)
  }
  lt(a: V, b: V): V {
    return this.#emit('lt', a, b)
  }
  eq(a: V, b: V): V {
    return this.#emit('eq', a, b)
  }
  ilt(a: V, b: V): V {
    return this.#emit('ilt', a, b)
  }
  iadd(a: V, b: V): V {
    return this.#emit('iadd', a, b)
  }
  isub(a: V, b: V): V {
    return this.#emit('isub', a, b)
  }
  and(a: V, b: V): V {
    return this.#emit('and', a, b)
  }
  or(a: V, b: V): V {
    return this.#emit('or', a, b)
  }
  xor(a: V, b: V): V {
    return this.#emit('xor', a, b)
  }
  shl(a: V, n: number): V {
    return this.#emit('shl', a, 0, 0, n)
  }
  shr(a: V, n: number): V {
    return this.#emit('shr', a, 0, 0, n)
  }
  select(mask: V, yes: V, no: V): V {
    return yes === no ? yes : this.#emit('select', mask, yes, no)
  }
  floor(a: V): V {
    return this.#emit('floor', a)
  }
  toInt(a: V): V {
    return this.#emit('toint', a)
  }
  toFloat(a: V): V {
    return this.#emit('tofloat', a)
  }
  table(data: Table): number {
    const had = this.tables.indexOf(data)
    return had >= 0 ? had : this.tables.push(data) - 1
  }
  /** What a neighbourhood pass makes of these values, one for each; they are read as whole planes. */
  pass(pass: Pass | Keep, inputs: readonly V[]): readonly V[] {
    const plane = this.#planes
    this.#planes += inputs.length
    this.passes.push({ pass, inputs, plane })
    return inputs.map((_, i) => this.plane(plane + i))
  }
  pass3(pass: Pass | Keep, rgb: Rgb): Rgb {
    return this.pass(pass, rgb) as unknown as Rgb
  }
  /** The whole number 0 … 65,535 of a field at this pixel, as f32. */
  field(field: Field): V {
    for (const [plane, had] of this.fields) if (had.name === field.name) return this.plane(plane)
    const plane = this.#planes++
    this.fields.set(plane, field)
    return this.plane(plane)
  }

  value(table: number, pair: V): V {
    return this.#emit('value', pair, 0, 0, table)
  }
  slope(table: number, pair: V): V {
    return this.#emit('slope', pair, 0, 0, table)
  }
  /** R G B of a vertex of a table of vertices. */
  vertex(table: number, at: V): Rgb {
    const one = (place: number) => this.#emit('vertex', at, 0, 0, 4 * table + place)
    return [one(0), one(1), one(2)]
  }

  /** Smaller of two; a when they compare equal. */
  min(a: V, b: V): V {
    return this.select(this.lt(b, a), b, a)
  }
  max(a: V, b: V): V {
    return this.select(this.lt(a, b), b, a)
  }
  clamp01(a: V): V {
    return this.min(this.max(a, this.const(0)), this.const(1))
  }
  abs(a: V): V {
    return this.and(a, this.iconst(0x7fffffff))
  }
  /** Gives `a` the sign of `s`. */
  signed(a: V, s: V): V {
    return this.or(a, this.and(s, this.iconst(SIGN)))
  }
  imin(a: V, b: V): V {
    return this.select(this.ilt(b, a), b, a)
  }
  imax(a: V, b: V): V {
    return this.select(this.ilt(a, b), b, a)
  }

  /** engine.md, at each node's input and between operators: what comes out is +0 or of a magnitude from 2^-32 to 65,504. */
  hold(a: V): V {
    return this.list[a]!.code === 'hold' ? a : this.#emit('hold', a)
  }
  hold3([r, g, b]: Rgb): Rgb {
    return [this.hold(r), this.hold(g), this.hold(b)]
  }
  /** ((m0·r) + (m1·g)) + (m2·b), row by row; nine coefficients. */
  matrix(m: readonly number[], [r, g, b]: Rgb): Rgb {
    const row = (i: number): V =>
      this.add(
        this.add(this.mul(this.coef(m[i]!), r), this.mul(this.coef(m[i + 1]!), g)),
        this.mul(this.coef(m[i + 2]!), b),
      )
    return [row(0), row(3), row(6)]
  }
  /** `a + k·(b − a)` with k = 0 and k = 1 selected, so that untouched pixels stay bit-identical. */
  mix(k: V, a: V, b: V): V {
    const mixed = this.add(a, this.mul(k, this.sub(b, a)))
    return this.select(this.eq(k, this.const(0)), a, this.select(this.eq(k, this.const(1)), b, mixed))
  }
  /** Rec.709 luma in the order of colour.md 3.5: ((.2126 r) + (.7152 g)) + (.0722 b). */
  luma([r, g, b]: Rgb): V {
    return this.add(
      this.add(this.mul(this.const(0.2126), r), this.mul(this.const(0.7152), g)),
      this.mul(this.const(0.0722), b),
    )
  }
  each([r, g, b]: Rgb, f: (c: V, i: 0 | 1 | 2) => V): Rgb {
    return [f(r, 0), f(g, 1), f(b, 2)]
  }

  /** What the outputs need, without the rest; coefficients and tables keep their numbers. */
  program(values: readonly V[]): Program {
    const [list, outputs] = prune(this.list, values)
    return programOf(list, outputs, this.coefs.length, this.tables.length)
  }
}
