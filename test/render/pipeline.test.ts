import { describe, expect, it } from 'vitest'
import type { Entries } from '../../shared/doc/grade.ts'
import { Builder } from '../../shared/op/expr.ts'
import { toneOf, toScene } from '../../shared/op/tone.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { decoding, drawDecoding } from '../../shared/render/decoding.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference, runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { CLIP, grade, session, source } from './kit.ts'

const plan = (entries: Entries, s = session()) => compilePlan({ session: s, entries, clip: CLIP, frame: 0 })
const grey = (code: number) => source(16, 8, () => [64 + 876 * code, 512, 512])
const centre = (s = session(), entries: Entries = grade(), frame = grey(0.391)) =>
  renderReference(plan(entries, s), frame).planes.map((p) => p[4 * 16 + 8]!)

describe('[OP9] what comes in and what goes out', () => {
  it('[OP9] legal range comes to 0 and 1, at each depth, range and matrix', () => {
    for (const depth of [8, 10, 12, 16] as const)
      for (const matrix of ['bt709', 'bt601', 'bt2020', 'rgb'] as const)
        for (const range of ['limited', 'full'] as const) {
          const { off, matrix: m } = decoding({ depth, matrix, range })
          const scale = 2 ** (depth - 8)
          const [black, white] = range === 'limited' ? [16 * scale, 235 * scale] : [0, 2 ** depth - 1]
          const chroma = matrix === 'rgb' ? null : 128 * scale
          const rgb = (v: number) => {
            const p = [v, chroma ?? v, chroma ?? v].map((x, i) => x - off[i]!)
            return [0, 3, 6].map((r) => m[r]! * p[0]! + m[r + 1]! * p[1]! + m[r + 2]! * p[2]!)
          }
          for (const v of rgb(black)) expect(v).toBeCloseTo(0, 12)
          for (const v of rgb(white)) expect(v).toBeCloseTo(1, 12)
        }
  })

  it('[OP9] and so it does on the pixels, white and black of every depth to an ulp', () => {
    for (const depth of [8, 10, 12, 16] as const)
      for (const range of ['limited', 'full'] as const) {
        const scale = 2 ** (depth - 8)
        const [black, white] = range === 'limited' ? [16 * scale, 235 * scale] : [0, 2 ** depth - 1]
        const b = new Builder()
        const out = drawDecoding(b, { depth, matrix: 'rgb', range }, [b.plane(0), b.plane(1), b.plane(2)])
        const planes = [0, 1, 2].map(() => Float32Array.of(black, white, Number.NaN))
        const [r] = runKernel(kernelStage(b, out), planes, 3, 1)
        expect(r![0]).toBe(0)
        expect(Math.abs(r![1]! - 1)).toBeLessThan(2 ** -22)
        expect(Math.abs(r![2]!)).toBeLessThan(0.08)
      }
  })

  it('[OP9] 75 % red in Rec.709, 10 bits limited, is 0.75 0 0', () => {
    const { off, matrix: m } = decoding({ depth: 10, matrix: 'bt709', range: 'limited' })
    const p = [204, 435, 848].map((x, i) => x - off[i]!)
    const rgb = [0, 3, 6].map((r) => m[r]! * p[0]! + m[r + 1]! * p[1]! + m[r + 2]! * p[2]!)
    ;[0.75, 0, 0].forEach((want, i) => {
      expect(Math.abs(rgb[i]! - want)).toBeLessThan(1.5e-3)
    })
  })

  it('[OP9] mid grey comes to 12 % of white: code 0.413, neutral', () => {
    const rgb = centre(session(), grade(), grey(evaluate(logc3.fromLight, 0.18)))
    for (const v of rgb) expect(Math.abs(v - 0.12 ** (1 / 2.4))).toBeLessThan(2e-4)
    const tone = toneOf(1)
    expect(tone.toDisplay(0.18)).toBeCloseTo(0.12, 12)
    expect(tone.toDisplay(128)).toBeCloseTo(1, 12)
  })

  it.each([1, 2, 10, 40, 100])(
    '[OP9] the tone to a peak of %s rises smoothly from 0 to it and has an inverse',
    (peak) => {
      const tone = toneOf(peak)
      const { toDisplay, hit, grey } = tone
      let last = -1
      for (let i = -120; i <= Math.floor(Math.log2(hit) * 10); i++) {
        const x = 2 ** (i / 10)
        const y = toDisplay(x)
        expect(y).toBeGreaterThan(last)
        expect(Math.abs(Math.log2(toScene(tone, y)) - i / 10)).toBeLessThan(1e-6)
        last = y
      }
      expect(toDisplay(0)).toBe(0)
      expect(toDisplay(0.18)).toBeCloseTo(grey, 12)
      expect(toDisplay(hit) / peak).toBeCloseTo(1, 12)
      // Below white a brighter display shows the same picture a little brighter, and what is above it further apart.
      if (peak > 1) expect(toDisplay(1) / toneOf(1).toDisplay(1)).toBeGreaterThan(grey / 0.12)
    },
  )

  it('[OP9] the tone at 100, 1,000 and 4,000 cd/m² is ACES 2.0’s but for where grey comes to', () => {
    // Academy, ACES 2 "Tone mapping": t_1, r_hit, c_t and what follows from them, for 10 nits of grey.
    for (const [nits, hit, grey] of [
      [100, 128, 1],
      [1000, 512, 1.46507],
      [4000, 743.191, 1.74507],
    ] as const) {
      const tone = toneOf(nits / 100)
      expect(tone.hit).toBeCloseTo(hit, 2)
      expect(tone.grey / 0.12).toBeCloseTo(grey, 4)
    }
  })

  it('[SPACE2] a space that this engine does not know is named, and no receipt can be given', () => {
    const pipeline = { working: 'logc9', output: 'rec709-bt1886' }
    expect(plan(grade(), { ...session(), pipeline }).lacks).toEqual([
      'This engine does not know the colour space logc9.',
    ])
    expect(plan(grade(), session(16, 8, { space: 'vlog9' })).lacks).toEqual([
      'This engine does not know the colour space vlog9.',
    ])
    expect(plan(grade(), { ...session(), pipeline: { working: 'acescct', output: 'rec2100-pq' } }).lacks).toEqual([])
  })

  it('[OP9] grey, white and the peak leave for each display where its tone puts them', () => {
    const at = (output: string, light: number) =>
      centre(
        { ...session(), pipeline: { working: 'logc3-ei800-awg3', output } },
        grade(),
        grey(evaluate(logc3.fromLight, light)),
      )
    for (const [output, code] of [
      ['rec709-bt1886', (y: number) => y ** (1 / 2.4)],
      ['rec2020-bt1886', (y: number) => y ** (1 / 2.4)],
      ['p3-d65-gamma26', (y: number) => y ** (1 / 2.6)],
      ['display-p3', (y: number) => 1.055 * y ** (1 / 2.4) - 0.055],
    ] as const)
      for (const light of [0.18, 1])
        for (const v of at(output, light)) expect(Math.abs(v - code(toneOf(1).toDisplay(light)))).toBeLessThan(3e-4)
    // 17.6 cd/m² of grey; 18 % in LogC3's own ten bits is 0.0004 off.
    for (const output of ['rec2100-pq', 'p3-d65-pq'])
      for (const v of at(output, 0.18)) expect(Math.abs(v - 0.34588)).toBeLessThan(3e-4)
  })

  it('[OP9] display media under no grade comes out as it went in', () => {
    const s = session(16, 8, { space: 'rec709-bt1886' })
    const frame = source(16, 8, (x, y) => [100 + 50 * x, 512 + 10 * (y - 4), 512 - 8 * (y - 4)])
    const p = plan(grade(), s)
    const { off, matrix: m } = decoding(s.media.get('media001')!)
    const out = renderReference(p, frame)
    let worst = 0
    for (let i = 0; i < 128; i++) {
      const yuv = frame.planes.map((plane, c) => plane[i]! - off[c]!)
      out.planes.forEach((plane, c) => {
        const want = m[3 * c]! * yuv[0]! + m[3 * c + 1]! * yuv[1]! + m[3 * c + 2]! * yuv[2]!
        if (want >= 0 && want <= 0.98) worst = Math.max(worst, Math.abs(plane[i]! - want))
      })
    }
    console.log(`display media through the working space and back: worst ${worst.toExponential(1)}`)
    expect(worst).toBeLessThan(1e-4)
  })
})
