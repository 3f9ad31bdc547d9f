/**
 * A kernel as a WebAssembly SIMD module: the steps of `wasm-lower.ts` in the order of `wasm-order.ts`, on some quads of pixels at a time.
 * The module exports `run(count, x0, y, coefs, planes…, outs…, tables…)`: `count` pixels from the given byte addresses, rounded up to
 * 8 or 12; `x0` and `y` are f32, `coefs` the address of the coefficients.
 */
import type { Program } from '../op/expr.ts'
import { bitsOf } from '../op/f32.ts'
import {
  ADD,
  again,
  BITS_D,
  Bytes,
  END,
  F32,
  get,
  I32,
  I64,
  IF,
  i32,
  LESS,
  LOOP,
  lanes,
  load,
  long,
  moduleBytes,
  RETURN,
  SHL,
  SHR_L,
  set,
  simd,
  store,
  tee,
  unsigned,
  V128,
  WRAP,
} from './wasm-bytes.ts'
import { lower, type Step, still } from './wasm-lower.ts'
import { orderOf } from './wasm-order.ts'

/**
 * Quads of pixels side by side in one turn of the loop, and values that may wait at a time in each: most steps wait for the one before, so
 * some independent runs of them take little longer than one. A processor has sixteen registers, and room for a few more near by. Three
 * to five operators in a row gain 4 to 11 % by a third quad; single ones do not, nor do eight, and twenty are a third slower with it than
 * with two.
 */
const TWO = { quads: 2, registers: 10 }
const THREE = { quads: 3, registers: 4 }
/** Steps from which on and up to which three quads are the faster, as measured. */
const [FROM, TO] = [400, 1000]
const widthOf = (steps: number) => (steps >= FROM && steps <= TO ? THREE : TWO)

/** Words of two vectors, 0 … 3 of the first and 4 … 7 of the second, as bytes. */
const words = (...of: readonly number[]): number[] => of.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte))

/**
 * The bytes of a program's module. That of a bounded one (`bounded.ts`) takes the bits of its bound after all else, looks through its
 * inputs first, and returns 1 where one is larger or no number: then it has written nothing.
 */
