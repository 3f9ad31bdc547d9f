import { describe, expect, it } from 'vitest'
import { LEAST_SIGMA, reachOf } from '../../shared/op/blur.ts'
import { drawOp, type OpDef, type Raster } from '../../shared/op/define.ts'
import { Builder } from '../../shared/op/expr.ts'
import { hash } from '../../shared/op/noise.ts'
import type { Value } from '../../shared/op/param.ts'
import { blur } from '../../shared/ops/blur.ts'
import { grain } from '../../shared/ops/grain.ts'
import { midtoneDetail } from '../../shared/ops/midtone-detail.ts'
import { mist } from '../../shared/ops/mist.ts'
import { sharpen } from '../../shared/ops/sharpen.ts'
import { sliceDraft } from '../../shared/render/draft.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { differing, frame, plan } from '../render/hostile.ts'
import { controls, luma, randomOf, type Triple } from './kit.ts'

const stages = (op: OpDef, values: Readonly<Record<string, Value>>, raster: Raster) => {
  const b = new Builder()
  const out = drawOp(b, op, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), controls(op, values), {
    working: logc3,
    raster,
  })
  return sliceDraft(b, out, 'a')
}
const raster = (width: number, height: number, over: Partial<Raster> = {}): Raster => ({
  width,
  height,
  scale: 1,
  frame: 0,
  ...over,
})
function run(
  op: OpDef,
  values: Readonly<Record<string, Value>>,
  source: SourceFrame,
  over: Partial<Raster> = {},
): Picture {
  const { width, height } = source
  return renderReference(
    plan([width, height], [width, height], stages(op, values, raster(width, height, over))),
    source,
  )
}
function picture(width: number, height: number, at: (x: number, y: number) => Triple): SourceFrame {
  const plane = (c: 0 | 1 | 2) =>
    Float32Array.from({ length: width * height }, (_, p) => at(p % width, Math.floor(p / width))[c])
  return { width, height, kind: 'rgb', planes: [plane(0), plane(1), plane(2)], source: '' }
}

const random = randomOf(77)
const W = 40
const H = 24
const noisy = picture(W, H, (x) => [x / W + random() * 0.1, random() * 1.4 - 0.2, 0.3])
const held = (i: number, n: number): number => Math.min(Math.max(i, 0), n - 1)

/** A plane along both ways by weights about each pixel, in f64, its ends going on beyond it. */
function smeared(plane: ArrayLike<number>, w: number, h: number, weights: readonly number[], times = 1): number[] {
  const reach = weights.length >> 1
  let now = Array.from({ length: w * h }, (_, p) => plane[p]!)
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
  ] as const)
    for (let t = 0; t < times; t++)
      now = now.map((_, p) =>
        weights.reduce((sum, v, i) => {
          const [x, y] = [(p % w) + (i - reach) * dx, Math.floor(p / w) + (i - reach) * dy]
          return sum + v * now[held(y, h) * w + held(x, w)]!
        }, 0),
      )
  return now
}
const boxWeights = (sigma: number): number[] => {
  const { whole, part } = reachOf(sigma)
  const raw = [part, ...Array<number>(2 * whole + 1).fill(1), part]
  return raw.map((v) => v / (2 * whole + 1 + 2 * part))
}
const gaussian = (sigma: number): number[] => {
  const reach = Math.ceil(3 * sigma)
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)))
  return raw.map((v) => v / raw.reduce((a, w) => a + w, 0))
}

/** The worst distance of a picture from what a formula says of each pixel. */
function worst(got: Picture, want: (p: number) => readonly number[]): number {
  let most = 0
  for (let p = 0; p < got.width * got.height; p++)
    want(p).forEach((v, c) => {
      most = Math.max(most, Math.abs(got.planes[c]![p]! - v) / Math.max(1, Math.abs(v)))
    })
  return most
}
const at = (source: SourceFrame, p: number): Triple => [
  source.planes[0][p]!,
  source.planes[1][p]!,
  source.planes[2][p]!,
]

