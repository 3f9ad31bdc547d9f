import { describe, expect, it } from 'vitest'
import { boxOf, discOf, filterOf, LEAST_SIGMA, reachOf } from '../../shared/op/blur.ts'
import { hold } from '../../shared/op/f32.ts'
import type { Pass } from '../../shared/op/pass.ts'
import { stridesOf } from '../../shared/render/box.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { renderReference, runPass } from '../../shared/render/reference.ts'
import type { Stage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, plan, randomOf } from './hostile.ts'

const RGB = ['r', 'g', 'b'] as const
const stageOf = (pass: Pass): Stage => ({ ...pass, reads: RGB, writes: RGB })
const held = (i: number, n: number): number => Math.min(Math.max(i, 0), n - 1)

/** One axis of three boxes in f64, by the definition: part of a pixel on each side, the ends going on beyond them. */
function boxes(line: readonly number[], { whole, part }: { whole: number; part: number }): number[] {
  const once = (from: readonly number[]): number[] =>
    from.map((_, i) => {
      let sum = part * (from[held(i - whole - 1, from.length)]! + from[held(i + whole + 1, from.length)]!)
      for (let j = -whole; j <= whole; j++) sum += from[held(i + j, from.length)]!
      return sum / (2 * whole + 1 + 2 * part)
    })
  return once(once(once(line)))
}

/** A plane through a function of lines, across and then down. */
function separable(
  plane: ArrayLike<number>,
  w: number,
  h: number,
  of: (line: readonly number[]) => number[],
): number[] {
  const rows = Array.from({ length: h }, (_, y) => of(Array.from({ length: w }, (_, x) => plane[y * w + x]!)))
  const out = new Array<number>(w * h)
  for (let x = 0; x < w; x++)
    of(rows.map((row) => row[x]!)).forEach((v, y) => {
      out[y * w + x] = v
    })
  return out
}

const random = randomOf(31)
/** Code values, what lies outside them, and a few that are as large as may be. */
const numbers = (n: number, scale = 1) =>
  Float32Array.from({ length: n }, () => (random() * 1.5 - 0.25) * (random() < 0.05 ? 300 : scale))

describe('[ENG17] boxes', () => {
  it('[ENG17] are three boxes each way with exact sums: within 2e-6 of f64, what lies outside 0 … 1 stays there', () => {
    let worst = 0
    for (const [w, h] of [
      [1, 1],
      [1, 9],
      [13, 1],
      [40, 23],
      [7, 64],
    ] as const)
      for (const sigma of [0.1, 0.5, 1, 2.3, 7.7, 40]) {
        const plane = numbers(w * h)
        const pass = boxOf('picture', sigma)
        const [got] = runPass(pass, [plane], w, h)
        const want = separable(plane, w, h, (line) => boxes(line, pass.across))
        const most = Math.max(1, ...plane.map(Math.abs))
        want.forEach((v, p) => {
          worst = Math.max(worst, Math.abs(got![p]! - v) / most)
        })
      }
    console.log(`boxes of a picture: worst error ${worst.toExponential(1)} of the largest value, or of 1`)
    expect(worst).toBeLessThan(2e-6)
  })

  it('[ENG17] of a mask end in whole 2^-16, each box rounded to one; nothing stays nothing and all stays all', () => {
    let worst = 0
    for (const [w, h] of [
      [1, 1],
      [1, 9],
      [13, 1],
      [40, 23],
      [300, 3],
    ] as const)
      for (const sigma of [0.1, 0.5, 1, 2.3, 7.7, 1000]) {
        const plane = numbers(w * h)
        const pass = boxOf('mask', sigma)
        const [got] = runPass(pass, [plane], w, h)
        const clipped = Float32Array.from(plane, (v) => Math.min(Math.max(v, 0), 1))
        separable(clipped, w, h, (line) => boxes(line, pass.across)).forEach((v, p) => {
          expect(Number.isInteger(got![p]! * 65536)).toBe(true)
          worst = Math.max(worst, Math.abs(got![p]! - v) * 65536)
        })
        for (const all of [0, 1])
          expect(new Set(runPass(pass, [plane.map(() => all)], w, h)[0])).toEqual(new Set([all]))
      }
    console.log(`boxes of a mask: worst error ${worst.toFixed(2)} steps of 2^-16`)
    // Half a step at the way in and at each of six boxes.
    expect(worst).toBeLessThan(3.6)
  })

  it('[ENG17] have the variance of the Gaussian they stand for, whatever its size, without a jump', () => {
    let before = 0
    for (let sigma = LEAST_SIGMA; sigma < 60; sigma *= 1.03) {
      const { whole, part, share } = reachOf(sigma)
      let sum = 2 * part * (whole + 1) * (whole + 1)
      for (let i = 1; i <= whole; i++) sum += 2 * i * i
      expect((3 * sum * share) / (sigma * sigma)).toBeCloseTo(1, 5)
      const width = 2 * whole + 1 + 2 * part
      expect(width).toBeGreaterThan(before)
      expect(width - before).toBeLessThan(before === 0 ? 2 : 0.2 + before * 0.05)
      before = width
    }
    // As many as fit: sums of 2,047 whole numbers of 2^20.
    expect(reachOf(1e9).whole).toBeLessThanOrEqual(1023)
  })

  it('[ENG17] are a Gaussian to within a sixteenth of its height from one pixel on', () => {
    for (const sigma of [1, 2, 5, 12]) {
      const n = 2 * Math.ceil(5 * sigma) + 1
      const point = Float32Array.from({ length: n }, (_, i) => (i === n >> 1 ? 1 : 0))
      const [got] = runPass(boxOf('picture', sigma), [point], n, 1)
      const peak = 1 / (sigma * Math.sqrt(2 * Math.PI))
      got!.forEach((v, i) => {
        const d = (i - (n >> 1)) / sigma
        expect(Math.abs(v - peak * Math.exp((-d * d) / 2))).toBeLessThan(peak / 16)
      })
    }
  })
})

