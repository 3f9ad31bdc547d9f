import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import type { Value } from '../../shared/op/param.ts'
import { qualifier } from '../../shared/ops/qualifier.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference, runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing } from '../render/hostile.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'
import { toHsy } from './grading-formula.ts'
import { controls, randomOf, type Triple } from './kit.ts'

const f32 = Math.fround
type Settings = Record<string, Value>
/** The key of each colour. */
function keys(values: Settings, pixels: readonly Triple[]): Float32Array {
  const b = new Builder()
  const key = qualifier.key!(b, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), controls(qualifier, values))
  if (key === null) return new Float32Array(pixels.length).fill(1)
  const planes = [0, 1, 2].map((c) => Float32Array.from(pixels, (rgb) => rgb[c]!))
  return runKernel(kernelStage(b, [key], ['r', 'g', 'b'], ['k']), planes, pixels.length, 1)[0]!
}
const smooth = (t: number) => {
  const u = Math.min(Math.max(t, 0), 1)
  return u * u * (3 - 2 * u)
}
/** As the qualifier's doc says it. */
function formula(s: Settings, rgb: Triple): number {
  const of = (id: string, rest: number) => f32((s[id]?.[0] as number | undefined) ?? rest)
  const band = (id: string, x: number) => {
    const [low, high, under, over] = [
      of(`${id}-low`, 0),
      of(`${id}-high`, 1),
      of(`${id}-low-soft`, 0),
      of(`${id}-high-soft`, 0),
    ]
    const up = low <= 0 ? 1 : under === 0 ? (x >= low ? 1 : 0) : smooth((x - low + under) / under)
    return up * (high >= 1 ? 1 : over === 0 ? (x <= high ? 1 : 0) : smooth((high + over - x) / over))
  }
  const { h, s: sat, y } = toHsy(rgb, 'log')
  const [width, soft] = [of('hue-width', 1), of('hue-soft', 0)]
  const off = Math.abs(h - of('hue-center', 0.5))
  const near = Math.min(off, 1 - off)
  const hue = width >= 1 ? 1 : smooth((width / 2 + soft - near) / soft) * Math.min(16 * sat, 1)
  const mode = s.mode![0]
  const key =
    mode === 'rgb'
      ? band('red', rgb[0]) * band('green', rgb[1]) * band('blue', rgb[2])
      : band('lum', y) * (mode === 'hsl' ? band('sat', sat) * hue : 1)
  const [black, white] = [of('black-clip', 0) / 100, of('white-clip', 100) / 100]
  const clipped = Math.min(Math.max((key - black) / (white - black), 0), 1)
  return s.invert?.[0] === 'on' ? 1 - clipped : clipped
}
const random = randomOf(20261207)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const colours = (n: number): Triple[] =>
  Array.from({ length: n }, () => [pick(-0.1, 1.2), pick(-0.1, 1.2), pick(-0.1, 1.2)])
/** Worst distance from the formula in steps of 2^-16, less what an ulp of a channel moves. */
function off(s: Settings, pixels: readonly Triple[]): number {
  const got = keys(s, pixels)
  return pixels.reduce((most, rgb, i) => {
    const want = formula(s, rgb)
    const near = [0, 1, 2].flatMap((c) =>
      [1, -1].map((sign) => formula(s, rgb.map((x, k) => (k === c ? x + sign * 1.2e-7 : x)) as unknown as Triple)),
    )
    return Math.max(most, (Math.abs(got[i]! - want) - near.reduce((sum, one) => sum + Math.abs(one - want), 0)) * 65536)
  }, 0)
}
const band = (id: string): Settings => {
  const low = pick(0.05, 0.5)
  return {
    [`${id}-low`]: [low],
    [`${id}-high`]: [pick(low, 0.95)],
    [`${id}-low-soft`]: [pick(0.02, 0.3)],
    [`${id}-high-soft`]: [pick(0.02, 0.3)],
  }
}