describe('[OP17] operators that see neighbours', () => {
  it('[OP17] blur is a Gaussian of half the radius, whatever lies outside 0 … 1', () => {
    const radius = Math.fround(0.3)
    const got = run(blur, { radius: [radius] }, noisy)
    const planes = noisy.planes.map((plane) => smeared(plane, W, H, boxWeights((radius / 2) * (H / 2)), 3))
    expect(worst(got, (p) => planes.map((plane) => plane[p]!))).toBeLessThan(2e-6)
  })

  it('[OP17] a drag at half the size looks alike: radii follow the picture', () => {
    const wave = (w: number, h: number) =>
      picture(w, h, (x, y) => {
        const [u, v] = [(x + 0.5) / w, (y + 0.5) / h]
        const level = 0.5 + 0.2 * Math.sin(40 * u) + 0.1 * Math.sin(30 * v)
        return [level, u, v > 0.5 ? 0.9 : 0.1]
      })
    for (const [op, values] of [
      [blur, { radius: [0.1] }],
      [mist, { amount: [60], radius: [0.2] }],
      [midtoneDetail, { amount: [80] }],
      [sharpen, { amount: [1], radius: [8] }],
    ] as const) {
      const whole = run(op, values, wave(192, 108))
      const half = run(op, values, wave(96, 54), { scale: 0.5 })
      let most = 0
      for (let y = 4; y < 50; y++)
        for (let x = 4; x < 92; x++) {
          // Away from the hard edge, which two sizes place differently.
          if (Math.abs(y - 27) < 4) continue
          for (const c of [0, 1, 2] as const) {
            const four = [0, 1].flatMap((j) => [0, 1].map((i) => whole.planes[c][(2 * y + j) * 192 + 2 * x + i]!))
            most = Math.max(most, Math.abs(four.reduce((a, v) => a + v, 0) / 4 - half.planes[c][y * 96 + x]!))
          }
        }
      expect(most, op.id).toBeLessThan(0.012)
    }
  })

  it('[OP17] sharpen adds what a Gaussian takes away, less what lies within the level', () => {
    const values = { amount: [1.5], radius: [2], level: [Math.fround(0.02)] }
    const planes = noisy.planes.map((plane) => smeared(plane, W, H, gaussian(1)))
    const got = run(sharpen, values, noisy)
    const want = (p: number) =>
      at(noisy, p).map((x, c) => {
        const d = x - planes[c]![p]!
        return x + 1.5 * (d - Math.min(Math.max(d, -values.level[0]!), values.level[0]!))
      })
    expect(worst(got, want)).toBeLessThan(6e-6)
    expect(
      worst(run(sharpen, { ...values, level: [0] }, noisy), (p) =>
        at(noisy, p).map((x, c) => x + 1.5 * (x - planes[c]![p]!)),
      ),
    ).toBeLessThan(6e-6)
    const flat = picture(W, H, () => [0.25, 0.5, -0.1])
    expect(worst(run(sharpen, values, flat), (p) => at(flat, p))).toBeLessThan(1e-6)
  })

  it('[OP17] mist lifts what is darker than its neighbourhood and leaves the rest', () => {
    const planes = noisy.planes.map((plane) => smeared(plane, W, H, boxWeights(0.1 * (H / 2)), 3))
    const got = run(mist, { amount: [50], radius: [Math.fround(0.2)] }, noisy)
    expect(worst(got, (p) => at(noisy, p).map((x, c) => x + 0.5 * (Math.max(x, planes[c]![p]!) - x)))).toBeLessThan(
      2e-6,
    )
  })

  it('[OP17] midtone detail raises contrast between neighbours, most in the middle, and none at black and white', () => {
    const radius = Math.fround(0.25)
    const got = run(midtoneDetail, { amount: [70], radius: [radius] }, noisy)
    const lumas = Float32Array.from({ length: W * H }, (_, p) => luma(at(noisy, p)))
    const soft = smeared(lumas, W, H, boxWeights((radius / 2) * (H / 2)), 3)
    const want = (p: number) => {
      const t = Math.min(Math.max(soft[p]!, 0), 1)
      return at(noisy, p).map((x) => x + 0.7 * 4 * t * (1 - t) * (lumas[p]! - soft[p]!))
    }
    expect(worst(got, want)).toBeLessThan(2e-6)
  })

  it('[OP17] with no radius, or one too small for a pixel of a tiny picture, they are absent', () => {
    const one = picture(1, 1, () => [0.1, 0.2, 0.3])
    for (const [op, values] of [
      [blur, { radius: [LEAST_SIGMA] }],
      [mist, { amount: [50], radius: [0] }],
      [sharpen, { amount: [1], radius: [0.25] }],
    ] as const)
      expect(stages(op, values, raster(1, 1, { scale: 1 / 1024 }))).toHaveLength(1)
    for (const [op, values] of [
      [blur, { radius: [0.5] }],
      [midtoneDetail, { amount: [100] }],
      [sharpen, { amount: [2] }],
      [mist, { amount: [100] }],
    ] as const)
      expect(
        worst(run(op, values, one), () => [0.1, 0.2, 0.3]),
        op.id,
      ).toBeLessThan(1e-6)
  })

  it('[OP17] WASM gives the bits of the reference, on hostile planes too', () => {
    const wasm = createWasm()
    for (const [op, values] of [
      [blur, { radius: [0.2] }],
      [mist, { amount: [50] }],
      [sharpen, { amount: [3], level: [0.01] }],
      [midtoneDetail, { amount: [-60] }],
      [grain, { amount: [0.05], colour: [40] }],
      [grain, { amount: [0.05], size: [0], colour: [100] }],
    ] as const) {
      const source = frame(37, 21, random)
      const one = plan([37, 21], [37, 21], stages(op, values, raster(37, 21)))
      expect(differing(renderReference(one, source), wasm.render(one, source)), op.id).toBe(0)
    }
  })
})

