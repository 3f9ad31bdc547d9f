/**
 * A kernel as a WebAssembly SIMD module: one vector instruction or a few for each of the program's, on two quads of pixels at a time.
 * The module exports `run(count, x0, y, coefs, planes…, outs…, tables…)`: `count` pixels from the given byte addresses, rounded up to eight; `x0`
 * and `y` are f32, `coefs` the address of the coefficients.
 */

import { ARITY, type Instruction, type Program } from '../op/expr.ts'
import { bitsOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'
import {
  ADD,
  again,
  F32,
  get,
  I32,
  i32,
  LESS,
  LOOP,
  lanes,
  load,
  moduleBytes,
  SHL,
  type SIMD,
  set,
  simd,
  store,
  tee,
  unsigned,
  V128,
} from './wasm-bytes.ts'

const direct: Partial<Record<Instruction['code'], keyof typeof SIMD>> = {
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
  floor: 'floor',
  toint: 'truncSatS',
  tofloat: 'convertS',
}

/**
 * Quads of pixels side by side in one turn of the loop: most instructions wait for the one before, so two independent runs of them
 * take little longer than one.
 */
const QUADS = 2

/** An instruction as it is emitted: a vector operation of earlier values, or one of the others. */
type Step = { readonly op: keyof typeof SIMD; readonly args: readonly number[]; readonly shift?: number } | Instruction

/** Selects that are a minimum, a maximum or a masking by another name: the specification defines them as the same bits. */
function lower(list: readonly Instruction[], ins: Instruction): Step {
  const op = direct[ins.code]
  if (op !== undefined) return { op, args: [ins.a, ins.b].slice(0, ARITY[ins.code]) }
  if (ins.code === 'shl' || ins.code === 'shr')
    return { op: ins.code === 'shl' ? 'shl' : 'shrU', args: [ins.a], shift: ins.n }
  if (ins.code !== 'select') return ins
  const { a, b, c } = ins
  const mask = list[a]!
  const zero = (v: number) => list[v]!.code === 'const' && list[v]!.n === 0
  if (mask.code === 'lt' || mask.code === 'ilt') {
    const whole = mask.code === 'ilt'
    // pmin(p, q) is q < p ? q : p, pmax(p, q) is p < q ? q : p.
    if (b === mask.a && c === mask.b) return { op: whole ? 'minS' : 'pmin', args: [c, b] }
    if (b === mask.b && c === mask.a) return { op: whole ? 'maxS' : 'pmax', args: [c, b] }
  }
  if (zero(c)) return { op: 'and', args: [b, a] }
  if (zero(b)) return { op: 'andnot', args: [c, a] }
  return { op: 'bitselect', args: [b, c, a] }
}

const readsOf = (step: Step): readonly number[] =>
  'op' in step ? step.args : ['value', 'slope', 'hold'].includes(step.code) ? [step.a] : []

/** Value and slope of one table at one pair come by one load a lane: the number of the other of the two, if it is wanted. */
function twin(list: readonly Instruction[], k: number): number {
  const { code, n, a } = list[k]!
  const other = code === 'value' ? 'slope' : 'value'
  return list.findIndex((ins) => ins.code === other && ins.n === n && ins.a === a)
}

/** The bytes of a program's module. */
export function kernelBytes(program: Program): Uint8Array<ArrayBuffer> {
  const { list, outputs, inputs } = program
  const steps = list.map((ins) => lower(list, ins))

  // What is still read, and by which step last; what lowering left unread is not emitted.
  const last = new Int32Array(list.length).fill(-1)
  for (const v of outputs) last[v] = list.length
  for (let k = list.length - 1; k >= 0; k--)
    if (last[k]! >= 0) for (const v of readsOf(steps[k]!)) last[v] = Math.max(last[v]!, k)
  const live = (k: number) => last[k]! >= 0

  const params = [I32, F32, F32, I32, ...Array<number>(inputs + outputs.length + program.tables).fill(I32)]
  const [COUNT, X0, Y, COEFS] = [0, 1, 2, 3]
  const plane = (n: number) => 4 + n
  const out = (n: number) => 4 + inputs + n
  const table = (n: number) => 4 + inputs + outputs.length + n
  const OFFSET = params.length
  let vectors = 0
  const vector = () => OFFSET + 1 + vectors++

  const setup: number[] = []
  const body: number[] = []
  /** Locals that hold one thing throughout: coefficients, constants, table addresses, positions. */
  const fixed = new Map<string, number>()
  const hoist = (key: string, ...make: readonly number[][]): number => {
    let local = fixed.get(key)
    if (local === undefined) {
      local = vector()
      fixed.set(key, local)
      setup.push(...make.flat(), ...set(local))
    }
    return local
  }
  const hoisted = (ins: Instruction, quad: number): number | null => {
    switch (ins.code) {
      case 'coef':
        return hoist(`coef ${ins.n}`, get(COEFS), simd('load32splat', 2, ...unsigned(ins.n * 4)))
      case 'const':
        return hoist(`const ${ins.n}`, lanes(ins.n))
      case 'x': {
        const columns = new Uint8Array(Float32Array.of(0, 1, 2, 3).map((c) => c + 4 * quad).buffer)
        return hoist(`x ${quad}`, get(X0), simd('splatF'), simd('const', ...columns), simd('addF'))
      }
      case 'y':
        return hoist('y', get(Y), simd('splatF'))
      default:
        return null
    }
  }

  /** Locals of values, taken again once their value has been read for the last time. */
  const free: number[] = []
  const homes: number[][] = Array.from({ length: QUADS }, () => [])
  const take = (k: number, quad: number): number => (homes[quad]![k] = free.pop() ?? vector())
  const emit = (...parts: readonly number[][]) => {
    for (const part of parts) for (const byte of part) body.push(byte)
  }
  const at = (v: number, quad: number): number[] => get(homes[quad]![v]!)
  const spare = Array.from({ length: QUADS }, () => [vector(), vector(), vector()] as const)

  /** Held between ±65,504, then 0 unless |x| > 2^-32 less one step, which of a NaN is not so. */
  function emitHold(a: number, quad: number): void {
    const constant = (n: number) => get(hoist(`const ${n}`, lanes(n)))
    emit(constant(bitsOf(-HELD_MAX)), at(a, quad), constant(bitsOf(HELD_MAX)), simd('pmin'), simd('pmax'))
    emit(constant(bitsOf(HELD_MIN) - 1), at(a, quad), constant(0x7fffffff), simd('and'), simd('ltF'), simd('and'))
  }

  function pair(ins: Instruction, k: number, quad: number): void {
    if (homes[quad]![k] !== undefined) return
    const [low, high, index] = spare[quad]!
    const base = hoist(`table ${ins.n}`, get(table(ins.n)), simd('splatI'))
    emit(at(ins.a, quad), i32(3), simd('shl'), get(base), simd('addI'), set(index))
    const address = (lane: number) => [...get(index), ...simd('extractI', lane)]
    const other = twin(list, k)
    if (other < 0 || !live(other)) {
      const offset = ins.code === 'slope' ? 4 : 0
      emit(address(0), simd('load32zero', 2, offset), set(low))
      for (const lane of [1, 2, 3]) emit(address(lane), get(low), simd('load32lane', 2, offset, lane), set(low))
      emit(get(low), set(take(k, quad)))
      return
    }
    for (const [lane, into] of [
      [0, low],
      [2, high],
    ] as const) {
      emit(address(lane), simd('load64zero', 2, 0), set(into))
      emit(address(lane + 1), get(into), simd('load64lane', 2, 0, 1), set(into))
    }
    for (const v of [k, other]) {
      const odd = list[v]!.code === 'slope' ? 1 : 0
      const words = [0, 2, 4, 6].flatMap((w) => [0, 1, 2, 3].map((byte) => (w + odd) * 4 + byte))
      emit(get(low), get(high), simd('shuffle', ...words), set(take(v, quad)))
    }
  }

  function one(step: Step, k: number, quad: number): void {
    const home = homes[quad]!
    if ('op' in step)
      emit(...step.args.map((v) => at(v, quad)), step.shift === undefined ? [] : i32(step.shift), simd(step.op))
    else if (step.code === 'value' || step.code === 'slope') pair(step, k, quad)
    else if (step.code === 'hold') emitHold(step.a, quad)
    else if (step.code === 'plane') emit(get(plane(step.n)), get(OFFSET), ADD, load(quad * 16))
    else home[k] = hoisted(step, quad)!
    // A local that is read here for the last time may take the result.
    for (const v of new Set(readsOf(step)))
      if (last[v] === k && !['coef', 'const', 'x', 'y'].includes(list[v]!.code)) free.push(home[v]!)
    if (home[k] === undefined) emit(set(take(k, quad)))
  }

  steps.forEach((step, k) => {
    if (live(k)) for (let quad = 0; quad < QUADS; quad++) one(step, k, quad)
  })
  outputs.forEach((v, n) => {
    for (let quad = 0; quad < QUADS; quad++) emit(get(out(n)), get(OFFSET), ADD, at(v, quad), store(quad * 16))
  })
  homes.forEach((_, quad) => {
    const x = fixed.get(`x ${quad}`)
    if (x !== undefined) emit(get(x), lanes(bitsOf(4 * QUADS)), simd('addF'), set(x))
  })
  emit(get(OFFSET), i32(16 * QUADS), ADD, tee(OFFSET), get(COUNT), i32(2), SHL, LESS, again(0))

  return moduleBytes([
    {
      name: 'run',
      params,
      locals: [
        [1, I32],
        [vectors, V128],
      ],
      body: [...setup, ...LOOP, ...body, 0x0b],
    },
  ])
}
