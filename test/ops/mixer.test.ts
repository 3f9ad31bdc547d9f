import { describe, expect, it } from 'vitest'
import { mixer } from '../../shared/ops/mixer.ts'
import { beyondUlps, distance, LUMA, luma, randomOf, runOp, type Triple } from './kit.ts'

const f32 = Math.fround
const random = randomOf(20261202)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const three = (low: number, high: number): Triple => [pick(low, high), pick(low, high), pick(low, high)]

describe('[OP14] RGB mixer', () => {
  it('[OP14] is the sum of shares; with luminance preserved the luma of every pixel stays, within 1e-6 of the largest channel', () => {
    let [most, moved] = [0, 0]
    for (let i = 0; i < 100; i++) {
      const rows = [three(-2, 2), three(-2, 2), three(-2, 2)] as const
      const pixels = Array.from({ length: 60 }, () => three(-0.5, 2))
      for (const luminance of ['preserve', 'free']) {
        const values = { red: rows[0], green: rows[1], blue: rows[2], luminance: [luminance] }
        const formula = (rgb: Triple): Triple => {
          const mixed = rows.map((row) => row.reduce((sum, v, j) => sum + v * rgb[j]!, 0))
          const gone = luminance === 'preserve' ? luma(rgb) - mixed.reduce((sum, v, j) => sum + v * LUMA[j]!, 0) : 0
          return mixed.map((v) => v + gone) as unknown as Triple
        }
        most = Math.max(most, beyondUlps(mixer, values, pixels, formula))
        if (luminance === 'preserve')
          runOp(mixer, values, pixels).forEach((rgb, p) => {
            moved = Math.max(moved, distance(luma(rgb), luma(pixels[p]!)))
          })
      }
    }
    console.log(`mixer: worst error beyond ulps ${most.toExponential(1)}, luma moves by ${moved.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(5e-7)
    expect(moved).toBeLessThanOrEqual(2e-6)
  })

  it('[OP14] red from green alone, freely, is a copy; at rest it is absent, whatever luminance says', () => {
    const pixel: Triple[] = [[0.25, 0.5, 0.75]]
    expect(runOp(mixer, { red: [0, 1, 0], luminance: ['free'] }, pixel)).toEqual([[0.5, 0.5, 0.75]])
    expect(runOp(mixer, { luminance: ['free'] }, pixel)).toEqual(pixel)
  })
})
