import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buffersOf } from '../../client/viewer/scope-buffers.ts'
import { BINS, COLUMNS, countScopes, LEVELS, SIDE } from '../../shared/scope/counts.ts'
import { extentsOf, peakOf } from '../../shared/scope/extents.ts'
import { codeOfLevel, linesOf, SKIN_DEGREES, skinLine, targetsOf } from '../../shared/scope/graticule.ts'
import {
  chromaOf,
  dataCode,
  lumaOf,
  rec601,
  rec709,
  rec2020,
  videoCode,
  weightsFor,
} from '../../shared/scope/weights.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { randomOf } from '../ops/kit.ts'

const qc = JSON.parse(readFileSync(new URL('../truth/qc.json', import.meta.url), 'utf8')) as {
  vectorscope: Record<
    string,
    Record<
      string,
      Record<
        string,
        {
          Y: number
          Cb: number
          Cr: number
          angleDeg: number
          radius: number
          code10: { Y: number; Cb: number; Cr: number }
        }
      >
    >
  >
}
const all = ['waveform', 'parade', 'vectorscope', 'histogram'] as const
const frameOf = (width: number, height: number, at: (x: number, y: number) => readonly [number, number, number]) => {
  const frame = new Uint16Array(width * height * 3)
  for (let y = 0, o = 0; y < height; y++) for (let x = 0; x < width; x++, o += 3) frame.set(at(x, y), o)
  return frame
}
const sum = (counts: Uint32Array) => counts.reduce((a, b) => a + b, 0)

