import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deltaEItp, toIctcp } from '../../shared/measure/itp.ts'
import { deltaE2000, type Lab, toLab } from '../../shared/measure/lab.ts'
import { adapt, rgbToXyz, transform, type Vec, whiteXyz } from '../../shared/op/matrix.ts'
import { rec709Bt1886 } from '../../shared/spaces/rec709-bt1886.ts'

const qc = JSON.parse(readFileSync(new URL('../truth/qc.json', import.meta.url), 'utf8')) as {
  ciede2000: { lab1: Lab; lab2: Lab; dE: number }[]
  deITP: { a: Vec; b: Vec; deITP: number }[]
  colorchecker24: { name: string; labD50: Lab; rec709Linear: Vec }[]
}

describe('[QC1] differences of colours', () => {
  it('[QC1] CIEDE2000 is that of Sharma’s 34 pairs to their four decimals, either way round', () => {
    expect(qc.ciede2000.length).toBe(34)
    const off = qc.ciede2000.map(({ lab1, lab2, dE }) => Math.abs(deltaE2000(lab1, lab2) - dE))
    console.log(`CIEDE2000, 34 pairs: worst ${Math.max(...off).toExponential(1)}`)
    expect(Math.max(...off)).toBeLessThan(5.0001e-5)
    for (const { lab1, lab2 } of qc.ciede2000) expect(deltaE2000(lab1, lab2)).toBeCloseTo(deltaE2000(lab2, lab1), 10)
    expect(deltaE2000([50, 0, 0], [50, 0, 0])).toBe(0)
  })

  it('[QC1] ΔE ITP is that of BT.2124', () => {
    const off = qc.deITP.map(({ a, b, deITP }) => Math.abs(deltaEItp(a, b) - deITP))
    console.log(`ΔE ITP, ${off.length} cases: worst ${Math.max(...off).toExponential(1)}`)
    expect(Math.max(...off)).toBeLessThan(1e-6)
    const [i, ct, cp] = toIctcp([100, 100, 100])
    expect(i).toBeCloseTo(0.5081, 4)
    expect(Math.abs(ct) + Math.abs(cp)).toBeLessThan(1e-12)
  })

  it('[QC1] the ColorChecker’s L*a*b* come back from Rec.709 light', () => {
    const d50: readonly [number, number] = [0.3457, 0.3585]
    const { primaries, white } = rec709Bt1886
    const worst = Math.max(
      ...qc.colorchecker24.map(({ labD50, rec709Linear }) => {
        const xyz = transform(adapt(white, d50, 'bradford'), transform(rgbToXyz(primaries, white), rec709Linear))
        return deltaE2000(toLab(xyz, whiteXyz(d50)), labD50)
      }),
    )
    console.log(`ColorChecker through Rec.709 and back: worst CIEDE2000 ${worst.toExponential(1)}`)
    expect(worst).toBeLessThan(0.05)
  })
})
