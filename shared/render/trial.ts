/**
 * What an executor is tried with before it may draw: a program over every instruction on planes of the hardest numbers there are, both
 * kinds of sizing, every kind of pass, and a frame of code values for a plan's own kernels. The same on every machine; what comes out is compared with WASM.
 */
import { boxOf, filterOf } from '../op/blur.ts'
import { Builder, type Rgb, type V } from '../op/expr.ts'
import { bitsOf, floatOf } from '../op/f32.ts'
import { pairs } from '../op/table.ts'
import { sliceDraft } from './draft.ts'
import type { SourceFrame } from './picture.ts'
import { sizeStage } from './size.ts'
import { kernelStage, type Plan, type Stage } from './stage.ts'

/** 131,072 cases, each through every instruction. */
const WIDTH = 512
const HEIGHT = 256

/** Whole numbers of 32 bits from a seed: Marsaglia's xorshift (Journal of Statistical Software 8/14, 2003), shifts 13, 17, 5. */
function numbersFrom(seed: number): () => number {
  let x = seed | 0 || 1
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return x >>> 0
  }
}

const HARD = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1.4e-45,
  -1e-40,
  1.1754944e-38,
  65504,
  -65504,
  65536,
  3.4028235e38,
  1,
  -1,
]
const EDGES = [2.3283064365386963e-10, 0.5, 1.5, 16777216, 8388608.5, 2147483648, -2147483648, 0.33333334, 1e-30]

/** The second of a pair beside the first: a step or a few away, or that with the other sign, so that sums cancel. */
const beside = (bits: number, draw: number): number => (bits + (draw & 15) - 8) ^ (draw & 16 ? 0x80000000 : 0)

/** Planes of hard numbers: named ones, random bits, code values, and pairs that nearly cancel. */
export function hardFrame(width: number, height: number, seed: number): SourceFrame {
  const draw = numbersFrom(seed)
  const planes = [0, 1, 2].map(() => new Float32Array(width * height))
  const [a, b, c] = planes.map((plane) => new Int32Array(plane.buffer))
  const named = [...HARD, ...EDGES].map(bitsOf)
  for (let p = 0; p < width * height; p++) {
    const kind = draw() & 7
    const code = bitsOf((draw() >>> 8) / 16777216)
    a![p] = kind < 2 ? named[draw() % named.length]! : kind === 2 ? draw() : code
    b![p] =
      kind === 1 ? named[draw() % named.length]! : kind < 6 ? beside(a![p]!, draw()) : bitsOf((draw() % 4096) / 64)
    c![p] = draw()
  }
  return { width, height, kind: 'rgb', planes: planes as unknown as SourceFrame['planes'], source: '' }
}

/** Planes as decoders give them: code values with quarters, and the numbers at and beyond their ends. */
export function codeFrame(width: number, height: number, seed: number): SourceFrame {
  const draw = numbersFrom(seed)
  const ends = [0, 64, 940, 960, 1023, 1023.75, 0.25, 1, 65504, 4095]
  const plane = () =>
    Float32Array.from({ length: width * height }, () => {
      const d = draw()
      return d % 61 === 0 ? ends[(d >>> 8) % ends.length]! : (d & 8191) / 8
    })
  return { width, height, kind: 'ycbcr', planes: [plane(), plane(), plane()], source: '' }
}

/** Every result of the program, turned into one word a plane: a bit that differs anywhere is seen. */
class Folder {
  readonly #b: Builder
  readonly sums: V[]
  #next = 0
  constructor(b: Builder) {
    this.#b = b
    this.sums = [b.iconst(0), b.iconst(0), b.iconst(0)]
  }
  take(...values: readonly V[]): void {
    const b = this.#b
    for (const v of values) {
      const i = this.#next++ % 3
      const sum = this.sums[i]!
      this.sums[i] = b.xor(b.or(b.shl(sum, 5), b.shr(sum, 27)), v)
    }
  }
}