describe('[SCOPE1] the bars stand where the recommendations put them', () => {
  it.each([
    ['Rec709', rec709],
    ['Rec2020', rec2020],
    ['Rec601', rec601],
  ] as const)('[SCOPE1] %s: code, angle and radius of each target', (name, weights) => {
    const targets = targetsOf(weights)
    expect(targets.length).toBe(12)
    for (const target of targets) {
      const want = qc.vectorscope[name]![target.name]![`${target.percent}%`]!
      expect(target.code, `${name} ${target.name} ${target.percent}`).toEqual({
        y: want.code10.Y,
        cb: want.code10.Cb,
        cr: want.code10.Cr,
      })
      expect(Math.abs(target.cb - want.Cb)).toBeLessThan(1.5e-5)
      expect(Math.abs(target.cr - want.Cr)).toBeLessThan(1.5e-5)
      expect(Math.abs(target.angle - want.angleDeg)).toBeLessThan(2e-3)
      expect(Math.abs(target.radius - want.radius)).toBeLessThan(1.5e-5)
    }
  })

  it('[SCOPE1] a frame of 75 % bars fills those bins and no others', () => {
    const bars = [
      [1, 1, 1],
      [1, 1, 0],
      [0, 1, 1],
      [0, 1, 0],
      [1, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ]
    const value = Math.floor(0.75 * 65535 + 0.5)
    const frame = frameOf(70, 10, (x) => bars[Math.floor(x / 10)]!.map((on) => on * value) as [number, number, number])
    const { vectorscope, waveform, parade } = countScopes(frame, 70, 10, { kinds: all, weights: rec709 })
    const filled = [...vectorscope!.keys()].filter((i) => vectorscope![i]! > 0).sort((a, b) => a - b)
    const targets = targetsOf(rec709).filter(({ percent }) => percent === 75)
    const wanted = [[SIDE / 2, SIDE / 2], ...targets.map(({ bin }) => bin)].map(([cb, cr]) => cr! * SIDE + cb!)
    expect(filled).toEqual(wanted.sort((a, b) => a - b))
    for (const i of filled) expect(vectorscope![i]).toBe(100)
    // White, 721 of ten bits, in the first columns; red alone in the sixth.
    const level = (waveform: Uint32Array, column: number) => {
      const { low, high } = extentsOf(waveform)
      expect(low[column]).toBe(high[column])
      return low[column]!
    }
    const column = (bar: number) => Math.floor(((bar * 10 + 5) * COLUMNS) / 70)
    // A level is 1.7 codes: 720 is the middle of the one that 721 falls in.
    expect(level(waveform!, column(0))).toBe(value >> 7)
    expect(codeOfLevel(value >> 7, 'video10')).toBe(720)
    expect(level(waveform!, column(5))).toBe(lumaOf(rec709, value, 0, 0) >> 7)
    expect(parade!.map((channel) => level(channel, column(5)))).toEqual([value >> 7, 0, 0])
  })
})

describe('[SCOPE2] counts', () => {
  const random = randomOf(75)
  const [width, height] = [641, 37]
  const any = () => Math.floor(random() * 65536)
  const frame = frameOf(width, height, () => [any(), any(), any()])
  const counts = countScopes(frame, width, height, { kinds: all, weights: rec709 })

  it('[SCOPE2] every pixel is counted once in each', () => {
    const n = width * height
    for (const one of [counts.waveform!, ...counts.parade!, counts.vectorscope!, ...counts.histogram!])
      expect(sum(one)).toBe(n)
    expect(counts.waveform!.length).toBe(COLUMNS * LEVELS)
    expect(counts.histogram!.map(({ length }) => length)).toEqual([BINS, BINS, BINS, BINS])
    expect(peakOf(counts.histogram![0])).toBeGreaterThan(n / BINS)
  })

  it('[SCOPE2] and stands in the bin of its own formula', () => {
    const [y, cb, cr] = [new Uint32Array(COLUMNS * LEVELS), new Uint32Array(SIDE), new Uint32Array(SIDE)]
    for (let p = 0; p < width * height; p++) {
      const [r, g, b] = [frame[3 * p]!, frame[3 * p + 1]!, frame[3 * p + 2]!]
      const luma = lumaOf(rec709, r, g, b)
      y[Math.floor(((p % width) * COLUMNS) / width) * LEVELS + (luma >> 7)]!++
      cb[chromaOf(rec709.blue, b - luma) >> 1]!++
      cr[chromaOf(rec709.red, r - luma) >> 1]!++
    }
    expect(counts.waveform).toEqual(y)
    const rows = new Uint32Array(SIDE)
    const columns = new Uint32Array(SIDE)
    counts.vectorscope!.forEach((n, i) => {
      rows[i >> 9]! += n
      columns[i & 511]! += n
    })
    expect([columns, rows]).toEqual([cb, cr])
  })

  it('[SCOPE2] whole luma and chroma are within a code of the real ones, over all there is', () => {
    let [worst, off, low, high] = [0, 0, 512, 512]
    for (const [weights, kr, kb] of [
      [rec709, 0.2126, 0.0722],
      [rec2020, 0.2627, 0.0593],
      [rec601, 0.299, 0.114],
    ] as const) {
      expect(weights.luma[0] + weights.luma[1] + weights.luma[2]).toBe(32768)
      for (let i = 0; i < 20000; i++) {
        const corner = () => (random() < 0.3 ? 65535 : random() < 0.5 ? 0 : any())
        const [r, g, b] = [corner(), corner(), corner()]
        const y = kr * r + (1 - kr - kb) * g + kb * b
        const luma = lumaOf(weights, r, g, b)
        off = Math.max(off, Math.abs(luma - y))
        const [cb, cr] = [chromaOf(weights.blue, b - luma), chromaOf(weights.red, r - luma)]
        low = Math.min(low, cb, cr)
        high = Math.max(high, cb, cr)
        worst = Math.max(
          worst,
          Math.abs(cb - 512 - (896 * (b - y)) / (2 * (1 - kb) * 65535)),
          Math.abs(cr - 512 - (896 * (r - y)) / (2 * (1 - kr) * 65535)),
        )
      }
    }
    console.log(`chroma in whole numbers: worst ${worst.toFixed(3)} of a ten-bit code`)
    expect(worst).toBeLessThan(0.55)
    expect(off).toBeLessThan(3)
    expect([low, high]).toEqual([64, 960])
  })

  it('[SCOPE2] a grey has no chroma, black and white stand at the ends', () => {
    const greys = frameOf(256, 1, (x) => [x * 257, x * 257, x * 257])
    for (const weights of [rec709, rec2020, rec601]) {
      const { vectorscope, waveform } = countScopes(greys, 256, 1, { kinds: all, weights })
      expect(vectorscope![(SIDE / 2) * SIDE + SIDE / 2]).toBe(256)
      expect(waveform![0]).toBe(1)
      expect(waveform![Math.floor((255 * COLUMNS) / 256) * LEVELS + LEVELS - 1]).toBe(1)
    }
    expect([videoCode(0), videoCode(65535), dataCode(0), dataCode(65535)]).toEqual([64, 940, 0, 1023])
  })

  it('[SCOPE2] the low pass is 1 2 1 along a row, its ends repeated, and moves no flat row', () => {
    const line = frameOf(5, 1, (x) => (x === 2 ? [65535, 65535, 65535] : [0, 0, 0]))
    const { waveform } = countScopes(line, 5, 1, { kinds: ['waveform'], weights: rec709, lowPass: true })
    const level = (x: number) => extentsOf(waveform!).high[Math.floor((x * COLUMNS) / 5)]
    expect([0, 1, 2, 3, 4].map(level)).toEqual([0, 16384 >> 7, 32768 >> 7, 16384 >> 7, 0])
    const flat = frameOf(64, 4, () => [1000, 2000, 3000])
    const both = [true, false].map((lowPass) =>
      countScopes(flat, 64, 4, { kinds: ['waveform'], weights: rec709, lowPass }),
    )
    expect(both[0]).toEqual(both[1])
  })

  it('[SCOPE2] every second row counts as the frame of those rows does, with and without the low pass', () => {
    for (const every of [2, 3, 40])
      for (const lowPass of [false, true]) {
        const rows = Array.from({ length: Math.ceil(height / every) }, (_, i) => i * every)
        const some = Uint16Array.from(rows.flatMap((y) => [...frame.subarray(3 * width * y, 3 * width * (y + 1))]))
        const options = { kinds: all, weights: rec709, lowPass }
        expect(countScopes(frame, width, height, { ...options, every })).toEqual(
          countScopes(some, width, rows.length, options),
        )
      }
  })

  it('[SCOPE2] counted in the memory of others, counts are the same, and what is of another size is left alone', () => {
    const options = { kinds: all, weights: rec709 }
    const [fresh, into] = [countScopes(frame, width, height, options), countScopes(frame, width, height, options)]
    for (const array of Object.values(into).flat()) array.fill(9)
    const again = countScopes(frame, width, height, { ...options, into })
    expect(again).toEqual(fresh)
    expect(again.parade![2]).toBe(into.parade![2])
    expect(new Set(buffersOf(again))).toEqual(new Set(buffersOf(into)))
    const short = new Uint32Array(7)
    const other = countScopes(frame, width, height, { ...options, into: { waveform: short } })
    expect(other).toEqual(fresh)
    expect([...short]).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  it('[SCOPE2] only what is asked for is counted, and a frame of another size is a bug', () => {
    expect(Object.keys(countScopes(frame, width, height, { kinds: ['parade'], weights: rec709 }))).toEqual(['parade'])
    expect(() => countScopes(frame, width, height + 1, { kinds: all, weights: rec709 })).toThrow('a frame of 641×38')
  })
})

describe('[SCOPE3] the graticule', () => {
  const space = (id: string) => spaces.find((s) => s.id === id)!
  it('[SCOPE3] has the lines of its scale', () => {
    const lines = (scale: Parameters<typeof linesOf>[0], id = 'rec709-bt1886') =>
      linesOf(scale, space(id)).map(({ label, at }) => `${label} ${at.toFixed(3)}`)
    expect(lines('percent')).toContain('50 0.500')
    expect(lines('data10').at(-1)).toBe('1023 1.000')
    expect([lines('video10')[0], lines('video10').at(-1)]).toEqual(['64 0.000', '940 1.000'])
    expect(lines('video12').at(-1)).toBe('3760 1.000')
    expect(lines('millivolt').at(-1)).toBe('700 1.000')
    expect(lines('nits', 'rec2100-pq')).toEqual(
      expect.arrayContaining(['100 0.508', '203 0.581', '1000 0.752', '10000 1.000']),
    )
    expect(lines('nits').at(-1)).toBe('100 1.000')
  })

  it('[SCOPE3] has a skin line at 123° and the weights of its output', () => {
    const [[x, y], [u, v]] = skinLine()
    expect((Math.atan2(v - y, u - x) * 180) / Math.PI).toBeCloseTo(SKIN_DEGREES, 9)
    expect(Math.hypot(u - x, v - y)).toBeCloseTo(224, 9)
    expect(
      ['rec709-bt1886', 'p3-d65-gamma26', 'rec2100-pq', 'rec2020-bt1886'].map((id) => weightsFor(space(id)).id),
    ).toEqual(['rec709', 'rec709', 'rec2020', 'rec2020'])
  })
})