describe('[OP17] grain', () => {
  const flat = picture(128, 96, () => [0.5, 0.5, 0.5])
  const of = (values: Readonly<Record<string, Value>>, over: Partial<Raster> = {}) =>
    run(grain, { falloff: [0], ...values }, flat, over)
  const sigma = (plane: Float32Array) => {
    const mean = plane.reduce((a, v) => a + v, 0) / plane.length
    return Math.sqrt(plane.reduce((a, v) => a + (v - mean) ** 2, 0) / plane.length)
  }
  const together = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, v, p) => sum + (v - 0.5) * (b[p]! - 0.5), 0) / a.length / sigma(a) / sigma(b)

  it('[OP17] has the standard deviation it says, at any size, grey or coloured, about nothing', () => {
    for (const size of [0, 1, 3, 6])
      for (const colour of [0, 50, 100]) {
        const { planes } = of({ amount: [0.05], size: [size], colour: [colour] })
        for (const plane of planes) {
          expect(sigma(plane) / 0.05).toBeGreaterThan(size > 3 ? 0.75 : 0.85)
          expect(sigma(plane) / 0.05).toBeLessThan(size > 3 ? 1.25 : 1.15)
          expect(Math.abs(plane.reduce((a, v) => a + v, 0) / plane.length - 0.5)).toBeLessThan(0.05 * (size + 1) * 0.03)
        }
        expect(together(planes[0], planes[1])).toBeCloseTo(1 - colour / 100, 0)
      }
  })

  it('[OP17] is the same for a place, a frame and a seed, and another for another', () => {
    const amount = { amount: [0.05], size: [0] }
    const first = of(amount)
    expect(differing(first, of(amount))).toBe(0)
    for (const other of [of(amount, { frame: 1 }), of({ ...amount, seed: [1] })])
      expect(Math.abs(together(first.planes[0], other.planes[0]))).toBeLessThan(0.05)
    // Neighbours have nothing in common.
    const [plane] = first.planes
    for (const by of [1, 128, 129])
      expect(Math.abs(together(plane.subarray(by), plane.subarray(0, plane.length - by)))).toBeLessThan(0.05)
    expect([hash(0), hash(1), hash(-1)]).toEqual([1800329511, -1266253386, -26951294])
  })

  it('[OP17] is weaker towards black and white where it falls off, and follows the size of the picture', () => {
    const ramp = picture(128, 96, (x) => [x / 127, x / 127, x / 127])
    const { planes } = run(grain, { amount: [0.02], size: [0], falloff: [100] }, ramp)
    const part = (from: number) => sigma(planes[0].filter((_, p) => p % 128 === from).map((v) => v - from / 127))
    expect(part(0)).toBe(0)
    expect(part(127)).toBe(0)
    expect(part(64)).toBeGreaterThan(0.015)
    expect(part(16)).toBeLessThan(0.015)
    // A quarter of the pixels of grains of 2 pixels.
    const small = of({ amount: [0.05], size: [4] }, { scale: 0.5 })
    const want = 0.05 * Math.sqrt((4 + 1 / 12) / (4 + 1 / 3))
    expect(sigma(small.planes[0]) / want).toBeGreaterThan(0.85)
    expect(sigma(small.planes[0]) / want).toBeLessThan(1.15)
  })
})