describe('[OP15] the qualifier', () => {
  const makers: readonly (readonly [string, () => Settings])[] = [
    [
      'hsl',
      () => ({
        ...band('sat'),
        ...band('lum'),
        'hue-center': [pick(0, 1)],
        'hue-width': [pick(0.05, 0.6)],
        'hue-soft': [pick(0.02, 0.3)],
      }),
    ],
    ['hsl', () => ({ ...band('lum'), ...(random() < 0.5 && band('sat')) })],
    ['rgb', () => ({ ...band('red'), ...band('green'), ...band('blue') })],
    [
      'luma',
      () => ({
        ...band('lum'),
        'black-clip': [pick(0, 48)],
        'white-clip': [pick(52, 100)],
        invert: [random() < 0.5 ? 'on' : 'off'],
      }),
    ],
  ]
  it.each(makers)('[OP15] %s is the formula it declares, within a few steps of 2^-16', (mode, make) => {
    let most = 0
    for (let i = 0; i < 40; i++) most = Math.max(most, off({ mode: [mode], ...make() }, colours(200)))
    console.log(`qualifier ${mode}: worst error ${most.toFixed(2)} steps of 2^-16`)
    expect(most).toBeLessThanOrEqual(4)
  })

  it('[OP15] from both sides of each bound: a band without softness is a step that takes its bounds in', () => {
    const greys = (...values: number[]): Triple[] => values.map((v) => [f32(v), f32(v), f32(v)])
    const step = { mode: ['luma'], 'lum-low': [0.25], 'lum-high': [0.75] }
    expect([...keys(step, greys(0.2499, 0.2501, 0.5, 0.7499, 0.7501, -3, 40))]).toEqual([0, 1, 1, 1, 0, 0, 0])
    expect([
      ...keys({ mode: ['rgb'], 'red-low': [0.25] }, [
        [0.25, 9, -9],
        [f32(0.25 - 1e-6), 0, 0],
      ]),
    ]).toEqual([1, 0])
    // A bound at its end bounds nothing, however far outside.
    expect([...keys({ mode: ['luma'], 'lum-low': [0.5] }, greys(0.4, 0.6, 60000))]).toEqual([0, 1, 1])
    expect([...keys({ mode: ['luma'], 'lum-high': [0.5] }, greys(0.4, 0.6, -60000))]).toEqual([1, 0, 1])
    expect([...keys({ mode: ['hsl'] }, greys(-60000, 0, 0.5, 60000))]).toEqual([1, 1, 1, 1])
    const soft = { mode: ['luma'], 'lum-low': [0.5], 'lum-low-soft': [0.25] }
    expect(off(soft, greys(0.25, 0.2500001, 0.2499999, 0.5, 0.4999999, 0.5000001, 0.375))).toBeLessThanOrEqual(1)
  })

  it('[OP15] hue goes the short way round, and a grey has none', () => {
    // Magenta is at 0; a reddish and a bluish one stand on either side of it.
    const s = { mode: ['hsl'], 'hue-center': [0.98], 'hue-width': [0.12], 'hue-soft': [0.02] }
    const [reddish, bluish, green, grey] = keys(s, [
      [0.7, 0.1, 0.66],
      [0.66, 0.1, 0.7],
      [0.1, 0.7, 0.1],
      [0.5, 0.5, 0.5],
    ])
    expect([reddish, bluish, green, grey]).toEqual([1, 1, 0, 0])
  })

  it('[OP15] limits its node with windows and key input, keyed from the node’s input; outside the pixels are bit-identical', () => {
    const s = session(64, 32)
    const picture = source(64, 32, (x) => [x < 32 ? 300 : 700, 512, 512])
    const W = 'w.aaaaaaaa'
    const draw = (more: Record<string, Value>) => {
      const entries = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'log.offset': [0.3, 0.3, 0.3], ...more }))
      const plan = compilePlan({ session: s, entries, clip: CLIP, frame: 0 })
      expect(plan.lacks).toEqual([])
      expect(differing(renderReference(plan, picture), createWasm().render(plan, picture))).toBe(0)
      return renderReference(plan, picture).planes[1]!
    }
    const none = draw({ 'log.offset': [0, 0, 0] })
    const all = draw({})
    // The offset lifts the dark half over the bound: what counts is the input.
    const keyed = { 'qualifier.mode': ['luma'], 'qualifier.lum-high': [0.4] }
    const got = draw(keyed)
    const both = draw({
      ...keyed,
      [`${W}/head`]: ['gradient', true, false, 'add', 'a', ''],
      [`${W}/shape`]: [0, 0, 0],
      [`${W}/soft`]: [0],
    })
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 64; x++) {
        const p = y * 64 + x
        expect(got[p]).toBe(x < 32 ? all[p] : none[p])
        expect(both[p]).toBe(x < 32 && y < 16 ? all[p] : none[p])
      }
  })
})
