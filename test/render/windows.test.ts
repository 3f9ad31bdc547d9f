import { describe, expect, it } from 'vitest'
import type { Window } from '../../shared/doc/grade.ts'
import { boundProgram } from '../../shared/op/bound.ts'
import { Builder } from '../../shared/op/expr.ts'
import { sliceDraft } from '../../shared/render/draft.ts'
import { drawWindows } from '../../shared/render/mask.ts'
import { runKernel } from '../../shared/render/reference.ts'
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
  opacity: 1,
  carry: null,
  ...over,
})
/** The mask of each pixel; its kernel keeps to the canonical numbers. */
function masks(...windows: Window[]): (x: number, y: number) => number {
  const b = new Builder()
  const mask = drawWindows(b, windows, [WIDTH, HEIGHT])!
  const planes = new Map<string, Float32Array>()
  for (const stage of sliceDraft(b, [mask, mask, mask], 'm')) {
    if (stage.kind === 'field') planes.set(stage.writes[0], Float32Array.from(stage.field.data))
    if (stage.kind !== 'kernel') continue
    expect(boundProgram(stage.program, stage.coefficients, stage.tables)).toBeNull()
    const read = stage.reads.map((name) => planes.get(name) ?? new Float32Array(WIDTH * HEIGHT))
    planes.set('r', runKernel(stage, read, WIDTH, HEIGHT)[0]!)
  }
  const plane = planes.get('r')!
  return (x, y) => plane[y * WIDTH + x]!
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

/** Distance to a closed polygon and whether a place is in it, in the plain way. */
function toPolygon(points: readonly (readonly [number, number])[], px: number, py: number): number {
  let [least, inside] = [Infinity, false]
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length]!
    const t = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    const u = Math.min(1, Math.max(0, t))
    least = Math.min(least, Math.hypot(px - ax - u * (bx - ax), py - ay - u * (by - ay)))
    if (ay <= py !== by <= py && ax + ((py - ay) * (bx - ax)) / (by - ay) < px) inside = !inside
  })
  return inside ? least : -least
}
const pathOf = (points: readonly (readonly [number, number])[]) => points.flatMap(([x, y]) => [x, y, 0, 0, 0, 0])
const round = (n: number): [number, number][] =>
  Array.from({ length: n }, (_, i) => {
    const [a, r] = [(i / n) * 2 * Math.PI, pick(0.4, 0.9)]
    return [Math.fround(r * Math.cos(a)), Math.fround(r * Math.sin(a))]
  })

describe('[WIN3] polygons and curves', () => {
  it('[WIN3] are smooth by the distance to their outline, inside and outside each by its own softness', () => {
    for (let i = 0; i < 12; i++) {
      const points = round(3 + Math.floor(random() * 9))
      const [inside, outside] = [pick(0.1, 0.6), pick(0.1, 0.6)]
      const ramp = (soft: readonly [number, number]) => (px: number, py: number) =>
        smooth((toPolygon(points, px, py) + soft[1]) / (soft[0] + soft[1]))
      const path = pathOf(points)
      // Half of 1/256 of a pixel, on the steepest place of the edge.
      const most = (1.5 / (0.2 * (HEIGHT / 2)) / 512) * 65536 + 2
      expect(steps(masks(window('polygon', [], [inside, outside], { path })), ramp([inside, outside]))).toBeLessThan(
        most,
      )
      expect(steps(masks(window('curve', [], [inside], { path })), ramp([inside / 2, inside / 2]))).toBeLessThan(
        2 * most,
      )
    }
  })

  it('[WIN3] a polygon is straight whatever its handles, a curve goes along them: four points are a circle', () => {
    const k = 0.5522847498 * 0.6
    const path = [
      ...[-0.6, 0, 0, k, 0, -k],
      ...[0, -0.6, -k, 0, k, 0],
      ...[0.6, 0, 0, -k, 0, k],
      ...[0, 0.6, k, 0, -k, 0],
    ]
    const curve = masks(window('curve', [], [0.2, 0.2], { path }))
    const circle = masks(window('circle', [0, 0, 0.6, 0.6, 0], [0.2, 0.2]))
    // Four cubics are off a circle by 2.7e-4 of its radius.
    for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) expect(curve(x, y)).toBeCloseTo(circle(x, y), 2)
    const square = masks(window('polygon', [], [0], { path }))
    expect(steps(square, (px, py) => (Math.abs(px) + Math.abs(py) < 0.6 ? 1 : 0))).toBe(0)
  })

  it('[WIN3] the shape moves, scales and turns the path about its own origin', () => {
    const path = pathOf([
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ])
    const moved = masks(window('polygon', [0.2, -0.1, 1.2, 0.6, 90], [0], { path }))
    expect(steps(moved, (px, py) => (Math.abs(px - 0.2) < 0.3 && Math.abs(py + 0.1) < 0.6 ? 1 : 0))).toBe(0)
  })

  it('[WIN3] while it has no points enough to encircle anything it limits nothing', () => {
    for (const [kind, count] of [
      ['polygon', 2],
      ['curve', 1],
    ] as const) {
      const b = new Builder()
      expect(drawWindows(b, [window(kind, [], [0.1], { path: pathOf(round(count)) })], [WIDTH, HEIGHT])).toBeNull()
    }
  })
})

