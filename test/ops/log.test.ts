import { describe, expect, it } from 'vitest'
import { log } from '../../shared/ops/log.ts'
import { beyondUlps, randomOf, runOp, type Triple } from './kit.ts'

const f32 = Math.fround
const random = randomOf(20261201)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const three = (low: number, high: number): Triple => [pick(low, high), pick(low, high), pick(low, high)]
interface Wheels {
  shadow: Triple
  midtone: Triple
  highlight: Triple
  low: number
  high: number
}
const stored = (w: Wheels) => ({
  shadow: w.shadow,
  midtone: w.midtone,
  highlight: w.highlight,
  'low-range': [w.low],
  'high-range': [w.high],
})
/** As log's doc says it, by weights. */
function formula({ shadow, midtone, highlight, low, high }: Wheels, rgb: Triple): Triple {
  const s = (x: number, at: number) => {
    const t = Math.min(Math.max((x - at) / 0.4 + 0.5, 0), 1)
    return t * t * (3 - 2 * t)
  }
  return rgb.map((x, i) => {
    const [dark, light] = [1 - s(x, low), s(x, Math.max(low, high))]
    return x + shadow[i]! * dark + midtone[i]! * (1 - dark - light) + highlight[i]! * light
  }) as unknown as Triple
}

describe('[OP14] log wheels', () => {
  it('[OP14] are the formula they declare, at random settings and pixels', () => {
    let most = 0
    for (let i = 0; i < 80; i++) {
      const w = {
        shadow: three(-0.5, 0.5),
        midtone: three(-0.5, 0.5),
        highlight: three(-0.5, 0.5),
        low: pick(0, 1),
        high: pick(0, 1),
      }
      const pixels = Array.from({ length: 100 }, () => three(-0.5, 2))
      most = Math.max(
        most,
        beyondUlps(log, stored(w), pixels, (rgb) => formula(w, rgb)),
      )
    }
    console.log(`log wheels: worst error beyond ulps ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(5e-7)
  })

  it('[OP14] meet on both sides of each corner of a zone, and beyond the last ones move all alike', () => {
    const w: Wheels = {
      shadow: [0.1, -0.1, 0.25],
      midtone: [-0.2, 0.1, 0],
      highlight: [0.3, 0, -0.1],
      low: f32(0.333),
      high: f32(0.55),
    }
    const corners = [0.133, 0.533, 0.35, 0.75, 0, 1].flatMap((x) => [x - 1e-7, x, x + 1e-7]).map(f32)
    const pixels = [...corners, -3, 40].map((x): Triple => [x, x, x])
    expect(beyondUlps(log, stored(w), pixels, (rgb) => formula(w, rgb))).toBeLessThanOrEqual(5e-7)
    const [black, white] = runOp(log, stored(w), [
      [-1, -1, -1],
      [3, 3, 3],
    ])
    expect(black).toEqual([f32(-1 + f32(0.1)), f32(-1 - f32(0.1)), -0.75])
    expect(white![0]).toBeCloseTo(3.3, 6)
  })

  it('[OP14] shadows reach dark, highlights light, midtones what is between; a high range below the low one counts as it', () => {
    const push = (id: string, more: Record<string, number[]> = {}) =>
      runOp(
        log,
        { [id]: [0.1, 0.1, 0.1], ...more },
        [0.05, 0.44, 0.95].map((x): Triple => [x, x, x]),
      ).map((rgb, i) => rgb[0] - [0.05, 0.44, 0.95][i]!)
    expect(push('shadow').map((v) => v > 0.05)).toEqual([true, false, false])
    expect(push('midtone').map((v) => v > 0.03)).toEqual([false, true, false])
    expect(push('highlight').map((v) => v > 0.05)).toEqual([false, false, true])
    expect(push('midtone', { 'low-range': [0.5], 'high-range': [0.25] }).map((v) => Math.abs(v) < 1e-6)).toEqual([
      true,
      true,
      true,
    ])
  })
})
