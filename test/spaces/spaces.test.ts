import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawPieces } from '../../shared/op/draw.ts'
import { adapt, cones, invert, type Matrix, multiply, rgbToXyz } from '../../shared/op/matrix.ts'
import type { Space } from '../../shared/op/space.ts'
import { evaluate, type Pieces } from '../../shared/op/transfer.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { colours, distance, kernel, randomOf, type Triple } from '../ops/kit.ts'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../truth/${name}`, import.meta.url), 'utf8'))
const truth = read('transfer64.json') as {
  curves: Record<string, { encode: [number, number][]; decode: [number, number][] }>
  matrices: Record<string, Record<string, number[][]>>
}
const space = (id: string): Space => {
  const found = spaces.find((s) => s.id === id)
  if (found === undefined) throw new Error(`no space ${id}`)
  return found
}

/** Of HLG: reference white is code 0.75 (BT.2408), which its curve calls so much of its peak. */
const HLG_WHITE = 0.26496256042100724

/** Name in transfer64.json -> our space, and what its light is multiplied by to be ours. */
const curves: readonly (readonly [name: string, id: string, scale?: number])[] = [
  ['ARRI_LogC3_EI800', 'logc3-ei800-awg3'],
  ['ARRI_LogC4', 'logc4-awg4'],
  ['Sony_SLog3', 'slog3-sgamut3'],
  ['RED_Log3G10', 'log3g10-rwg'],
  ['Panasonic_VLog', 'vlog-vgamut'],
  ['Canon_Log2', 'clog2-cgamut'],
  ['Canon_Log3', 'clog3-cgamut'],
  ['BMD_Film_Gen5', 'bmd-film-gen5'],
  ['DaVinci_Intermediate', 'davinci-intermediate-wg'],
  ['ACEScct', 'acescct'],
  ['ACEScc', 'acescc'],
  ['sRGB', 'srgb'],
  ['Rec709_OETF', 'rec709-scene'],
  ['BT1886_2p4', 'rec709-bt1886'],
  ['PQ_nits_over_100', 'rec2100-pq'],
  ['HLG_scene', 'rec2100-hlg', 1 / HLG_WHITE],
]
const gamuts: readonly (readonly [string, string])[] = [
  ['ACES_AP0', 'aces2065-1'],
  ['ACES_AP1', 'acescg'],
  ['ARRI_WG3', 'logc3-ei800-awg3'],
  ['ARRI_WG4', 'logc4-awg4'],
  ['SGamut3', 'slog3-sgamut3'],
  ['SGamut3Cine', 'slog3-sgamut3-cine'],
  ['RED_WG', 'log3g10-rwg'],
  ['VGamut', 'vlog-vgamut'],
  ['CanonCG', 'clog2-cgamut'],
  ['DaVinciWG', 'davinci-intermediate-wg'],
  ['BMD_WG_Gen5', 'bmd-film-gen5'],
  ['Rec709', 'rec709-bt1886'],
  ['P3D65', 'p3-d65-gamma26'],
  ['P3DCI', 'p3-dci-gamma26'],
  ['Rec2020', 'rec2020-bt1886'],
]

/** The pixel path of one direction, on grey values. */
const drawn = (pieces: Pieces, high: number, xs: readonly number[]): number[] =>
  colours(
    kernel((b, rgb) => b.hold3(drawPieces(b, pieces, high, b.hold3(rgb)))),
    xs.map((x): Triple => [x, x, x]),
  ).map(([r]) => r)

/** What one ulp of the input (2^-23 of it, and of 1/16 where a curve adds a constant before its log) moves in f64. */
const moved = (pieces: Pieces, x: number): number => {
  const ulp = Math.max(Math.abs(x), 1 / 16) / 8388608
  const at = evaluate(pieces, x)
  return Math.max(distance(evaluate(pieces, x + ulp), at), distance(evaluate(pieces, x - ulp), at))
}
const held = (x: number) => Math.min(Math.max(x, -65504), 65504)

