/** Random programs over every instruction, and planes of the worst numbers there are. */

import { boxOf, filterOf, reachOf } from '../../shared/op/blur.ts'
import { Builder, type Rgb, type V } from '../../shared/op/expr.ts'
import type { Pass } from '../../shared/op/pass.ts'
import { resampling } from '../../shared/op/resampling.ts'
import { pairs } from '../../shared/op/table.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { type KernelStage, kernelStage, type Plan, type Stage } from '../../shared/render/stage.ts'
import { randomOf } from '../ops/kit.ts'

export type Random = () => number

const WORST = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1e-45,
  -1e-40,
  2 ** -126,
  2 ** -32,
  65504,
  -65504,
  65536,
  3.4e38,
  1,
  -1,
  0.5,
]

/** A frame of code-like numbers, of the worst ones, and of random bits. */
export function frame(width: number, height: number, random: Random): SourceFrame {
  const plane = () => {
    const data = new Float32Array(width * height)
    const bits = new Uint32Array(data.buffer)
    for (let p = 0; p < data.length; p++) {
      const kind = Math.floor(random() * 4)
      if (kind === 0) data[p] = WORST[Math.floor(random() * WORST.length)]!
      else if (kind === 1) bits[p] = Math.floor(random() * 2 ** 32)
      else data[p] = random() * 4 - 1
    }
    return data
  }
  return { width, height, kind: 'rgb', planes: [plane(), plane(), plane()], source: '0'.repeat(32) }
}

/**
 * A kernel of `length` random instructions. Three kinds of values are kept apart, as the language wants them: numbers (finite, held where
 * they could grow), masks, and whole numbers; table indices are cut to the table.
 */
export function program(random: Random, length: number): KernelStage {
  const b = new Builder()
  return kernelStage(b, scribble(b, random, length))
}

const rest = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false } as const

/** A pass of a picture of that size, any of those that a node may have. */
export function somePass(random: Random, size: readonly [number, number]): Pass {
  const sizing = { ...rest, zoom: 0.5 + random() * 2, rotate: random() < 0.5 ? 0 : random() * 90 }
  const sigma = 2 ** (random() * 12 - 8)
  switch (Math.floor(random() * 5)) {
    case 0:
      return resampling({ ...sizing, pan: [random() - 0.5, 0] }, size, size, 1)!
    case 1:
      return filterOf(size, sigma)
    case 2:
      return boxOf('picture', sigma)
    case 3:
      return { ...boxOf('mask', sigma), down: reachOf(random() * 3) }
    default: {
      const [across, down] = [Math.floor(random() * 30), Math.floor(random() * 30)]
      return { kind: 'spread', way: random() < 0.5 ? 'grow' : 'shrink', across, down }
    }
  }
}

/** A draft of random instructions, passes and a field, for a picture of that size. */
export function draft(random: Random, length: number, size: readonly [number, number]): Builder & { outputs: Rgb } {
  const b = new Builder()
  const data = Uint16Array.from({ length: size[0] * size[1] + 1 }, () => random() * 65536).subarray(
    0,
    (size[0] * size[1] + 1) & ~1,
  )
  const outputs = scribble(b, random, length, (numbers) => {
    if (random() < 0.2) return [b.field({ name: `field ${size.join('x')}`, data })]
    const pass = random() < 0.2 ? ({ kind: 'keep' } as const) : somePass(random, size)
    const count = 1 + Math.floor(random() * 3)
    // Taps may be given numbers only: the bits of a NaN that sums and products give are nobody's promise. Boxes hold what they read.
    const held = pass.kind === 'size' || pass.kind === 'filter'
    const from = held ? numbers : [...numbers, b.plane(0), b.plane(1), b.plane(2)]
    const read = Array.from({ length: count }, () => from[Math.floor(random() * from.length)]!)
    return b.pass(pass, held ? read.map((v) => b.hold(v)) : read)
  })
  return Object.assign(b, { outputs })
}

