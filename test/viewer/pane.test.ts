import { describe, expect, it } from 'vitest'
import { spotAt } from '../../client/hand/place.ts'
import { feedSize } from '../../client/panels/feed.ts'
import { dither } from '../../client/viewer/enlarge.ts'
import { fitCodes, previewSize } from '../../client/viewer/fit.ts'
import type { Pane } from '../../client/viewer/pane.ts'
import { judderOf, refreshOf } from '../../client/viewer/refresh.ts'
import { pixelWords } from '../../client/words/pixel-words.ts'

const picture = (w: number, h: number) =>
  Uint16Array.from({ length: w * h * 3 }, (_, i) => (i * 7919 + (i % 3) * 12345) % 65536)
const at = (pixels: ArrayLike<number>, width: number, x: number, y: number) =>
  [0, 1, 2, 3].map((c) => pixels[(y * width + x) * 4 + c])

describe('[STAGE2] a pane onto the picture', () => {
  it('[STAGE2] holds the pixels that the whole would have there, reduced and enlarged', () => {
    const frame = picture(48, 27)
    for (const [across, down] of [
      [31, 17],
      [48, 27],
      [480, 270],
    ] as const) {
      const whole = fitCodes(frame, [48, 27], [across, down])
      const [left, top, w, h] = [Math.floor(across / 3), Math.floor(down / 4), 9, 7]
      const part = fitCodes(frame, [48, 27], [w, h, left, top, across, down, 0, 0])
      expect(part.length).toBe(w * h * 4)
      for (let y = 0; y < h; y++)
        for (let x = 0; x < w; x++) expect(at(part, w, x, y)).toEqual(at(whole, across, left + x, top + y))
    }
  })

  it('[STAGE2] enlarged tenfold each pixel stands by itself; a preview goes from one to the next in straight lines', () => {
    const frame = Uint16Array.of(0, 0, 0, 65535, 65535, 65535)
    const plain = fitCodes(frame, [2, 1], [20, 1])
    expect([...new Set(Array.from({ length: 20 }, (_, x) => plain[x * 4]))]).toEqual([0, 255])
    const smooth = Array.from({ length: 20 }, (_, x) => fitCodes(frame, [2, 1], [20, 1], true)[x * 4]!)
    expect([smooth[0], smooth[4], smooth[15], smooth[19]]).toEqual([0, 0, 255, 255])
    for (let x = 5; x < 15; x++) expect(smooth[x]! - smooth[x - 1]!).toBeGreaterThan(10)
    expect(
      fitCodes(new Uint16Array(36).fill(0x8123), [4, 3], [13, 9], true).every(
        (v, i) => v === (i % 4 === 3 ? 255 : 129),
      ),
    ).toBe(true)
  })

  it('[STAGE2] a preview is as large as the picture would stand, whatever can be seen of it', () => {
    expect(previewSize([400, 300, 50, 50, 800, 450, 0, 0], [1920, 1080])).toEqual([800, 450])
    expect(previewSize([400, 300, 50, 50, 9000, 5063, 0, 0], [1920, 1080])).toEqual([1100, 619])
    expect(previewSize([400, 225, 0, 0, 400, 225, 1920, 1080], [1920, 1080])).toEqual([1100, 619])
  })
})

describe('[STAGE5] the clean feed', () => {
  it('[STAGE5] lies behind the canvas: the whole picture, whatever part the canvas shows', () => {
    const frame = picture(48, 27)
    const pane: Pane = [5, 4, 100, 90, 480, 270, 24, 14]
    const both = fitCodes(frame, [48, 27], pane)
    expect(both.length).toBe((5 * 4 + 24 * 14) * 4)
    expect([...both.subarray(5 * 4 * 4)]).toEqual([...fitCodes(frame, [48, 27], [24, 14])])
  })

  it('[STAGE5] enlarged it is dithered: a level between two codes is both of them, in its share, and the same every time', () => {
    const level = Math.round((100.25 * 65535) / 255)
    const frame = new Uint16Array(8 * 6 * 3).fill(level)
    const feed = () => fitCodes(frame, [8, 6], [1, 1, 0, 0, 1, 1, 80, 60]).subarray(4)
    const values = feed().filter((_, i) => i % 4 === 0)
    expect([...new Set(values)].sort()).toEqual([100, 101])
    const share = values.reduce((n, v) => n + (v === 101 ? 1 : 0), 0) / values.length
    expect(Math.abs(share - 0.25)).toBeLessThan(0.03)
    expect([...feed()]).toEqual([...feed()])
    expect(dither(3, 4)).toBe(dither(3, 4))
    for (let i = 0; i < 1000; i++) {
      const v = dither(i * 31, i * 17)
      expect(v >= 0 && v < 1).toBe(true)
    }
  })

  it('[STAGE5] is as large as its window holds', () => {
    expect(feedSize([1920, 1080], [1920, 1080])).toEqual([1920, 1080])
    expect(feedSize([1280, 720], [1920, 1080])).toEqual([1280, 720])
    expect(feedSize([1000, 1000], [1920, 1080])).toEqual([1000, 562])
  })
})

describe('beside the picture', () => {
  it('[STAGE3] a place of the box is a place of the picture, in half heights from its middle', () => {
    const box = { x: 100, y: -50, width: 3200, height: 1800 }
    expect(spotAt(box, { clientX: 1700, clientY: 850 }, 16 / 9)).toEqual([0, 0])
    const [x, y] = spotAt(box, { clientX: 100, clientY: 1750 }, 16 / 9)
    expect([x, y]).toEqual([-16 / 9, 1])
  })

  it('[STAGE4] says the pixel, its codes without the grade and with it; what is not known or not exact is said so', () => {
    const known = { bare: [0, 32768, 65535], graded: [65535, 0, 6553], exact: true }
    expect(pixelWords([0.5, 0.999999], [1920, 1080], known)).toBe('x 960 y1079     0  512 1023 → 1023    0  102')
    expect(pixelWords([0, 0], [1920, 1080], { ...known, exact: false })).toContain('→≈1023')
    expect(pixelWords([0, 0], [1920, 1080], { ...known, bare: null })).toContain('   –    –    – →')
  })

  it('[STAGE6] a screen judders where its refreshes are no whole number a frame', () => {
    expect(judderOf(24, 60)).toBe(
      '24 frames a second judder on a screen of 60 Hz: set it to 48, 72, 96, 120 or 144 Hz.',
    )
    expect(judderOf(24000 / 1001, 59.94)).toContain('23.976 frames')
    for (const [fps, hz] of [
      [24, 48],
      [24, 120.1],
      [25, 50],
      [30, 59.95],
      [60, 60],
      [24000 / 1001, 71.93],
    ] as const)
      expect(judderOf(fps, hz), `${fps} ${hz}`).toBeNull()
    expect(judderOf(50, 60)).toContain('set it to 50, 100 or 150 Hz')
  })

  it('[STAGE6] a screen is timed by its median frame: a late one counts for nothing, too few say nothing', () => {
    const stamps = Array.from({ length: 61 }, (_, i) => i * 16.667 + (i > 30 ? 200 : 0))
    expect(refreshOf(stamps)).toBeCloseTo(60, 1)
    expect(refreshOf(stamps.slice(0, 10))).toBeNull()
  })
})
