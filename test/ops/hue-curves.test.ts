import { describe, expect, it } from 'vitest'
import { drawOp } from '../../shared/op/define.ts'
import { fitSpline, pointsOf, valueAt } from '../../shared/op/spline.ts'
import { hueCurves } from '../../shared/ops/hue-curves.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { differing } from '../render/hostile.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'
import { toHsy } from './grading-formula.ts'
import { beyondUlps, colours, controls, kernel, luma, randomOf, runOp, type Triple } from './kit.ts'

const f32 = Math.fround
const curves: Record<string, number[]> = {
  'hue-hue': [0, 0.02, 0.2, -0.1, 0.6, 0.125],
  'hue-sat': [0.1, 1.5, 0.3, 1, 0.6, 0.5, 0.8, 1],
  'hue-lum': [0, 1, 0.2, 1.75, 0.5, 0.5],
  'lum-sat': [0, 0.25, 0.5, 1, 1, 1.5],
  'sat-sat': [0, 1, 0.4, 1.5, 1, 0.75],
  'sat-lum': [0, 1, 0.5, 1.25, 1, 0.5],
}
const kind = (id: string) => (id.startsWith('hue') ? 'hue' : 'level')
/** As the operator's doc says it; keyed from `key`. */
function formula(s: Record<string, number[]>, rgb: Triple, key: Triple = rgb): Triple {
  const at = (id: string, x: number, rest: number) =>
    s[id] ? valueAt(fitSpline(kind(id), pointsOf(s[id].map(f32))), x) : rest
  const inside = (x: number) => Math.min(Math.max(x, 0), 1)
  const { h, s: far, y } = toHsy(key, 'log')
  const [sat, light, own] = [inside(far), inside(y), luma(rgb)]
  const [cb, cr] = [(rgb[2] - own) / 1.8556, (rgb[0] - own) / 1.5748]
  const angle = 2 * Math.PI * at('hue-hue', h, 0)
  const [co, si] = [Math.cos(angle), Math.sin(angle)]
  const [u, v] = [co * cb - si * cr, si * cb + co * cr]
  const gain = at('hue-sat', h, 1) * at('lum-sat', light, 1) * at('sat-sat', sat, 1)
  const [r, b] = [1.5748 * v * gain, 1.8556 * u * gain]
  const lift = 0.1 * ((at('hue-lum', h, 1) - 1) * sat + at('sat-lum', sat, 1) - 1)
  return [own + lift + r, own + lift - (0.2126 * r + 0.0722 * b) / 0.7152, own + lift + b]
}
const random = randomOf(20261204)
const pixels: Triple[] = [
  ...Array.from(
    { length: 400 },
    (): Triple => [f32(random() * 1.4 - 0.2), f32(random() * 1.4 - 0.2), f32(random() * 1.4 - 0.2)],
  ),
  // Where two channels change places, from both sides.
  ...[0.1, 0.5, 0.9].flatMap((v) =>
    [-6e-8, 0, 6e-8].flatMap((d): Triple[] => [
      [f32(v + d), f32(v), 0.3],
      [0.3, f32(v + d), f32(v)],
      [f32(v), 0.3, f32(v + d)],
    ]),
  ),
]

describe('[OP14] hue curves', () => {
  it.each([...Object.keys(curves), 'all'])(
    '[OP14] %s is the formula it declares, on both sides of each hue’s corner',
    (id) => {
      const s = id === 'all' ? curves : { [id]: curves[id]! }
      const off = beyondUlps(hueCurves, s, pixels, (rgb) => formula(s, rgb))
      console.log(`hue curves, ${id}: worst error beyond ulps ${off.toExponential(1)}`)
      expect(off).toBeLessThanOrEqual(2e-6)
    },
  )

  it('[OP14] are keyed from the node’s input, not from what they are given', () => {
    const turned = pixels.map(([r, g, b]): Triple => [b, r, g])
    const stage = kernel((b, rgb) => {
      const input = b.hold3(rgb)
      return drawOp(b, hueCurves, [input[2], input[0], input[1]], controls(hueCurves, curves), {
        working: logc3,
        input,
      })
    })
    colours(stage, pixels).forEach((rgb, i) => {
      const want = formula(curves, turned[i]!, pixels[i]!)
      for (const c of [0, 1, 2] as const) expect(Math.abs(rgb[c] - want[c])).toBeLessThan(2e-5)
    })
    // In a node: desaturated to grey before them, the hue is still the input's.
    const controlsOf = { 'primaries.saturation': [0], 'hue-curves.hue-lum': [0, 1, 0.1, 2, 0.3, 1] }
    const entries = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', controlsOf))
    const plan = compilePlan({ session: session(), entries, clip: CLIP, frame: 0 })
    const picture = source(16, 8, (x) => [500, x < 8 ? 512 : 420, x < 8 ? 512 : 640])
    const [red] = renderReference(plan, picture).planes
    expect(red![12]! - red![2]!).toBeGreaterThan(0.02)
    expect(differing(renderReference(plan, picture), createWasm().render(plan, picture))).toBe(0)
  })

  it('[OP14] leave greys to hue and saturation curves alone, and hue-hue leaves luma', () => {
    const grey: Triple[] = [0, 0.18, 0.9].map((v) => [f32(v), f32(v), f32(v)])
    for (const id of ['hue-hue', 'hue-sat', 'hue-lum', 'sat-sat', 'lum-sat'])
      runOp(hueCurves, { [id]: curves[id]! }, grey).forEach((rgb, i) => {
        for (const v of rgb) expect(Math.abs(v - grey[i]![0])).toBeLessThan(1e-7)
      })
    runOp(hueCurves, { 'hue-hue': curves['hue-hue']! }, pixels).forEach((rgb, i) => {
      expect(Math.abs(luma(rgb) - luma(pixels[i]!))).toBeLessThan(1e-6)
    })
  })
})