/** Values made of so many random steps, `pass` among them where it is given. */
export function scribble(
  b: Builder,
  random: Random,
  length: number,
  pass?: (numbers: readonly V[]) => readonly V[],
): Rgb {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const table = b.table(
    pairs(
      1024,
      (i) => i / 100 - 3,
      () => 1,
    ),
  )
  const lattice = b.table({ data: Float32Array.from({ length: 1024 }, (_, i) => (i & 3 ? i / 100 - 3 : -i / 7)) })
  const raw = [b.plane(0), b.plane(1), b.plane(2)]
  const numbers: V[] = [
    ...raw.map((v) => b.hold(v)),
    b.const(0),
    b.const(random() * 2),
    b.coef(random() * 3 - 1),
    b.x(),
    b.y(),
  ]
  const masks: V[] = [b.lt(numbers[0]!, numbers[1]!)]
  const whole: V[] = [...raw, b.iconst(random() * 2 ** 32), b.iconst(7)]
  const any = () => pick(random() < 0.5 ? numbers : whole)
  const makers: (() => void)[] = [
    () => numbers.push(b.add(pick(numbers), pick(numbers))),
    () => numbers.push(b.sub(pick(numbers), pick(numbers))),
    () => numbers.push(b.mul(pick(numbers), b.hold(pick(numbers)))),
    () => numbers.push(b.floor(pick(numbers))),
    () => numbers.push(b.hold(any())),
    () => numbers.push(b.min(pick(numbers), pick(numbers))),
    () => numbers.push(b.max(pick(numbers), pick(numbers))),
    () => numbers.push(b.clamp01(pick(numbers))),
    () => numbers.push(b.mix(b.clamp01(pick(numbers)), pick(numbers), pick(numbers))),
    () => numbers.push(b.select(pick(masks), pick(numbers), pick(numbers))),
    () => numbers.push(b.select(pick(masks), pick(numbers), b.const(0))),
    () => numbers.push(b.select(pick(masks), b.const(0), pick(numbers))),
    () => numbers.push(b.toFloat(pick(whole))),
    () => {
      const i = b.and(pick(whole), b.iconst(1023))
      numbers.push(
        pick([() => b.value(table, i), () => b.slope(table, i), () => b.mul(b.value(table, i), b.slope(table, i))])(),
      )
    },
    () => {
      const vertex = b.vertex(lattice, b.and(pick(whole), b.iconst(255)))
      if (random() < 0.5) numbers.push(pick(vertex))
      else numbers.push(b.add(b.mul(vertex[0], vertex[1]), vertex[2]))
    },
    () => masks.push(b.lt(any(), any())),
    () => masks.push(b.eq(any(), any())),
    () => masks.push(b.ilt(any(), any())),
    () => masks.push(b.or(pick(masks), pick(masks))),
    () => whole.push(b.toInt(any())),
    () => whole.push(b.iadd(pick(whole), pick(whole))),
    () => whole.push(b.isub(pick(whole), pick(whole))),
    () => whole.push(b.imin(pick(whole), pick(whole))),
    () => whole.push(b.imax(pick(whole), pick(whole))),
    () => whole.push(b.and(any(), pick(whole))),
    () => whole.push(b.or(pick(whole), pick(whole))),
    () => whole.push(b.xor(pick(whole), pick(whole))),
    () => whole.push(b.shl(pick(whole), Math.floor(random() * 32))),
    () => whole.push(b.shr(pick(whole), Math.floor(random() * 32))),
  ]
  for (let i = 0; i < length; i++) {
    if (pass && random() < 0.08) numbers.push(...pass(numbers).map((v) => b.hold(v)))
    else pick(makers)()
    // Numbers of any size are let live for a few steps only.
    numbers.push(b.hold(numbers.at(-1)!))
    if (numbers.length > 24) numbers.splice(3, 6)
  }
  return [b.hold(numbers.at(-1)!), b.hold(pick(numbers)), pick(whole)]
}

export const plan = (
  from: readonly [number, number],
  to: readonly [number, number],
  stages: readonly Stage[],
): Plan => ({
  name: '0'.repeat(32),
  source: from,
  width: to[0],
  height: to[1],
  stages,
  lacks: [],
})

/** How many of the pictures' values differ in their bits. */
export function differing(a: Picture, b: Picture): number {
  let n = a.width === b.width && a.height === b.height ? 0 : Number.NaN
  a.planes.forEach((plane, i) => {
    const [p, q] = [plane, b.planes[i]!].map((v) => new Uint32Array(v.buffer, v.byteOffset, v.length))
    for (let k = 0; k < p!.length; k++) if (p![k] !== q![k]) n++
  })
  return n
}

export { randomOf }
