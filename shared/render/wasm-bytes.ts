/** WebAssembly as bytes (core specification 2.0, section 5): numbers, sections, the instructions we use, and a module of functions. */

export const I32 = 0x7f
export const I64 = 0x7e
export const F32 = 0x7d
export const V128 = 0x7b

/** LEB128 of a whole number below 2^32. */
export function unsigned(n: number): number[] {
  const out: number[] = []
  let v = n >>> 0
  do {
    const byte = v & 0x7f
    v >>>= 7
    out.push(v ? byte | 0x80 : byte)
  } while (v)
  return out
}

/** Signed LEB128 of a 32-bit number. */
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

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body]
const text = (s: string): number[] => [s.length, ...[...s].map((c) => c.charCodeAt(0))]

export const get = (local: number): number[] => [0x20, ...unsigned(local)]
export const set = (local: number): number[] => [0x21, ...unsigned(local)]
export const tee = (local: number): number[] => [0x22, ...unsigned(local)]
export const i32 = (n: number): number[] => [0x41, ...signed(n)]
/** Scalar instructions; a loop has no result and `again` goes to its start. */
export const LOOP = [0x03, 0x40]
export const IF = [0x04, 0x40]
export const RETURN = [0x0f]
export const END = [0x0b]
export const again = (depth: number): number[] => [0x0d, ...unsigned(depth)]
export const ADD = [0x6a]
export const SUB = [0x6b]
export const MUL = [0x6c]
export const AND = [0x71]
export const SHL = [0x74]
export const SHR = [0x75]
export const LESS = [0x48]
/** Of 64 bits: a constant below 64, a shift, the lower half, the bits of a double. */
export const long = (n: number): number[] => [0x42, ...signed(n)]
export const SHR_L = [0x88]
export const WRAP = [0xa7]
export const BITS_D = [0xbd]
export const ADD_F = [0x92]
export const loadI = (offset: number): number[] => [0x28, 2, ...unsigned(offset)]
export const storeF = (offset: number): number[] => [0x38, 2, ...unsigned(offset)]

/** Adds to a local. */
export const step = (local: number, by: number): number[] => [...get(local), ...i32(by), ...ADD, ...set(local)]
/** Goes round again while `local`, less one, is not 0. */
export const count = (local: number, depth = 0): number[] => [
  ...get(local),
  ...i32(1),
  ...SUB,
  ...tee(local),
  ...again(depth),
]

/** SIMD instructions (5.4.8), fixed-width and exact by the specification. */
export const SIMD = {
  load: 0x00,
  load32splat: 0x09,
  store: 0x0b,
  const: 0x0c,
  shuffle: 0x0d,
  splatI: 0x11,
  splatF: 0x13,
  extractI: 0x1b,
  extractL: 0x1d,
  extractF: 0x1f,
  extractD: 0x21,
  ltS: 0x39,
  eqF: 0x41,
  ltF: 0x43,
  and: 0x4e,
  andnot: 0x4f,
  or: 0x50,
  xor: 0x51,
  bitselect: 0x52,
  anyTrue: 0x53,
  load32zero: 0x5c,
  load64zero: 0x5d,
  load32lane: 0x56,
  load64lane: 0x57,
  narrow8U: 0x66,
  floor: 0x68,
  narrowS: 0x85,
  narrowU: 0x86,
  extendLowU: 0xa9,
  shl: 0xab,
  shrU: 0xad,
  addI: 0xae,
  subI: 0xb1,
  minS: 0xb6,
  mulI: 0xb5,
  maxS: 0xb8,
  extmulLowU: 0xbe,
  extmulHighU: 0xbf,
  addF: 0xe4,
  subF: 0xe5,
  mulF: 0xe6,
  pmin: 0xea,
  pmax: 0xeb,
  truncSatS: 0xf8,
  convertS: 0xfa,
  convertU: 0xfb,
} as const

export const simd = (op: keyof typeof SIMD, ...rest: readonly number[]): number[] => [
  0xfd,
  ...unsigned(SIMD[op]),
  ...rest,
]
/** A vector load or store from the address on the stack plus `offset`; f32 planes are aligned to 4 bytes. */
export const load = (offset = 0): number[] => simd('load', 2, ...unsigned(offset))
export const store = (offset = 0): number[] => simd('store', 2, ...unsigned(offset))
/** The same 32 bits in each lane. */
export const lanes = (n: number): number[] => {
  const b = [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255]
  return simd('const', ...b, ...b, ...b, ...b)
}

/** A function: what it takes and gives (nothing unless told), how many locals of each kind follow, its instructions. */
export interface Func {
  readonly name: string
  readonly params: readonly number[]
  readonly results?: readonly number[]
  readonly locals: readonly (readonly [count: number, type: number])[]
  readonly body: ArrayLike<number>
}

/** Bytes one after the other, as many as there come: a kernel of many nodes has some hundred thousand. */
export class Bytes {
  #bytes = new Uint8Array(4096)
  #length = 0

  put(part: ArrayLike<number>): this {
    const end = this.#length + part.length
    if (end > this.#bytes.length) {
      const more = new Uint8Array(Math.max(end, this.#bytes.length * 2))
      more.set(this.#bytes)
      this.#bytes = more
    }
    // Most parts are of a few bytes: a call of `set` would take longer than these.
    if (part.length > 64) this.#bytes.set(part, this.#length)
    else for (let i = 0; i < part.length; i++) this.#bytes[this.#length + i] = part[i]!
    this.#length = end
    return this
  }
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }
}

/** A module that imports one memory as `m.m` and exports the functions. */
export function moduleBytes(functions: readonly Func[]): Uint8Array<ArrayBuffer> {
  const codes = functions.map(({ locals, body }) => {
    const head = vector(locals.map(([count, type]) => [...unsigned(count), type]))
    const size = unsigned(head.length + body.length + END.length)
    return { parts: [size, head, body, END], length: size.length + head.length + body.length + END.length }
  })
  const count = unsigned(codes.length)
  const bytes = new Bytes()
    .put([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
    .put(
      section(
        1,
        vector(
          functions.map(({ params, results = [] }) => [
            0x60,
            ...vector(params.map((p) => [p])),
            ...vector(results.map((p) => [p])),
          ]),
        ),
      ),
    )
    .put(section(2, vector([[...text('m'), ...text('m'), 0x02, 0x00, ...unsigned(1)]])))
    .put(section(3, vector(functions.map((_, i) => unsigned(i)))))
    .put(section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))))
    .put([10, ...unsigned(codes.reduce((sum, { length }) => sum + length, count.length))])
    .put(count)
  for (const { parts } of codes) for (const part of parts) bytes.put(part)
  return bytes.done()
}