describe('[OP6] every space, both directions', () => {
  it.each(curves.map(([name, id, scale]) => [name, id, scale ?? 1] as const))(
    '[OP6] the curve of %s in f64 is that of the published formula',
    (name, id, scale) => {
      const { encode, decode } = truth.curves[name]!
      const s = space(id)
      for (const [x, y] of encode)
        expect(distance(evaluate(s.fromLight, x * scale), y), `encode ${x}`).toBeLessThan(1e-11)
      for (const [y, x] of decode)
        expect(distance(evaluate(s.toLight, y), x * scale), `decode ${y}`).toBeLessThan(
          name.startsWith('PQ') ? 1e-9 : 1e-11,
        )
    },
  )

  it.each(spaces.map((s) => [s.id, s] as const))(
    '[OP6] the pixels of %s are its f64 curve, between the vectors too',
    (id, s) => {
      const random = randomOf(7)
      const codes = Array.from({ length: 3000 }, (_, i) => Math.fround(i < 1100 ? i / 1023 : random() * 1.1))
      const lights = Array.from({ length: 3000 }, (_, i) => Math.fround(i < 200 ? i / 1000 : 2 ** (random() * 24 - 18)))
      if (s.referred === 'scene') {
        codes.push(-0.05, -0.01)
        lights.push(-0.05, -0.01, -0.001)
      }
      let [toward, back] = [0, 0]
      const light = drawn(s.toLight, 1, codes)
      codes.forEach((x, i) => {
        const want = held(evaluate(s.toLight, x))
        const beyond = distance(light[i]!, want) - moved(s.toLight, x)
        toward = Math.max(toward, beyond)
      })
      const code = drawn(s.fromLight, 16, lights)
      lights.forEach((x, i) => {
        const beyond = distance(code[i]!, evaluate(s.fromLight, x)) - moved(s.fromLight, x)
        back = Math.max(back, beyond)
      })
      console.log(
        `${id}: worst to light ${toward.toExponential(1)}, from light ${back.toExponential(1)}, beyond an ulp`,
      )
      expect(toward).toBeLessThanOrEqual(2e-6)
      expect(back).toBeLessThanOrEqual(2e-6)
    },
  )

  it.each(spaces.map((s) => [s.id, s] as const))(
    '[OP6] the pixels of %s go over from piece to piece where its curve does, on both sides of each',
    (_, s) => {
      let [worst, tried] = [0, 0]
      for (const [pieces, high] of [
        [s.toLight, 1],
        [s.fromLight, 16],
      ] as const) {
        const ends = pieces.map(({ from }) => from).filter((from) => from > -Infinity)
        const near = ends.flatMap((from) =>
          [0, 1, 2, 3, 10, 100, 1e4, 1e5].flatMap((ulps) => {
            const step = ulps * Math.max(Math.abs(from) * 2 ** -23, 2 ** -32)
            return [Math.fround(from - step), Math.fround(from + step)]
          }),
        )
        const got = drawn(pieces, high, near)
        near.forEach((x, i) => {
          tried++
          worst = Math.max(worst, distance(got[i]!, held(evaluate(pieces, x))) - moved(pieces, x))
        })
      }
      console.log(`${s.id}: ${tried} places beside its ends, worst ${worst.toExponential(1)} beyond an ulp`)
      expect(tried).toBeGreaterThan(s.toLight.length > 1 ? 15 : -1)
      // The foot of PQ, below 6e-6 cd/m² (2^-24), is straight where the formula rises without measure (engine.md, "Tables").
      expect(worst).toBeLessThanOrEqual(s.fromLight.some(({ form }) => form === 'smooth') ? 3e-5 : 2e-6)
    },
  )

  it('[OP6] 18 % and the white of BT.2408 stand where it says in HLG and PQ', () => {
    const hlg = space('rec2100-hlg')
    expect(evaluate(hlg.fromLight, 1)).toBeCloseTo(0.75, 12)
    expect(evaluate(hlg.fromLight, 0.18)).toBeCloseTo(0.378, 3)
    expect(evaluate(hlg.toLight, 1) * HLG_WHITE).toBeCloseTo(1, 7)
    for (const [nits, code] of [
      [100, 0.5081],
      [203, 0.5807],
      [1000, 0.7518],
    ] as const)
      expect(evaluate(space('rec2100-pq').fromLight, nits / 100)).toBeCloseTo(code, 4)
  })

  it.each(spaces.map((s) => [s.id, s] as const))('[OP6] %s comes back from light', (_, s) => {
    for (let i = 0; i <= 100; i++) {
      const y = i / 100
      const x = evaluate(s.toLight, y)
      // A maker's own break leaves up to 1e-4 at the foot of a log; above it the two are inverse.
      if (x < 65504 && y > 0.19) expect(Math.abs(evaluate(s.fromLight, x) - y), `code ${y}`).toBeLessThan(1e-7)
    }
  })

  it.each(gamuts)('[OP6] the primaries of %s give its matrices', (name, id) => {
    const s = space(id)
    const near = (m: Matrix, want: number[][], within: number) =>
      want.flat().forEach((v, i) => {
        expect(Math.abs(m[i]! - v)).toBeLessThan(within)
      })
    const t = truth.matrices[name]!
    const xyz = rgbToXyz(s.primaries, s.white)
    near(xyz, t.rgb_to_xyz!, 1e-12)
    near(invert(xyz), t.xyz_to_rgb!, 1e-11)
    for (const [key, other] of [
      ['ACES_AP0', 'aces2065-1'],
      ['ACES_AP1', 'acescg'],
      ['Rec709', 'rec709-bt1886'],
      ['Rec2020', 'rec2020-bt1886'],
    ] as const)
      for (const by of ['bradford', 'cat02'] as const) {
        const to = space(other)
        const m = multiply(invert(rgbToXyz(to.primaries, to.white)), multiply(adapt(s.white, to.white, by), xyz))
        near(m, t[`to_${key}_${by}`]!, 2e-6)
      }
    expect(Object.keys(cones)).toEqual(['bradford', 'cat02'])
  })
})
