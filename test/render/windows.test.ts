import { describe, expect, it } from 'vitest'
import type { Window } from '../../shared/doc/grade.ts'
import { boundProgram } from '../../shared/op/bound.ts'
import { Builder } from '../../shared/op/expr.ts'
import { drawWindows } from '../../shared/render/mask.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { randomOf } from '../ops/kit.ts'

const [WIDTH, HEIGHT] = [64, 48]
const at = (x: number, y: number): readonly [number, number] => [
  (x + 0.5) * (2 / HEIGHT) - WIDTH / HEIGHT,
  (y + 0.5) * (2 / HEIGHT) - 1,
]
const smooth = (t: number) => {
  const u = Math.min(Math.max(t, 0), 1)
  return u * u * (3 - 2 * u)
}
const window = (kind: Window['kind'], shape: number[], soft: number[], over: Partial<Window> = {}): Window => ({
  id: 'aaaaaaaa',
  kind,
  on: true,
  invert: false,
  combine: 'add',
  order: 'a',
  name: '',
  shape,
  soft,
  path: [],
  ...over,
})
/** The mask of each pixel; its kernel keeps to the canonical numbers. */
function masks(...windows: Window[]): (x: number, y: number) => number {
  const b = new Builder()
  const lacks: string[] = []
  const mask = drawWindows(b, windows, [WIDTH, HEIGHT], (s) => lacks.push(s))!
  const stage = kernelStage(b, [mask], [], ['k'])
  expect(lacks).toEqual([])
  expect(boundProgram(stage.program, stage.coefficients, stage.tables)).toBeNull()
  const [plane] = runKernel(stage, [], WIDTH, HEIGHT)
  return (x, y) => plane![y * WIDTH + x]!
}
/** Worst distance from a formula of the place, in steps of 2^-16. */
function steps(got: (x: number, y: number) => number, want: (px: number, py: number) => number): number {
  let most = 0
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) most = Math.max(most, Math.abs(got(x, y) - want(...at(x, y))) * 65536)
  return most
}
const random = randomOf(20261206)
const pick = (low: number, high: number) => Math.fround(low + (high - low) * random())

/** Four half-planes, each by the distance of the place from the line through two corners. */
const fourSided =
  (corners: readonly (readonly [number, number])[], soft: readonly number[]) => (px: number, py: number) => {
    const middle = [0, 1].map((k) => corners.reduce((sum, c) => sum + c[k]!, 0) / 4) as [number, number]
    return corners.reduce((product, [x0, y0], i) => {
      const [x1, y1] = corners[(i + 1) % 4]!
      const length = Math.hypot(x1 - x0, y1 - y0)
      if (length === 0) return product
      const far = (x: number, y: number) => ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length
      const inside = far(px, py) * Math.sign(far(...middle))
      return product * smooth((inside + soft[i]! / 2) / soft[i]!)
    }, 1)
  }

describe('[OP10] linear and gradient windows', () => {
  it('[OP10] four sides are the product of four edges, each half inside and half outside, whichever way round, within two steps of 2^-16', () => {
    let most = 0
    for (let i = 0; i < 30; i++) {
      const corners = [
        [pick(-0.9, -0.2), pick(-0.9, -0.2)],
        [pick(0.2, 0.9), pick(-0.9, -0.2)],
        [pick(0.2, 0.9), pick(0.2, 0.9)],
        [pick(-0.9, -0.2), pick(0.2, 0.9)],
      ] as [number, number][]
      const soft = [pick(0.05, 0.8), pick(0.05, 0.8), pick(0.05, 0.8), pick(0.05, 0.8)]
      const want = fourSided(corners, soft)
      most = Math.max(most, steps(masks(window('linear', corners.flat(), soft)), want))
      const [back, softBack] = [[0, 3, 2, 1].map((k) => corners[k]!), [3, 2, 1, 0].map((k) => soft[k]!)]
      most = Math.max(most, steps(masks(window('linear', back.flat(), softBack)), want))
    }
    console.log(`linear window: worst error ${most.toFixed(2)} steps of 2^-16`)
    expect(most).toBeLessThanOrEqual(3)
  })

  it('[OP10] without softness a side is a step, three corners are a triangle, and one softness is that of all sides', () => {
    const square = masks(window('linear', [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5], [0]))
    expect(steps(square, (px, py) => (Math.abs(px) < 0.5 && Math.abs(py) < 0.5 ? 1 : 0))).toBe(0)
    const triangle = masks(window('linear', [-0.8, 0.61, 0.8, 0.61, 0, -0.8, 0, -0.8], [0]))
    const inside = (px: number, py: number) => py < 0.61 && py > -0.8 + (Math.abs(px) * 1.41) / 0.8
    expect(steps(triangle, (px, py) => (inside(px, py) ? 1 : 0))).toBe(0)
    const shape = [-0.5, -0.4, 0.6, -0.5, 0.5, 0.5, -0.6, 0.4]
    const [one, four] = [
      masks(window('linear', shape, [0.25])),
      masks(window('linear', shape, [0.25, 0.25, 0.25, 0.25])),
    ]
    expect(steps(one, () => 0)).toBeGreaterThan(60000)
    for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) expect(one(x, y)).toBe(four(x, y))
  })

  it('[OP10] a gradient is full on the far side of its line and nothing on the near one, turned clockwise', () => {
    for (let i = 0; i < 30; i++) {
      const [x, y, turn, soft] = [pick(-1, 1), pick(-1, 1), pick(-360, 360), pick(0.05, 2)]
      const angle = (turn * Math.PI) / 180
      const want = (px: number, py: number) =>
        smooth(((px - x) * Math.sin(angle) - (py - y) * Math.cos(angle) + soft / 2) / soft)
      expect(steps(masks(window('gradient', [x, y, turn], [soft])), want)).toBeLessThanOrEqual(1)
    }
    const up = masks(window('gradient', [0, 0, 0], [0]))
    expect([up(10, 5), up(10, 40)]).toEqual([1, 0])
    const right = masks(window('gradient', [0, 0, 90], [0]))
    expect([right(60, 20), right(4, 20)]).toEqual([1, 0])
  })

  it('[OP10] they invert and combine like circles', () => {
    const top = window('gradient', [0, 0, 0], [0])
    const left = window('linear', [-2, -2, 0, -2, 0, 2, -2, 2], [0])
    const spots = (mask: (x: number, y: number) => number) => [mask(5, 5), mask(60, 5), mask(5, 40), mask(60, 40)]
    expect(spots(masks(top, { ...left, combine: 'add' }))).toEqual([1, 1, 1, 0])
    expect(spots(masks(top, { ...left, combine: 'intersect' }))).toEqual([1, 0, 0, 0])
    expect(spots(masks(top, { ...left, combine: 'subtract' }))).toEqual([0, 1, 0, 0])
    expect(spots(masks({ ...top, invert: true }))).toEqual([0, 0, 1, 1])
  })
})
