import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/op/param.ts'
import { gradingPrimary } from '../../shared/ops/grading-primary.ts'
import * as formula from './grading-formula.ts'
import { around, f32, greys, held, styleOf, truth, worst, yrgb } from './grading-kit.ts'
import { distance, randomOf, runOp, type Triple } from './kit.ts'

/** A GradingPrimary in our controls. */
function primaryValues(style: string, p: formula.Primary): Record<string, Value> {
  const values: Record<string, Value> = { style: [style], [style === 'lin' ? 'pivot-lin' : 'pivot']: [p.pivot] }
  for (const id of ['brightness', 'contrast', 'gamma', 'offset', 'exposure', 'lift', 'gain'] as const)
    if (p[id]) values[id] = yrgb(p[id])
  const single = {
    saturation: 'saturation',
    pivotBlack: 'pivot-black',
    pivotWhite: 'pivot-white',
    clampBlack: 'clamp-black',
    clampWhite: 'clamp-white',
  } as const
  for (const [theirs, ours] of Object.entries(single)) {
    const v = p[theirs as keyof typeof single]
    if (v !== undefined) values[ours] = [v]
  }
  return values
}

/** Worst distance from `want` beyond what an ulp of the input and of each sum moves. */
function beyond(
  style: string,
  p: formula.Primary,
  inputs: readonly Triple[],
  got: readonly Triple[],
  want: readonly Triple[],
): number {
  return got.reduce((most, rgb, i) => {
    const [down, at, up] = [-1, 0, 1].map((nudge) => formula.primary(style, p, inputs[i]!, nudge))
    return rgb.reduce((more, v, c) => {
      const moved = Math.max(distance(up![c]!, at![c]!), distance(down![c]!, at![c]!))
      return Math.max(more, distance(v, held(want[i]![c]!)) - moved)
    }, most)
  }, 0)
}

describe('[OP12] GradingPrimary, at the vectors', () => {
  const files = ['grading-primary', 'grading-primary-lin'].map(truth)
  const cases = files.flatMap((file) =>
    file.cases.map((one) => [`${one.op} ${one.name}`, one, file.inputs[one.input]!] as const),
  )

  it.each(cases)('[OP12] %s of 2.6', (name, one, inputs) => {
    const [style, p] = [styleOf(one), one.params as unknown as formula.Primary]
    const got = runOp(gradingPrimary, primaryValues(style, p), inputs)
    const own = beyond(style, p, inputs, got, one.ref64!)
    const ocio = beyond(style, p, inputs, got, one.out)
    console.log(
      `${name}: from f64 ${worst(got, one.ref64!).toExponential(1)}, beyond an ulp ${own.toExponential(1)}, from OpenColorIO ${ocio.toExponential(1)}`,
    )
    expect(own).toBeLessThanOrEqual(2e-6)
    expect(ocio).toBeLessThanOrEqual(2e-5)
  })

  it('[OP12] 2.1.2 is the same but for its two faults, by name', () => {
    const { inputs, cases: old } = truth('grading-primary-212')
    const off = old.flatMap((one) => {
      const style = styleOf(one)
      const p = one.params as unknown as formula.Primary
      const got = runOp(gradingPrimary, primaryValues(style, p), inputs[one.input]!)
      return beyond(style, p, inputs[one.input]!, got, one.out) > 2e-5 ? [`${one.op} ${one.name}`] : []
    })
    expect(old.length).toBe(28)
    expect(off).toEqual([
      // A grade of saturation alone is taken for none (OpenColorIO pull request 1779).
      'GradingPrimary.log sat',
      'GradingPrimary.log sat0',
      'GradingPrimary.lin contrast_oneunit_channel',
      'GradingPrimary.lin sat',
      // Contrast or gamma of all channels is left out where that of one is exactly 1.
      'GradingPrimary.video gamma_oneunit_channel',
      'GradingPrimary.video sat',
    ])
  })
})

describe('[OP12] GradingPrimary, between the vectors and at its kinks', () => {
  const random = randomOf(20261127)
  const pick = (low: number, high: number) => f32(low + (high - low) * random())
  const four = (low: number, high: number) => [pick(low, high), pick(low, high), pick(low, high), pick(low, high)]
  const makers: readonly (readonly [string, () => formula.Primary])[] = [
    [
      'log',
      () => ({
        brightness: four(-50, 50),
        contrast: four(0.6, 1.6),
        gamma: four(0.7, 1.4),
        saturation: pick(0, 2),
        pivot: pick(-1, 1),
      }),
    ],
    [
      'lin',
      () => ({
        offset: four(-0.02, 0.02),
        exposure: four(-2, 2),
        contrast: four(0.6, 1.4),
        saturation: pick(0, 2),
        pivot: pick(-2, 2),
      }),
    ],
    [
      'video',
      () => ({
        lift: four(-0.05, 0.05),
        gain: four(0.7, 1.4),
        gamma: four(0.7, 1.4),
        offset: four(-0.05, 0.05),
        saturation: pick(0, 2),
        pivot: 0.18,
        pivotBlack: pick(-0.1, 0.1),
        pivotWhite: pick(0.8, 1.2),
      }),
    ],
  ]
  it.each(makers)('[OP12] %s', (style, make) => {
    let most = 0
    for (let i = 0; i < 60; i++) {
      const p = make()
      const inputs = Array.from({ length: 100 }, (): Triple => [pick(-0.3, 2), pick(-0.3, 2), pick(-0.3, 2)])
      const want = inputs.map((rgb) => formula.primary(style, p, rgb, 0))
      const off = beyond(style, p, inputs, runOp(gradingPrimary, primaryValues(style, p), inputs), want)
      expect(off, JSON.stringify(p)).toBeLessThanOrEqual(2e-6)
      most = Math.max(most, off)
    }
    console.log(`GradingPrimary ${style}: worst error beyond one ulp ${most.toExponential(1)}`)
  })

  it('[OP12] black, the pivots and the clamps from both sides', () => {
    const kinks = [
      ['log', { gamma: [1.5, 0.7, 1, 1.1], pivotBlack: 0.125, pivotWhite: 0.875, pivot: -0.2 }, [0.125, 0.875]],
      ['log', { contrast: [2, 0.5, 1, 1], pivot: -0.2 }, [0.4]],
      ['lin', { contrast: [2, 0.5, 1.2, 1], pivot: 0 }, [0, 2 ** -30, 0.18, 1]],
      [
        'video',
        { gain: [2, 0.5, 1, 1], clampBlack: 0.25, clampWhite: 0.75, pivot: 0.18 },
        [0.125, 0.25, 0.375, 0.5, 0.75, 1.5],
      ],
    ] as const
    for (const [style, p, at] of kinks) {
      const inputs = greys(at.flatMap((x) => [...around(x), ...around(-x)]))
      const settings = p as unknown as formula.Primary
      const want = inputs.map((rgb) => formula.primary(style, settings, rgb, 0))
      expect(
        beyond(style, settings, inputs, runOp(gradingPrimary, primaryValues(style, settings), inputs), want),
        style,
      ).toBeLessThanOrEqual(2e-6)
    }
  })
})