export function kernelBytes(program: Program, bounded = false): Uint8Array<ArrayBuffer> {
  const { inputs } = program
  const lowered = lower(program, bounded)
  const { steps, outputs } = lowered
  const { quads, registers } = widthOf(steps.length)
  const order = orderOf(lowered, quads, registers)
  /** Of each step, which one reads it last. */
  const last = new Int32Array(steps.length).fill(-1)
  for (const k of order) for (const v of steps[k]!.args) last[v] = k
  for (const v of outputs) last[v] = steps.length

  const more = inputs + outputs.length + program.tables + (bounded ? 1 : 0)
  const params = [I32, F32, F32, I32, ...Array<number>(more).fill(I32)]
  const [COUNT, X0, Y, COEFS] = [0, 1, 2, 3]
  const plane = (n: number) => 4 + n
  const out = (n: number) => 4 + inputs + n
  const table = (n: number) => 4 + inputs + outputs.length + n
  const BOUND = params.length - 1
  const OFFSET = params.length
  const PAIR = OFFSET + 1
  let vectors = 0
  const vector = () => PAIR + 1 + vectors++

  const [setup, body] = [new Bytes(), new Bytes()]
  const put = (into: Bytes, parts: readonly (readonly number[])[]): void => {
    for (const part of parts) into.put(part)
  }
  const emit = (...parts: readonly (readonly number[])[]): void => put(body, parts)
  /** How a local is read, made once each. */
  const reading: number[][] = []

  /** Locals of values by quad; those of what moves are taken again once their value has been read for the last time. */
  const homes: number[][] = Array.from({ length: quads }, () => [])
  const free: number[] = []
  const columns: number[] = []
  const at = (v: number, quad: number): number[] => {
    const local = homes[quad]![v]!
    return (reading[local] ??= get(local))
  }

  /** What is held throughout: made once before the loop, the same for all quads but for the column. */
  function hoist({ op, n, m }: Step, k: number): void {
    for (let quad = 0; quad < quads; quad++) {
      if (quad > 0 && op !== 'x') {
        homes[quad]![k] = homes[0]![k]!
        continue
      }
      const home = (homes[quad]![k] = vector())
      put(setup, [...made(op, quad, n, m), set(home)])
      if (op === 'x') columns.push(home)
    }
  }
  function made(op: Step['op'], quad: number, n: number, m: number): number[][] {
    switch (op) {
      case 'coef':
        return [get(COEFS), simd('load32splat', 2, ...unsigned(n * 4))]
      case 'base':
        return [get(table(n)), i32(m), ADD, simd('splatI')]
      case 'x': {
        const own = new Uint8Array(Float32Array.of(0, 1, 2, 3).map((c) => c + 4 * quad).buffer)
        return [get(X0), simd('splatF'), simd('const', ...own), simd('addF')]
      }
      case 'y':
        return [get(Y), simd('splatF')]
      default:
        return [lanes(n)]
    }
  }

  function one({ op, args, n }: Step, quad: number): readonly (readonly number[])[] {
    const lane = (i: number): number[] => [...at(args[0]!, quad), ...simd('extractI', i)]
    /** Lanes i + 1 and i, for which a processor needs fewer steps together. */
    const lanesFrom = (i: number): number[] => [
      ...at(args[0]!, quad),
      ...(i === 0 ? [...simd('extractD', 0), ...BITS_D] : simd('extractL', 1)),
      ...tee(PAIR),
      ...long(32),
      ...SHR_L,
      ...WRAP,
      ...get(PAIR),
      ...WRAP,
    ]
    const both = (of: readonly number[]) => [at(args[0]!, quad), at(args[1]!, quad), simd('shuffle', ...words(...of))]
    switch (op) {
      case 'plane':
        return [get(plane(n)), get(OFFSET), ADD, load(quad * 16)]
      case 'two':
        return [lanesFrom(n), simd('load64zero', 2, 0), simd('load64lane', 2, 0, 1)]
      case 'four':
        return [
          lanesFrom(2),
          lanesFrom(0),
          simd('load32zero', 2, n),
          ...[1, 2, 3].map((i) => simd('load32lane', 2, n, i)),
        ]
      case 'even':
      case 'odd':
        return both(op === 'odd' ? [1, 3, 5, 7] : [0, 2, 4, 6])
      case 'row':
        return [lane(n), load()]
      case 'weave':
        return both([n, n + 4, n + 1, n + 5])
      case 'near':
      case 'far':
        return both(op === 'far' ? [2, 3, 6, 7] : [0, 1, 4, 5])
      case 'coef':
      case 'bits':
      case 'base':
      case 'x':
      case 'y':
        throw new Error(`${op} stands before the loop`)
      case 'shl':
      case 'shrU':
        return [at(args[0]!, quad), i32(n), simd(op)]
      default:
        return [...args.map((v) => at(v, quad)), simd(op)]
    }
  }

  for (const k of order) {
    const step = steps[k]!
    if (still(step)) {
      hoist(step, k)
      continue
    }
    for (let quad = 0; quad < quads; quad++) {
      put(body, one(step, quad))
      // A local that is read here for the last time may take the result.
      for (let i = 0; i < step.args.length; i++) {
        const v = step.args[i]!
        if (last[v] === k && !still(steps[v]!) && step.args.indexOf(v) === i) free.push(homes[quad]![v]!)
      }
      const home = (homes[quad]![k] = free.pop() ?? vector())
      emit(set(home))
    }
  }
  outputs.forEach((v, n) => {
    for (let quad = 0; quad < quads; quad++) emit(get(out(n)), get(OFFSET), ADD, at(v, quad), store(quad * 16))
  })
  for (const x of columns) emit(get(x), lanes(bitsOf(4 * quads)), simd('addF'), set(x))
  const next = [get(OFFSET), i32(16 * quads), ADD, tee(OFFSET), get(COUNT), i32(2), SHL, LESS, again(0)]
  put(body, next)

  const check = new Bytes()
  if (bounded) {
    const most = vector()
    const planes = order.flatMap((k) => (steps[k]!.op === 'plane' ? [steps[k]!.n] : []))
    check.put(LOOP)
    for (const n of planes)
      for (let quad = 0; quad < quads; quad++)
        put(check, [
          ...[get(plane(n)), get(OFFSET), ADD, load(quad * 16), lanes(0x7fffffff), simd('and')],
          ...[get(most), simd('maxS'), set(most)],
        ])
    put(check, [...next, END, i32(0), set(OFFSET)])
    put(check, [get(BOUND), simd('splatI'), get(most), simd('ltS'), simd('anyTrue'), IF, i32(1), RETURN, END])
  }

  return moduleBytes([
    {
      name: 'run',
      params,
      results: bounded ? [I32] : [],
      locals: [
        [1, I32],
        [1, I64],
        [vectors, V128],
      ],
      body: check
        .put(setup.done())
        .put(LOOP)
        .put(body.done())
        .put(END)
        .put(bounded ? i32(0) : [])
        .done(),
    },
  ])
}