describe('[WIN4] softness and opacity of every kind', () => {
  it('[WIN4] a circle and a gradient with two softnesses have one inside and one outside', () => {
    const circle = masks(window('circle', [0, 0, 0.5, 0.5, 0], [0.3, 0.1]))
    expect(steps(circle, (px, py) => 1 - smooth((Math.hypot(px, py) - 0.2) / 0.4))).toBeLessThan(3)
    const half = masks(window('gradient', [0, 0, 0], [0.6, 0.2]))
    expect(steps(half, (_, py) => smooth((-py + 0.2) / 0.8))).toBeLessThan(2)
  })

  it('[WIN4] opacity scales what the window does, after its inversion: added, subtracted and intersected', () => {
    const top = window('gradient', [0, 0, 0], [0])
    const left = window('linear', [-2, -2, 0, -2, 0, 2, -2, 2], [0], { opacity: 0.25 })
    const spots = (mask: (x: number, y: number) => number) => [mask(5, 5), mask(60, 5), mask(5, 40), mask(60, 40)]
    expect(spots(masks({ ...top, opacity: 0.5 }))).toEqual([0.5, 0.5, 0, 0])
    expect(spots(masks({ ...top, opacity: 0.5, invert: true }))).toEqual([0, 0, 0.5, 0.5])
    expect(spots(masks(top, left))).toEqual([1, 1, 0.25, 0])
    expect(spots(masks(top, { ...left, combine: 'subtract' }))).toEqual([0.75, 1, 0, 0])
    expect(spots(masks(top, { ...left, combine: 'intersect' }))).toEqual([0.25, 0, 0, 0])
    expect(spots(masks({ ...top, opacity: 0 }))).toEqual([0, 0, 0, 0])
  })
})

describe('[WIN5] a track', () => {
  it('[WIN5] carries every kind of window, its softness with it', () => {
    // Moved, turned by 25° and grown by 1.2.
    const [co, si] = [1.2 * Math.cos(0.4363), 1.2 * Math.sin(0.4363)]
    const carry = [co, -si, 0.15, si, co, -0.1]
    const kinds: [Window['kind'], number[], number[], Partial<Window>][] = [
      ['circle', [0.1, 0, 0.4, 0.3, 20], [0.2, 0.3], {}],
      ['linear', [-0.4, -0.3, 0.5, -0.4, 0.4, 0.4, -0.5, 0.3], [0.3, 0.4, 0.35, 0.5], {}],
      ['gradient', [0.1, 0.05, 35], [0.3], {}],
      ['polygon', [0.1, 0, 1, 1, 0], [0.2, 0.3], { path: pathOf(round(7)) }],
      [
        'curve',
        [0, 0, 1, 1, 10],
        [0.2, 0.3],
        { path: pathOf(round(5)).map((x, i) => (i % 6 < 2 ? x : pick(-0.1, 0.1))) },
      ],
    ]
    for (const [kind, shape, soft, over] of kinds) {
      const still = window(kind, shape, soft, over)
      const carried = masks({ ...still, carry })
      // The window at rest, its mask read at the place that a pixel comes from, between the four pixels around it.
      const rest = masks(still)
      let most = 0
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 0; x < WIDTH; x++) {
          const [px, py] = [at(x, y)[0] - 0.15, at(x, y)[1] + 0.1]
          const [qx, qy] = [(co * px + si * py) / 1.44, (-si * px + co * py) / 1.44]
          const [u, v] = [((qx + WIDTH / HEIGHT) * HEIGHT) / 2 - 0.5, ((qy + 1) * HEIGHT) / 2 - 0.5]
          const [i, j] = [Math.floor(u), Math.floor(v)]
          if (i < 0 || j < 0 || i + 1 >= WIDTH || j + 1 >= HEIGHT) continue
          const across = (row: number) => rest(i, row) + (u - i) * (rest(i + 1, row) - rest(i, row))
          most = Math.max(most, Math.abs(carried(x, y) - (across(j) + (v - j) * (across(j + 1) - across(j)))))
        }
      // What reading between pixels is off by on an edge of 0.3 and more.
      expect(most, kind).toBeLessThan(0.04)
    }
  })

  it('[WIN5] that does not move leaves every bit', () => {
    for (const kind of ['circle', 'linear', 'gradient', 'polygon'] as const) {
      const still = window(kind, [], [0.2], { path: pathOf(round(6)) })
      const [one, other] = [masks(still), masks({ ...still, carry: [1, 0, 0, 0, 1, 0] })]
      expect(steps(one, () => 2)).toBeGreaterThan(0)
      for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) expect(other(x, y)).toBe(one(x, y))
    }
  })
})