function everyInstruction(): Stage {
  const b = new Builder()
  const [p, q, n] = [b.plane(0), b.plane(1), b.plane(2)]
  const [x, y] = [b.hold(p), b.hold(q)]
  const z = b.hold(n)
  const fold = new Folder(b)
  // Rounding, cancelling, fusing, reassociating, the sign of zero.
  fold.take(b.add(x, y), b.sub(x, y), b.mul(x, y), b.sub(b.add(x, y), x), b.add(b.mul(x, y), z))
  fold.take(b.mul(b.mul(x, b.const(3)), b.const(0.33333334)), b.add(x, b.const(0)), b.mul(x, b.const(0)), b.sub(x, x))
  fold.take(b.add(b.add(b.mul(b.coef(0.2126), x), b.mul(b.coef(0.7152), y)), b.mul(b.coef(0.0722), z)))
  // Overflow, what is smaller than a normal number, NaN: seen through a hold, as in every plan.
  fold.take(b.hold(b.mul(x, b.const(3e38))), b.hold(b.mul(b.mul(x, b.const(1e-30)), b.const(1e-30))))
  fold.take(x, y, z, b.hold(b.add(p, q)), b.hold(b.sub(p, q)), b.mix(b.clamp01(x), y, z))
  // Compares by bits, with NaN, infinities and both zeros.
  fold.take(b.lt(p, q), b.lt(q, p), b.eq(p, q), b.eq(p, b.const(-0)), b.lt(p, b.const(0)), b.ilt(p, q), b.lt(n, p))
  fold.take(b.min(x, y), b.max(x, y), b.select(b.or(b.lt(p, q), b.eq(q, p)), p, n), b.select(b.ilt(n, p), q, n))
  // Whole numbers and back.
  fold.take(b.hold(b.floor(p)), b.floor(b.mul(x, b.const(7.3))), b.toInt(p), b.toInt(b.mul(x, b.const(513.7))))
  fold.take(b.toFloat(n), b.toFloat(b.shr(n, 9)), b.iadd(n, p), b.isub(n, q), b.and(n, p), b.or(n, q), b.shr(n, 13))
  const table = b.table(
    pairs(
      1024,
      (i) => (i - 300) / 77,
      () => 3,
    ),
  )
  const lattice = b.table({ data: Float32Array.from({ length: 1024 }, (_, i) => (i - 501) / 71) })
  const at = b.and(b.shr(n, 7), b.iconst(1023))
  fold.take(
    b.value(table, at),
    b.slope(table, at),
    b.add(b.value(table, at), b.mul(x, b.slope(table, at))),
    b.x(),
    b.y(),
    ...b.vertex(lattice, b.and(b.shr(n, 5), b.iconst(255))),
  )
  return kernelStage(b, fold.sums)
}

/** Every kind of pass over hard numbers, and a field, folded into three words. */
function everyPass(size: readonly [number, number]): readonly Stage[] {
  const b = new Builder()
  const raw: Rgb = [b.plane(0), b.plane(1), b.plane(2)]
  const held = b.hold3(raw)
  const fold = new Folder(b)
  fold.take(...b.pass(boxOf('picture', 3.3), raw), ...b.pass(boxOf('picture', 0.4), held))
  fold.take(...b.pass(boxOf('mask', 5.1), raw), ...b.pass(filterOf(size, 1.1), held))
  for (const way of ['grow', 'shrink'] as const) fold.take(...b.pass({ kind: 'spread', way, across: 5, down: 2 }, raw))
  const numbers = (p: number) => (p * 40503) & 65535
  const data = Uint16Array.from({ length: (size[0] * size[1] + 1) & ~1 }, (_, p) => numbers(p))
  fold.take(b.field({ name: 'trial', data }))
  return sliceDraft(b, fold.sums, 'a')
}

const rest = { fit: 'fit', pan: [0.1, -0.05], zoom: 1.37, rotate: 0, flipX: false, flipY: true } as const
const whole = (width: number, height: number, stages: readonly Stage[], source = [width, height] as const): Plan => ({
  name: '',
  source,
  width,
  height,
  stages,
  lacks: [],
})

/** A plan and what it is tried on. */
export interface Trial {
  readonly plan: Plan
  readonly source: SourceFrame
}

/** All that an adapter has to draw as WASM does before a kernel of a grade is made for it. */
export function adapterTrials(): readonly Trial[] {
  const flat = new Builder()
  const held = kernelStage(flat, flat.hold3([flat.plane(0), flat.plane(1), flat.plane(2)]))
  const from = [97, 61] as const
  const sized = (rotate: number, zoom: number): Trial => {
    const stage = sizeStage({ ...rest, rotate, zoom }, from, [83, 71], 1)
    const stages = stage ? [held, stage, held] : [held]
    return { plan: whole(83, 71, stages, from), source: hardFrame(97, 61, 3) }
  }
  const every = whole(WIDTH, HEIGHT, [everyInstruction()])
  return [
    { plan: every, source: hardFrame(WIDTH, HEIGHT, 1) },
    ...[sized(0, 1.37), sized(0, 0.4), sized(11, 0.7)],
    { plan: whole(...from, everyPass(from)), source: hardFrame(...from, 4) },
  ]
}

/** Where two pictures first differ, in words, or null: equal as f32 bits. */
export function differenceOf(
  a: readonly Float32Array[],
  b: readonly Float32Array[],
): { readonly count: number; readonly first: string } | null {
  let count = 0
  let first = ''
  a.forEach((plane, i) => {
    const [p, q] = [plane, b[i]!].map((one) => new Int32Array(one.buffer, one.byteOffset, one.length))
    if (p!.length !== q!.length) count = Number.NaN
    for (let k = 0; k < p!.length; k++)
      if (p![k] !== q![k] && count++ === 0) first = `${'RGB'[i]} ${k}: ${floatOf(p![k]!)} and ${floatOf(q![k]!)}`
  })
  return count === 0 ? null : { count, first }
}
