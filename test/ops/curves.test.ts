import { describe, expect, it } from 'vitest'
import { fitSpline, pointsOf, valueAt } from '../../shared/op/spline.ts'
import { curves } from '../../shared/ops/curves.ts'
import { beyondUlps, luma, randomOf, runOp, type Triple } from './kit.ts'

const f32 = Math.fround
const random = randomOf(20261203)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const three = (low: number, high: number): Triple => [pick(low, high), pick(low, high), pick(low, high)]
/** Points along the diagonal, some way off it. */
function points(): number[] {
  const n = 2 + Math.floor(random() * 6)
  return Array.from({ length: n }, (_, i) => f32((i + 0.15 + 0.7 * random()) / n)).flatMap((x) => [
    x,
    f32(Math.min(Math.max(x + pick(-0.12, 0.12), 0), 1)),
  ])
}
const through = (stored: readonly number[] | undefined, x: number) =>
  stored ? valueAt(fitSpline('level', pointsOf(stored.map(f32))), x) : x
interface Settings {
  y?: number[]
  r?: number[]
  g?: number[]
  b?: number[]
  low?: number
  'low-soft'?: number
  high?: number
  'high-soft'?: number
}
function formula(s: Settings, input: Triple): Triple {
  const change = through(s.y, luma(input)) - luma(input)
  const clip = (x: number, limit: number, soft: number) => {
    const w = soft / 200
    const u = Math.min((x - limit + w) / w, 2)
    return u <= 0 ? x : limit - w + w * (u - (u * u) / 4)
  }
  return input.map((v, i) => {
    let x = through([s.r, s.g, s.b][i], v + change)
    if (s['low-soft']) x = -clip(-x, -f32(s.low ?? 0), f32(s['low-soft']))
    return s['high-soft'] ? clip(x, f32(s.high ?? 1), f32(s['high-soft'])) : x
  }) as unknown as Triple
}
const stored = (s: Settings) =>
  Object.fromEntries(Object.entries(s).map(([id, v]) => [id, typeof v === 'number' ? [v] : v]))
const off = (s: Settings, pixels: readonly Triple[]) => beyondUlps(curves, stored(s), pixels, (rgb) => formula(s, rgb))

describe('[OP14] custom curves', () => {
  it('[OP14] are Y by luma, then each channel through its spline, then soft clip: between all points, within 2e-6', () => {
    let most = 0
    for (let i = 0; i < 60; i++) {
      const s: Settings = {
        ...(i % 2 && { y: points() }),
        ...(i % 3 && { r: points(), b: points() }),
        ...(i % 5 === 0 && {
          'high-soft': pick(1, 100),
          high: pick(0.75, 1.25),
          'low-soft': pick(1, 100),
          low: pick(-0.25, 0.25),
        }),
      }
      most = Math.max(
        most,
        off(
          s,
          Array.from({ length: 100 }, () => three(-0.3, 1.5)),
        ),
      )
    }
    console.log(`curves: worst error beyond ulps ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(2e-6)
  })

  it('[OP14] meet on both sides of each point, of both ends and of each knee and limit, far outside too', () => {
    const s: Settings = { r: [0.1, 0.2, 0.4, 0.35, 0.8, 0.9], g: [0, 1, 1, 0] }
    const near = [0, 0.1, 0.4, 0.8, 1].flatMap((x) => [x - 6e-8, x, x + 6e-8])
    expect(
      off(
        s,
        [...near, -40, 60].map((x): Triple => [f32(x), f32(x), f32(x)]),
      ),
    ).toBeLessThanOrEqual(2e-6)
    const clip: Settings = { 'high-soft': 50, 'low-soft': 20, low: 0.0625 }
    const corners = [0.75, 1, 1.25, 0.1625, 0.0625, -0.0375].flatMap((x) => [x - 6e-8, x, x + 6e-8])
    expect(
      off(
        clip,
        [...corners, -40, 60].map((x): Triple => [f32(x), f32(x), f32(x)]),
      ),
    ).toBeLessThanOrEqual(5e-7)
  })

  it('[OP14] soft clip leaves what lies inside its knees to the bit, and nothing comes out beyond its limits', () => {
    const values = { 'high-soft': [40], 'low-soft': [40] }
    const inside = Array.from({ length: 50 }, () => three(0.21, 0.79))
    expect(runOp(curves, values, inside)).toEqual(inside)
    const outside = runOp(curves, values, [
      [-500, -1, -0.1],
      [1.1, 2, 60000],
    ])
    expect(Math.min(...outside.flat())).toBe(0)
    expect(Math.max(...outside.flat())).toBe(1)
    // Limits alone change nothing.
    expect(runOp(curves, { high: [0.75], low: [0.25] }, [[-1, 0.5, 2]])).toEqual([[-1, 0.5, 2]])
  })

  it('[OP14] a Y curve moves the three channels alike, so that their differences stay', () => {
    const [out] = runOp(curves, { y: [0, 0.1, 1, 0.9] }, [[0.2, 0.5, 0.75]])
    expect(out![1] - out![0]).toBeCloseTo(0.3, 6)
    expect(out![2] - out![1]).toBeCloseTo(0.25, 6)
    expect(luma(out!)).toBeCloseTo(0.1 + 0.8 * luma([0.2, 0.5, 0.75]), 6)
  })
})
