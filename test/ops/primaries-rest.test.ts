import { describe, expect, it } from 'vitest'
import { primaries } from '../../shared/ops/primaries.ts'
import * as zone from './grading-formula.ts'
import { beyondUlps, luma, randomOf, runOp, type Triple } from './kit.ts'

const f32 = Math.fround
const random = randomOf(20261205)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const pixels = (n: number): Triple[] =>
  Array.from({ length: n }, () => [pick(-0.3, 1.6), pick(-0.3, 1.6), pick(-0.3, 1.6)])
const each = (rgb: Triple, f: (x: number) => number): Triple => [f(rgb[0]), f(rgb[1]), f(rgb[2])]
const greys = (...values: number[]): Triple[] =>
  values.flatMap((x) => [x - 6e-8, x, x + 6e-8]).map((x) => [f32(x), f32(x), f32(x)])

function boosted(boost: number, rgb: Triple): Triple {
  const q = Math.min(4 * (Math.max(...rgb) - Math.min(...rgb)), 1)
  const [by, y] = [1 + (boost / 100) * (1 - q) ** 2, luma(rgb)]
  return each(rgb, (x) => y + by * (x - y))
}
const zoned = (dark: number, light: number, rgb: Triple): Triple => {
  const [h, s] = [zone.highlights(1 + light / 125, 0.3, 1), zone.shadows(1 + dark / 125, 0.5, 0)]
  return each(rgb, (x) => s(h(x)))
}
/** An S of this slope: what GradingTone's S-contrast is, whose amount gives its slope. */
function curved(slope: number, pivot: number, rgb: Triple): Triple {
  const k = Math.min(Math.max(slope, 0.28125), 5.1)
  const amount = k > 1 ? (1.8125 - 1 / k) / 0.8125 : (k - 0.28125) / 0.71875
  const at = Math.min(Math.max(pivot, 1 / 64), 63 / 64)
  const s = zone.sContrast(amount, { bottom: 0, top: 1, topOfS: 1, pivot: at })
  return each(rgb, s)
}

describe('[OP3] the other primaries', () => {
  it('[OP3] colour boost is its formula, on both sides of the saturation from which it does nothing', () => {
    let most = 0
    for (let i = 0; i < 40; i++) {
      const boost = pick(-100, 100)
      const corner: Triple[] = [-6e-8, 0, 6e-8].map((d) => [0.25, f32(0.5 + d), 0.3])
      most = Math.max(
        most,
        beyondUlps(primaries, { boost: [boost] }, [...pixels(80), ...corner], (rgb) => boosted(boost, rgb)),
      )
    }
    console.log(`colour boost: worst error beyond ulps ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(5e-7)
  })

  it('[OP3] colour boost raises little saturation more than much, and leaves luma', () => {
    const [dull, vivid] = runOp(primaries, { boost: [100] }, [
      [0.5, 0.48, 0.46],
      [0.9, 0.3, 0.1],
    ])
    expect(dull![0] - dull![2]).toBeGreaterThan(0.065)
    expect(vivid).toEqual([0.9, 0.3, 0.1].map((v) => expect.closeTo(v, 6)))
    expect(luma(dull!)).toBeCloseTo(luma([0.5, 0.48, 0.46]), 6)
  })

  it('[OP3] shadows and highlights are GradingTone’s, between and at their knots', () => {
    let most = 0
    for (let i = 0; i < 12; i++) {
      const [dark, light] = [pick(-100, 100), pick(-100, 100)]
      const at = [...pixels(25), ...greys(0, 0.25, 0.5, 0.3, 0.65, 1)]
      most = Math.max(
        most,
        beyondUlps(primaries, { shadows: [dark], highlights: [light] }, at, (rgb) => zoned(dark, light, rgb)),
      )
    }
    console.log(`shadows and highlights: worst error beyond ulps ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(2e-6)
    const [black, low, high, white] = runOp(
      primaries,
      { shadows: [60], highlights: [-60] },
      greys(0, 0.2, 0.75, 1).filter((_, i) => i % 3 === 1),
    )
    expect([black![0], white![0]]).toEqual([expect.closeTo(0, 6), expect.closeTo(1, 6)])
    expect([low![0] > 0.22, high![0] < 0.73]).toEqual([true, true])
  })

  it('[OP3] contrast in its S-curve has its slope at the pivot, leaves black and white, and is GradingTone’s S', () => {
    let most = 0
    for (let i = 0; i < 30; i++) {
      const [slope, pivot] = [
        i < 6 ? [0, 0.28, 0.29, 5, 5.2, 8][i]! : pick(0.3, 4),
        i % 7 === 0 ? [0, 1][i % 2]! : pick(0.1, 0.9),
      ]
      const values = { contrast: [slope], pivot: [pivot], 'contrast-shape': ['s-curve'] }
      const at = [...pixels(40), ...greys(0, 1, f32(pivot))]
      const off = beyondUlps(primaries, values, at, (rgb) => curved(f32(slope), f32(pivot), rgb))
      // A table over 0 … 1: off by f″ · w² / 8 where the S is bent most.
      expect(off, `slope ${slope}, pivot ${pivot}`).toBeLessThanOrEqual(pivot === 0 || pivot === 1 ? 2e-5 : 2e-6)
      most = Math.max(most, off)
      const ends = runOp(primaries, values, [[0, 1, pivot]])[0]!
      for (const [c, v] of [0, 1, pivot === 0 ? 0 : pivot].entries()) expect(Math.abs(ends[c]! - v)).toBeLessThan(0.03)
      if (pivot > 0.1 && pivot < 0.9)
        expect(ends).toEqual([expect.closeTo(0, 5), expect.closeTo(1, 5), expect.closeTo(pivot, 5)])
    }
    console.log(`S-curve contrast: worst error beyond ulps ${most.toExponential(1)}`)
  })
})
