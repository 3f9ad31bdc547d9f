/**
 * A kernel as a WebAssembly SIMD module, written as bytes (WebAssembly core specification 2.0, section 5; SIMD opcodes of 5.4.8). Only
 * fixed-width SIMD; every f32 instruction is exact by the specification.
 *
 * The module imports one memory `m.m` and exports `run(count, x0, y, coefs, planes…, outs…, tables…)`: it works on `count` pixels, four at
 * a time, from the given byte addresses; `x0` and `y` are f32.
 */
import type { Instruction, Program } from '../op/expr.ts'

const I32 = 0x7f
const F32 = 0x7d
const V128 = 0x7b

function unsigned(n: number): number[] {
  const out: number[] = []
  let v = n >>> 0
  do {
    const byte = v & 0x7f
    v >>>= 7
    out.push(v ? byte | 0x80 : byte)
  } while (v)
  return out
}

function signed(n: number): number[] {
  const out: number[] = []
  let v = n | 0
  for (;;) {
    const byte = v & 0x7f
    v >>= 7
    if ((v === 0 && !(byte & 0x40)) || (v === -1 && byte & 0x40)) return [...out, byte]
    out.push(byte | 0x80)
  }
}

const simd = (op: number): number[] => [0xfd, ...unsigned(op)]
const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body]
const text = (s: string): number[] => [s.length, ...[...s].map((c) => c.charCodeAt(0))]

const OP = {
  load: 0x00,
  load32splat: 0x09,
  store: 0x0b,
  const: 0x0c,
  shuffle: 0x0d,
  splatI: 0x11,
  splatF: 0x13,
  extractI: 0x1b,
  eqF: 0x41,
  ltF: 0x43,
  ltS: 0x39,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  bitselect: 0x52,
  load64lane: 0x57,
  floor: 0x68,
  shl: 0xab,
  shrU: 0xad,
  addI: 0xae,
  subI: 0xb1,
  addF: 0xe4,
  subF: 0xe5,
  mulF: 0xe6,
  truncSatS: 0xf8,
  convertS: 0xfa,
} as const

const binary: Partial<Record<Instruction['code'], number>> = {
  add: OP.addF,
  sub: OP.subF,
  mul: OP.mulF,
  lt: OP.ltF,
  eq: OP.eqF,
  ilt: OP.ltS,
  iadd: OP.addI,
  isub: OP.subI,
  and: OP.and,
  or: OP.or,
  xor: OP.xor,
}

const get = (local: number): number[] => [0x20, ...unsigned(local)]
const set = (local: number): number[] => [0x21, ...unsigned(local)]
const i32 = (n: number): number[] => [0x41, ...signed(n)]
const lanes = (n: number): number[] => {
  const b = [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255]
  return [...simd(OP.const), ...b, ...b, ...b, ...b]
}

