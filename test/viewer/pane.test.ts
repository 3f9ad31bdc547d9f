import { describe, expect, it } from 'vitest'
import { spotAt } from '../../client/hand/place.ts'
import { feedSize } from '../../client/panels/feed.ts'
import { DITHER_SIDE, dither, thresholds } from '../../client/viewer/dither.ts'
import { fitCodes, noFinish } from '../../client/viewer/fit.ts'
import { movingPane, type Pane, partOf, previewSize } from '../../client/viewer/pane.ts'
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
    // The viewer's own pixels do for a feed that is not much larger.
    expect(previewSize([969, 545, 0, 0, 969, 545, 1920, 1080], [1920, 1080])).toEqual([969, 545])
  })
})

describe('[STAGE9] while the picture moves', () => {
  const hd = [1920, 1080] as const
  it('[STAGE9] what is larger than the preview has the preview’s pixels, what is not has its own', () => {
    expect(movingPane([969, 545, 0, 0, 969, 545, 0, 0], hd)).toEqual([969, 545, 0, 0, 969, 545, 0, 0])
    expect(movingPane([969, 545, 0, 0, 969, 545, 1920, 1080], hd)).toEqual([969, 545, 0, 0, 969, 545, 969, 545])
    expect(movingPane([1938, 1090, 0, 0, 1938, 1090, 1280, 720], hd)).toEqual([1100, 619, 0, 0, 1100, 619, 1100, 619])
    expect(movingPane([640, 360, 0, 0, 640, 360, 320, 180], hd)).toEqual([640, 360, 0, 0, 640, 360, 320, 180])
    expect(movingPane([1938, 1090], hd)).toEqual([1938, 1090])
  })

  it('[STAGE9] zoomed in, all that can be seen lies inside, a preview’s pixel over at most, and a preview is as large as before', () => {
    for (const pane of [
      [900, 500, 3001, 1999, 9000, 5063, 0, 0],
      [500, 500, 8500, 4563, 9000, 5063, 1920, 1080],
      [1400, 700, 0, 13, 1500, 844, 0, 0],
    ] as const satisfies Pane[]) {
      const moving = movingPane(pane, hd)
      expect(previewSize(moving, hd)).toEqual(previewSize(pane, hd))
      const [a, b] = [partOf(pane), partOf(moving)]
      const [x, y] = [a.across / b.across, a.down / b.down]
      expect(b.left * x).toBeLessThanOrEqual(a.left)
      expect(b.top * y).toBeLessThanOrEqual(a.top)
      expect((b.left + moving[0]) * x).toBeGreaterThanOrEqual(Math.min(a.left + pane[0], a.across))
      expect((b.top + moving[1]) * y).toBeGreaterThanOrEqual(Math.min(a.top + pane[1], a.down))
      expect(moving[0]).toBeLessThanOrEqual(pane[0] / x + 2)
      expect(moving[1]).toBeLessThanOrEqual(pane[1] / y + 2)
      expect(b.left + moving[0]).toBeLessThanOrEqual(b.across)
      expect(b.top + moving[1]).toBeLessThanOrEqual(b.down)
    }
  })

  it('[STAGE9] a canvas and its feed are written into memory of their length', () => {
    const pane: Pane = [48, 27, 0, 0, 48, 27, 24, 14]
    const into = new ArrayBuffer((48 * 27 + 24 * 14) * 4)
    const pixels = fitCodes(picture(48, 27), [48, 27], pane, true, noFinish, into)
    expect(pixels.buffer).toBe(into)
    expect([...pixels]).toEqual([...fitCodes(picture(48, 27), [48, 27], pane, true)])
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

  it('[STAGE5] goes through the monitor LUT of its glass, and nothing else does', () => {
    const frame = picture(48, 27)
    const negative = (codes: Uint16Array) => codes.map((v) => 65535 - v)
    const pane: Pane = [48, 27, 0, 0, 48, 27, 24, 14]
    const both = fitCodes(frame, [48, 27], pane, false, { dither: false, lut: negative })
    expect([...both.subarray(0, 48 * 27 * 4)]).toEqual([...fitCodes(frame, [48, 27], [48, 27])])
    expect([...both.subarray(48 * 27 * 4)]).toEqual([...fitCodes(negative(frame), [48, 27], [24, 14])])
  })

  it('[STAGE5] is as large as its window holds', () => {
    expect(feedSize([1920, 1080], [1920, 1080])).toEqual([1920, 1080])
    expect(feedSize([1280, 720], [1920, 1080])).toEqual([1280, 720])
    expect(feedSize([1000, 1000], [1920, 1080])).toEqual([1000, 562])
  })
})

describe('[STAGE7] dither', () => {
  const on = { ...noFinish, dither: true }
  const level = (code: number) => Math.round((code * 65535) / 255)
  const reds = (pixels: ArrayLike<number>) => Array.from({ length: pixels.length / 4 }, (_, i) => pixels[i * 4]!)

  it('[STAGE7] a level between two codes is both of them in its share, at its own size, reduced, zoomed into and on the feed', () => {
    const from = [128, 64] as const
    for (const [share, code] of [
      [0.25, 100.25],
      [0.5, 7.5],
      [0.9, 250.9],
    ] as const) {
      const frame = new Uint16Array(from[0] * from[1] * 3).fill(level(code))
      const panes: readonly [string, Pane, boolean, number][] = [
        ['at its own size', [128, 64], false, 0],
        ['a row more', [128, 65], false, 0],
        ['reduced', [97, 49], false, 0],
        ['zoomed into', [100, 80, 30, 20, 1280, 640, 0, 0], false, 0],
        ['the feed reduced', [1, 1, 0, 0, 1, 1, 96, 48], false, 1],
        ['the feed enlarged', [1, 1, 0, 0, 1, 1, 192, 96], true, 1],
      ]
      for (const [name, pane, smooth, skip] of panes) {
        const made = reds(fitCodes(frame, from, pane, smooth, on)).slice(skip)
        expect(
          [...new Set(made)].sort((a, b) => a - b),
          name,
        ).toEqual([Math.floor(code), Math.floor(code) + 1])
        const above = made.filter((v) => v > code).length / made.length
        expect(Math.abs(above - share), `${name} ${code}`).toBeLessThan(0.03)
      }
    }
  })

  it('[STAGE7] black, white and whole codes stay; grey stays grey; a picture is the same every time, and a part of it the same as in the whole', () => {
    const codes = Uint16Array.from({ length: 256 * 3 * 4 }, (_, i) => (Math.floor(i / 3) % 256) * 257)
    for (const pane of [
      [256, 4],
      [128, 2],
    ] as const)
      for (const wide of [codes, codes.map((_, i) => (Math.floor(i / 6) % 128) * 2 * 257)]) {
        const [plain, made] = [fitCodes(wide, [256, 4], pane), fitCodes(wide, [256, 4], pane, false, on)]
        if (pane[0] === 256 || wide !== codes) expect([...made]).toEqual([...plain])
        for (let i = 0; i < made.length; i += 4) expect([made[i + 1], made[i + 2]]).toEqual([made[i], made[i]])
      }
    const frame = picture(96, 54)
    const whole = fitCodes(frame, [96, 54], [70, 40], false, on)
    expect([...fitCodes(frame, [96, 54], [70, 40], false, on)]).toEqual([...whole])
    const part = fitCodes(frame, [96, 54], [9, 7, 23, 11, 70, 40, 0, 0], false, on)
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 9; x++) expect(at(part, 9, x, y)).toEqual(at(whole, 70, 23 + x, 11 + y))
  })

  it('[STAGE7] what moves is not dithered in the viewer, and nothing is where it is off', () => {
    const frame = picture(48, 27)
    for (const pane of [
      [48, 27],
      [31, 17],
    ] as const) {
      expect([...fitCodes(frame, [48, 27], pane, true, on)]).toEqual([...fitCodes(frame, [48, 27], pane, true)])
      expect([...fitCodes(frame, [48, 27], pane, false, noFinish)]).toEqual([...fitCodes(frame, [48, 27], pane)])
    }
  })

  it('[STAGE7] its matrix is blue noise: each threshold once, and less than a third of what white noise has in large patches', () => {
    const matrix = thresholds()
    expect(new Set(matrix).size).toBe(DITHER_SIDE * DITHER_SIDE)
    expect([Math.min(...matrix) >= 255, Math.max(...matrix) <= 65535]).toEqual([true, true])
    expect([dither(3, 4), dither(3 + DITHER_SIDE, 4 - DITHER_SIDE)]).toEqual([dither(3, 4), dither(3, 4)])
    // Means of patches of 8 × 8: of independent thresholds they would lie 1/√12/8 of a code about the middle.
    const means = Array.from({ length: 64 }, (_, patch) => {
      let sum = 0
      for (let i = 0; i < 64; i++) sum += dither((patch % 8) * 8 + (i % 8), Math.floor(patch / 8) * 8 + (i >> 3))
      return sum / 64
    })
    const middle = means.reduce((a, b) => a + b) / 64
    expect(Math.abs(middle - 0.502)).toBeLessThan(0.001)
    const spread = Math.sqrt(means.reduce((sum, m) => sum + (m - middle) ** 2, 0) / 64)
    expect(spread).toBeLessThan(1 / Math.sqrt(12) / 8 / 3)
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