describe('[ENG17] filters', () => {
  it('[ENG17] are separable Gaussians in whole 2^-20 that sum to one, the ends going on beyond the picture', () => {
    for (const [w, h] of [
      [1, 1],
      [1, 9],
      [40, 23],
    ] as const)
      for (const sigma of [0.3, 1, 2.7]) {
        const plane = numbers(w * h)
        const pass = filterOf([w, h], sigma)
        const reach = Math.ceil(3 * sigma)
        const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
          Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
        )
        const sum = weights.reduce((a, v) => a + v, 0)
        const want = separable(plane, w, h, (line) =>
          line.map((_, i) =>
            weights.reduce((all, v, j) => all + (v / sum) * line[held(i + j - reach, line.length)]!, 0),
          ),
        )
        const most = Math.max(1, ...plane.map(Math.abs))
        runPass(pass, [plane], w, h)[0]!.forEach((v, p) => {
          expect(Math.abs(v - want[p]!) / most).toBeLessThan(4e-6)
        })
        for (const { weights: own, count } of [pass.taps.across, pass.taps.down])
          for (let p = 0; p < own.length; p += count)
            expect(own.subarray(p, p + count).reduce((a, v) => a + v, 0)).toBe(1)
      }
  })
})

describe('[ENG17] spreads', () => {
  it('[ENG17] are the largest or least within a rectangle; three together a disc to within a pixel and a half', () => {
    const plane = numbers(40 * 23).map((v) => Math.floor(Math.min(Math.max(v, 0), 1) * 65536 + 0.5) / 65536)
    const out = runPass({ kind: 'spread', way: 'grow', across: 5, down: 2 }, [plane], 40, 23)[0]!
    for (let y = 0; y < 23; y++)
      for (let x = 0; x < 40; x++) {
        let most = 0
        for (let j = -2; j <= 2; j++)
          for (let i = -5; i <= 5; i++) most = Math.max(most, plane[held(y + j, 23) * 40 + held(x + i, 40)]!)
        expect(out[y * 40 + x]).toBe(most)
      }
    for (const radius of [1, 4, 11, 30]) {
      const size = 2 * radius + 5
      const point = new Float32Array(size * size)
      point[(size * size) >> 1] = 1
      const planes = discOf(radius).map(
        ([across, down]) => runPass({ kind: 'spread', way: 'grow', across, down }, [point], size, size)[0]!,
      )
      let area = 0
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) {
          if (!planes.some((one) => one[y * size + x] === 1)) continue
          area++
          expect(Math.hypot(x - (size >> 1), y - (size >> 1))).toBeLessThan(radius + 1.5)
        }
      expect(area / (Math.PI * radius * radius)).toBeGreaterThan(0.7)
    }
  })

  it('[ENG17] come by steps that at most triple', () => {
    for (const radius of [0, 1, 2, 5, 100]) expect(stridesOf(radius).reduce((a, v) => a + v, 0)).toBe(radius)
    expect(stridesOf(100)).toHaveLength(5)
  })
})

describe('[ENG17] passes on every executor', () => {
  const passes = (w: number, h: number, sigma: number): Pass[] => [
    boxOf('picture', sigma),
    boxOf('mask', sigma),
    { kind: 'spread', way: 'grow', across: Math.ceil(sigma), down: Math.ceil(sigma / 2) },
    { kind: 'spread', way: 'shrink', across: Math.ceil(sigma / 3), down: Math.ceil(sigma) },
    filterOf([w, h], sigma),
  ]

  it('[ENG17] WASM gives the bits of the reference on hostile planes, whatever their size', () => {
    const wasm = createWasm()
    for (let seed = 1; seed <= 60; seed++) {
      const own = randomOf(seed)
      const [w, h] =
        seed < 12
          ? [seed % 3 === 0 ? 1 : seed, seed % 2 === 0 ? 1 : seed]
          : [1 + Math.floor(own() * 70), 1 + Math.floor(own() * 40)]
      const source = frame(w, h, own)
      for (const pass of passes(w, h, 2 ** (own() * 12 - 5))) {
        // Taps are given what is held, in every plan; the rest hold what they read.
        const planes = pass.kind === 'filter' ? source.planes.map((plane) => plane.map(hold)) : source.planes
        const given = { ...source, planes: planes as unknown as SourceFrame['planes'] }
        const one = plan([w, h], [w, h], [stageOf(pass)])
        expect(differing(wasm.render(one, given), renderReference(one, given)), `seed ${seed}, ${pass.kind}`).toBe(0)
      }
    }
  })

  it('[ENG17] what is no number is 0, infinities and all beyond ±65,504 are that, and of a mask nothing or all', () => {
    const plane = Float32Array.of(Number.NaN, Infinity, -Infinity, 1e38, 1e-42, -0, 2, -3)
    const still: Pass = { kind: 'box', of: 'picture', across: reachOf(0), down: reachOf(0) }
    const [picture] = runPass(
      { ...still, across: { whole: 0, part: 0, share: 1 }, down: { whole: 0, part: 0, share: 1 } },
      [plane],
      8,
      1,
    )
    expect([...picture!]).toEqual([0, 65504, -65504, 65504, 0, 0, 2, -3])
    const [mask] = runPass({ kind: 'spread', way: 'grow', across: 0, down: 0 }, [plane], 8, 1)
    expect([...mask!]).toEqual([0, 1, 0, 1, 0, 0, 1, 0])
  })
})
