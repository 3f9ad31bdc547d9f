import { describe, expect, it } from 'vitest'
import { CELLS, fillSpline } from '../../shared/op/cells.ts'
import type { OpDef } from '../../shared/op/define.ts'
import type { Value } from '../../shared/op/param.ts'
import { fitSpline, type Point, pointsOf, type Spline, valueAt } from '../../shared/op/spline.ts'
import { gradingHueCurve } from '../../shared/ops/grading-hue-curve.ts'
import { gradingRgbCurve } from '../../shared/ops/grading-rgb-curve.ts'
import * as formula from './grading-formula.ts'
import {
  around,
  type Case,
  f32,
  greys,
  type HueCurves,
  hueValues,
  kinds,
  named,
  styleOf,
  truth,
  worst,
} from './grading-kit.ts'
import { distance, randomOf, runOp, type Triple } from './kit.ts'

/** Largest second slope of a spline, and so what its table may be off by. */
const tableError = (spline: Spline): number => {
  const width = Math.max(1, spline.knots.at(-1)! - spline.knots[0]!) / CELLS
  return (Math.max(...spline.a.map((v) => 2 * Math.abs(v))) * width * width) / 8
}
const rounded = (stored: readonly number[]): Point[] => pointsOf(stored.map(f32))

describe('[OP12] GradingRGBCurve', () => {
  const { inputs, cases } = truth('grading-rgb-curve')
  const values = ({ params }: Case, style: string): Record<string, Value> => ({
    style: [style],
    ...Object.fromEntries(
      Object.entries(params).map(([id, points]) => [id === 'm' ? 'y' : id, (points as number[][]).flat()]),
    ),
  })
  it.each(named(cases))('[OP12] %s', (name, one) => {
    const off = worst(runOp(gradingRgbCurve, values(one, styleOf(one)), inputs[one.input]!), one.out)
    console.log(`${name}: from OpenColorIO ${off.toExponential(1)}`)
    expect(off).toBeLessThanOrEqual(styleOf(one) === 'lin' ? 5e-6 : 1e-6)
  })

  it('[OP12] between its points and knots a curve is its spline, and straight on outside', () => {
    const random = randomOf(3)
    let most = 0
    for (let i = 0; i < 60; i++) {
      const n = 2 + Math.floor(random() * 8)
      const xs = Array.from({ length: n }, (_, k) => (k + 0.2 + 0.6 * random()) / n)
      let y = -0.1
      const points = xs.flatMap((x) => [x, (y += (random() * 1.2) / n)])
      const spline = fitSpline('tone', rounded(points))
      const at = [
        ...spline.knots.flatMap(around),
        ...Array.from({ length: 300 }, () => f32(random() * 1.4 - 0.2)),
        -20,
        50,
      ]
      const got = runOp(gradingRgbCurve, { y: points }, greys(at))
      at.forEach((x, p) => {
        const [want, near] = [valueAt(spline, x), valueAt(spline, x + Math.abs(x) / 4194304)]
        most = Math.max(most, distance(got[p]![0], want) - Math.abs(near - want) - tableError(spline))
      })
    }
    console.log(`GradingRGBCurve: worst error beyond an ulp and the table’s own ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(5e-7)
  })
})

describe('[ENG1] a spline at even places', () => {
  it('[ENG1] is its value at each, bit for bit, past both ends and at the knots too', () => {
    const random = randomOf(5)
    for (let n = 2; n < 9; n++)
      for (const kind of ['tone', 'level', 'hue', 'turn', 'diagonal'] as const) {
        const points = Array.from({ length: n }, (_, k): Point => [(k + 0.1 + 0.7 * random()) / n, (k + random()) / n])
        // A knot on a place.
        const spline = fitSpline(kind, [[0.0625, points[0]![1] - 0.1], ...points.slice(1)])
        const [low, high] = [-0.25, 1.25]
        const values = new Float64Array(385)
        fillSpline(spline, low, high, values)
        const want = values.map((_, i) => valueAt(spline, low + (i * (high - low)) / 384))
        expect([...values.filter((y, i) => y !== want[i])], `${kind} of ${n} points`).toEqual([])
      }
  })
})

/** colour.md 3.9, in its order. */
function hueFormula(style: string, p: HueCurves, rgb: Triple): Triple {
  const at = (id: keyof typeof kinds, x: number, rest: number) =>
    p[id] ? valueAt(fitSpline(kinds[id], rounded(p[id].flat())), x) : rest
  const gain = (id: keyof typeof kinds, x: number) => Math.max(0, at(id, x, 1))
  const { h, s, y } = formula.toHsy(rgb, style)
  const lum = style === 'lin' ? formula.linToLog(y) : y
  const sat = Math.max(0, at('sat_sat', s, s)) * gain('lum_sat', lum) * gain('hue_sat', h)
  const [hueLum, satLum] = [1 - (1 - gain('hue_lum', h)) * Math.min(sat, 1), gain('sat_lum', sat)]
  const moved = at('lum_lum', lum, lum)
  const light = style === 'lin' ? formula.logToLin(moved) : moved
  const turned = at('hue_hue', h, h)
  const hue = turned - Math.floor(turned)
  return formula.fromHsy(
    {
      h: hue + at('hue_fx', hue, 0),
      s: sat,
      y: style === 'lin' ? light * hueLum * satLum : light + (hueLum + satLum - 2) * 0.1,
    },
    style,
  )
}

describe('[OP12] GradingHueCurve', () => {
  const { inputs, cases } = truth('grading-hue-curve')
  it.each(named(cases))('[OP12] %s', (name, one) => {
    const style = styleOf(one)
    const got = runOp(gradingHueCurve, hueValues(style, one.params as HueCurves), inputs[one.input]!)
    const own = worst(
      got,
      inputs[one.input]!.map((rgb) => hueFormula(style, one.params as HueCurves, rgb)),
    )
    const off = worst(got, one.out)
    console.log(`${name}: from f64 ${own.toExponential(1)}, from OpenColorIO ${off.toExponential(1)}`)
    expect(off).toBeLessThanOrEqual(2e-6)
    expect(own).toBeLessThanOrEqual(2e-6)
  })

  it.each(['log', 'video', 'lin'])(
    '[OP12] between the vectors, at each hue’s corner from both sides, dark and negative: %s',
    (style) => {
      const random = randomOf(5)
      const params = cases.filter((one) => styleOf(one) === style).map((one) => one.params as HueCurves)
      const corners = [0, 0.1, 0.3, 0.6].flatMap((v) =>
        [0.3, 0.6].flatMap((w) =>
          around(v).flatMap((near): Triple[] => [
            [near, w, f32(v)],
            [w, near, f32(v)],
            [near, f32(v), w],
            [w, f32(v), near],
          ]),
        ),
      )
      const pixels: Triple[] = [
        ...corners,
        ...Array.from({ length: 300 }, (): Triple => [f32(random() * 1.2 - 0.1), f32(random()), f32(random())]),
      ]
      if (style === 'lin')
        for (let i = 0; i < 60; i++) pixels.push([f32(random() * 0.02), f32(random() * 0.012), f32(random() * 0.02)])
      let most = 0
      for (const p of params) {
        const got = runOp(gradingHueCurve, hueValues(style, p), pixels)
        pixels.forEach((rgb, i) => {
          const want = hueFormula(style, p, rgb)
          // Hue is a ratio of differences: an ulp of one channel against another moves it.
          const near = [0, 1, 2].flatMap((c) =>
            [1, -1].map((sign) =>
              hueFormula(
                style,
                p,
                rgb.map((x, k) => (k === c ? x + (sign * (Math.abs(x) + 1e-3)) / 4194304 : x)) as unknown as Triple,
              ),
            ),
          )
          want.forEach((v, c) => {
            const moved = near.reduce((sum, one) => sum + distance(one[c]!, v), 0)
            most = Math.max(most, distance(got[i]![c]!, v) - moved)
          })
        })
      }
      console.log(`GradingHueCurve ${style}: worst error beyond an ulp of each channel ${most.toExponential(1)}`)
      expect(most).toBeLessThanOrEqual(style === 'lin' ? 5e-6 : 2e-6)
    },
  )

  it('[OP12] greys stay greys, and a hue goes round without a seam', () => {
    const p: HueCurves = {
      hue_hue: [
        [0, 0.02],
        [0.2, 0.22],
        [0.6, 0.63],
      ],
      hue_sat: [
        [0.05, 2],
        [0.4, 0.5],
        [0.9, 1.5],
      ],
    }
    const greysOut = runOp(gradingHueCurve, hueValues('log', p), greys([0, 0.18, 0.9, -0.2]))
    expect(greysOut.flat()).toEqual([0, 0.18, 0.9, -0.2].flatMap((v) => [f32(v), f32(v), f32(v)]))
    for (const kind of ['turn', 'hue'] as const) {
      const spline = fitSpline(kind, rounded((kind === 'turn' ? p.hue_hue! : p.hue_sat!).flat()))
      expect(valueAt(spline, 1) - (kind === 'turn' ? 1 : 0)).toBeCloseTo(valueAt(spline, 0), 6)
    }
  })
})

describe('[OP13] a curve through points', () => {
  const points: Point[] = [
    [0, 0.1],
    [0.2, 0.15],
    [0.5, 0.6],
    [0.55, 0.62],
    [1, 1],
  ]
  it.each(['tone', 'diagonal', 'level', 'hue', 'turn'] as const)(
    '[OP13] %s goes through its points without a break in value or slope, and rises where they do',
    (kind) => {
      const own = kind === 'hue' || kind === 'turn' ? points.slice(0, 4) : points
      const spline = fitSpline(kind, own)
      for (const [x, y] of own) expect(valueAt(spline, x)).toBeCloseTo(y, 9)
      for (const knot of spline.knots) {
        const [before, at, after] = [-1e-6, 0, 1e-6].map((d) => valueAt(spline, knot + d))
        expect(Math.abs((after! - at!) / 1e-6 - (at! - before!) / 1e-6)).toBeLessThan(1e-2)
      }
      const sampled = Array.from({ length: 500 }, (_, i) => valueAt(spline, (0.55 * i) / 499))
      expect(sampled.every((v, i) => i === 0 || v >= sampled[i - 1]! - 1e-12)).toBe(true)
    },
  )

  it('[OP13] a level curve never goes beyond the points beside it', () => {
    const wave: Point[] = [
      [0, 1],
      [0.2, 2],
      [0.4, 2],
      [0.6, 0.5],
      [0.8, 1],
      [1, 1],
    ]
    const spline = fitSpline('level', wave)
    for (let i = 0; i <= 1000; i++) {
      const x = i / 1000
      const k = Math.min(4, Math.floor(x * 5))
      const [low, high] = [Math.min(wave[k]![1], wave[k + 1]![1]), Math.max(wave[k]![1], wave[k + 1]![1])]
      expect(valueAt(spline, x)).toBeGreaterThanOrEqual(low - 1e-9)
      expect(valueAt(spline, x)).toBeLessThanOrEqual(high + 1e-9)
    }
  })

  it('[OP13] curves at rest, wherever their points lie on it, are absent', () => {
    const still: readonly (readonly [OpDef, Record<string, Value>])[] = [
      [gradingRgbCurve, { y: [0, 0, 0.25, 0.25, 1, 1], r: [0.5, 0.5, 2, 2] }],
      [
        gradingHueCurve,
        { 'hue-sat': [0, 1, 0.3, 1, 0.7, 1], 'hue-hue': [0.25, 0.25, 0.5, 0.5], 'hue-fx': [0, 0, 0.5, 0] },
      ],
    ]
    for (const [op, values] of still) {
      const inputs: Triple[] = [[-0.5, 0.1, 1.7]]
      expect(runOp(op, values, inputs)).toEqual(inputs.map((rgb) => rgb.map(f32)))
    }
  })
})