/** The bytes of a program's module. */
export function moduleBytes(program: Program): Uint8Array<ArrayBuffer> {
  const { list, outputs, inputs, coefficients, tables } = program
  // Parameters: count, x0, y, coefs, then addresses.
  const params = [I32, F32, F32, I32, ...Array<number>(inputs + outputs.length + tables).fill(I32)]
  const COUNT = 0
  const COEFS = 3
  const plane = (n: number) => 4 + n
  const out = (n: number) => 4 + inputs + n
  const table = (n: number) => 4 + inputs + outputs.length + n
  const OFFSET = params.length
  const coef = (n: number) => OFFSET + 1 + n
  const XS = OFFSET + 1 + coefficients
  const YS = XS + 1
  const PAIR_A = YS + 1
  const value = (k: number) => PAIR_A + 1 + k

  const body: number[] = []
  const emit = (...parts: readonly number[][]) => {
    for (const part of parts) body.push(...part)
  }
  for (let n = 0; n < coefficients; n++)
    emit(get(COEFS), [...simd(OP.load32splat), 2, ...unsigned(n * 4)], set(coef(n)))
  if (program.positioned) {
    const steps = new Float32Array([0, 1, 2, 3])
    emit(get(1), simd(OP.splatF), [...simd(OP.const), ...new Uint8Array(steps.buffer)], simd(OP.addF), set(XS))
    emit(get(2), simd(OP.splatF), set(YS))
  }
  // loop while offset < count * 4
  emit([0x03, 0x40])
  const done = new Set<string>()
  list.forEach((ins, k) => {
    const to = set(value(k))
    const two = binary[ins.code]
    if (two !== undefined) {
      emit(get(value(ins.a)), get(value(ins.b)), simd(two), to)
      return
    }
    switch (ins.code) {
      case 'plane':
        emit(get(plane(ins.n)), get(OFFSET), [0x6a], [...simd(OP.load), 2, 0], to)
        return
      case 'coef':
        emit(get(coef(ins.n)), to)
        return
      case 'const':
        emit(lanes(ins.n), to)
        return
      case 'x':
        emit(get(XS), to)
        return
      case 'y':
        emit(get(YS), to)
        return
      case 'shl':
        emit(get(value(ins.a)), i32(ins.n), simd(OP.shl), to)
        return
      case 'shr':
        emit(get(value(ins.a)), i32(ins.n), simd(OP.shrU), to)
        return
      case 'select':
        emit(get(value(ins.b)), get(value(ins.c)), get(value(ins.a)), simd(OP.bitselect), to)
        return
      case 'floor':
        emit(get(value(ins.a)), simd(OP.floor), to)
        return
      case 'toint':
        emit(get(value(ins.a)), simd(OP.truncSatS), to)
        return
      case 'tofloat':
        emit(get(value(ins.a)), simd(OP.convertS), to)
        return
      case 'value':
      case 'slope':
        pair(ins, k)
        return
    }
  })

  /** Value and slope of a pair come by one 64-bit load a lane; whichever is met first makes both. */
  function pair(ins: Instruction, k: number): void {
    const key = `${ins.n} ${ins.a}`
    if (done.has(`${key} ${ins.code}`)) return
    const other = list.findIndex(
      (o, j) => j !== k && o.n === ins.n && o.a === ins.a && (o.code === 'value' || o.code === 'slope'),
    )
    const address = (lane: number) => [
      ...get(table(ins.n)),
      ...get(value(ins.a)),
      ...simd(OP.extractI),
      lane,
      ...i32(3),
      0x74,
      0x6a,
    ]
    const two = (first: number, second: number) => {
      emit(address(first), lanes(0), [...simd(OP.load64lane), 2, 0, 0], set(PAIR_A))
      emit(address(second), get(PAIR_A), [...simd(OP.load64lane), 2, 0, 1])
    }
    // Lanes 0 and 1, then 2 and 3; shuffled apart into values (even words) and slopes (odd words).
    const low = value(list.length)
    two(0, 1)
    emit(set(low))
    two(2, 3)
    emit(set(PAIR_A))
    const words = (odd: number) => [0, 2, 4, 6].flatMap((w) => [0, 1, 2, 3].map((byte) => (w + odd) * 4 + byte))
    const take = (code: string, into: number) =>
      emit(get(low), get(PAIR_A), [...simd(OP.shuffle), ...words(code === 'slope' ? 1 : 0)], set(value(into)))
    take(ins.code, k)
    if (other > k) {
      take(list[other]!.code, other)
      done.add(`${key} ${list[other]!.code}`)
    }
  }

  outputs.forEach((v, n) => {
    emit(get(out(n)), get(OFFSET), [0x6a], get(value(v)), [...simd(OP.store), 2, 0])
  })
  if (program.positioned) emit(get(XS), lanes(0x40800000), simd(OP.addF), set(XS))
  emit(get(OFFSET), i32(16), [0x6a], [0x22, ...unsigned(OFFSET)], get(COUNT), i32(2), [0x74], [0x48], [0x0d, 0], [0x0b])
  body.push(0x0b)

  const vectors = coefficients + 3 + list.length + 1
  const code = [
    ...vector([
      [1, I32],
      [...unsigned(vectors), V128],
    ]),
    ...body,
  ]
  return new Uint8Array([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, vector([[0x60, ...vector(params.map((p) => [p])), 0]])),
    ...section(2, vector([[...text('m'), ...text('m'), 0x02, 0x00, ...unsigned(1)]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...text('run'), 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(code.length), ...code]])),
  ])
}
