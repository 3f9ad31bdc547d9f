import { describe, expect, it } from 'vitest'
import {
  addPoint,
  count,
  fromPlot,
  linePath,
  movePoint,
  pickThree,
  planeOf,
  pointAt,
  pressed,
  removePoint,
  restPoint,
  splineOf,
  toPlot,
} from '../../client/hand/curve.ts'
import { checkValue } from '../../shared/op/check.ts'
import { isNeutral, type Param } from '../../shared/op/param.ts'
import { pointsOf, valueAt } from '../../shared/op/spline.ts'
import { ops } from '../../shared/ops/index.ts'
import { seeded } from '../kit/seed.ts'

const param = (op: string, control: string): Param => ops.find((o) => o.id === op)!.params[control]!
const red = param('curves', 'r')
const hueSat = param('hue-curves', 'hue-sat')
const all = ops.flatMap((op) =>
  Object.values(op.params)
    .filter(({ kind }) => kind === 'curve')
    .map((one) => [`${op.id}.${one.id}`, one] as const),
)
const size = [400, 200] as const
const legal = (one: Param, tuple: readonly number[]) => checkValue('curve', one, tuple.map(Math.fround))

describe('a curve in its plot', () => {
  it('[UI83] a place of the plot is a value and back; up is more', () => {
    const plane = planeOf(hueSat)
    expect(plane).toEqual({ x: [0, 1], y: [0, 2] })
    expect(toPlot(plane, 0.25, 2)).toEqual([0.25, 0])
    expect(fromPlot(plane, 0.25, 1)).toEqual([0.25, 0])
    for (const [x, y] of [
      [0.1, 0.3],
      [0.9, 1.7],
    ] as const) {
      const [right, down] = toPlot(plane, x, y)
      const back = fromPlot(plane, right, down)
      expect(back[0]).toBeCloseTo(x, 12)
      expect(back[1]).toBeCloseTo(y, 12)
    }
  })

  it('[UI83] a press takes the nearest point within nine pixels, whatever the plot’s shape', () => {
    const tuple = [0, 0, 0.5, 0.5, 0.53, 0.5, 1, 1]
    const plane = planeOf(red)
    expect(pointAt(plane, tuple, [200, 100], size)).toBe(1)
    expect(pointAt(plane, tuple, [207, 100], size)).toBe(2)
    expect(pointAt(plane, tuple, [200, 108], size)).toBe(1)
    expect(pointAt(plane, tuple, [200, 112], size)).toBeNull()
    expect(pointAt(plane, tuple, [2, 198], size)).toBe(0)
  })

  it('[UI84] a press near the line begins on it, elsewhere under the pointer, with Shift on it wherever', () => {
    const plane = planeOf(red)
    expect(pressed(red, plane, red.neutral, [100, 150], size, false)).toEqual([0.25, 0.25])
    expect(pressed(red, plane, red.neutral, [100, 145], size, false)).toEqual([0.25, 0.25])
    expect(pressed(red, plane, red.neutral, [100, 100], size, false)).toEqual([0.25, 0.5])
    expect(pressed(red, plane, red.neutral, [100, 100], size, true)).toEqual([0.25, 0.25])
  })

  it('[UI84] a point added on the line bends nothing of a straight curve, and a curve has room for 32', () => {
    const added = addPoint(red, red.neutral, 0.4, 0.4)!
    expect(added).toEqual({ tuple: [0, 0, 0.4, 0.4, 1, 1], index: 1 })
    expect(isNeutral(red, added.tuple.map(Math.fround))).toBe(true)
    let tuple: readonly number[] = red.neutral
    for (let i = 1; i < 31; i++) tuple = addPoint(red, tuple, i / 31, i / 31)!.tuple
    expect(count(tuple)).toBe(32)
    expect(addPoint(red, tuple, 0.5, 0.5)).toBeNull()
    expect(addPoint(red, [0, 0, 0.5, 0.5, 0.505, 0.6, 1, 1], 0.502, 0.5)).toBeNull()
  })

  it('[UI85] a point stops at its neighbours and at the ranges, and a hue’s ends at each other round the turn', () => {
    const tuple = [0, 0, 0.5, 0.5, 0.6, 0.7, 1, 1]
    expect(movePoint(red, tuple, 1, 0.9, 1.4)).toEqual([0, 0, 0.596, 1, 0.6, 0.7, 1, 1])
    expect(movePoint(red, tuple, 1, -1, -1).slice(2, 4)).toEqual([0.004, 0])
    expect(movePoint(red, tuple, 0, 0.2, 0.1).slice(0, 2)).toEqual([0.2, 0.1])
    const round = [0.1, 1, 0.5, 1.2, 0.9, 1]
    expect(movePoint(hueSat, round, 2, 2, 1)[4]).toBe(1)
    expect(movePoint(hueSat, [0, 1, 0.5, 1], 1, 2, 1)[2]).toBe(0.996)
    expect(movePoint(hueSat, [0.3, 1, 0.99, 1], 0, -1, 1)[0]).toBe(0)
  })

  it('[UI86] a point taken away leaves the others; an end, and each of the last two, goes to rest instead', () => {
    const tuple = [0, 0.1, 0.5, 0.6, 1, 0.9]
    expect(removePoint(red, tuple, 1)).toEqual([0, 0.1, 1, 0.9])
    expect(removePoint(red, tuple, 0)).toEqual([0, 0, 0.5, 0.6, 1, 0.9])
    expect(removePoint(red, [0, 0.1, 1, 0.9], 1)).toEqual([0, 0.1, 1, 1])
    expect(removePoint(hueSat, [0.1, 1.5, 0.5, 1, 0.8, 1], 0)).toEqual([0.5, 1, 0.8, 1])
    expect(restPoint(red, tuple, 1)).toEqual([0, 0.1, 0.5, 0.5, 1, 0.9])
    expect(restPoint(hueSat, [0, 1.5, 0.5, 1], 0)).toEqual([0, 1, 0.5, 1])
  })

  it('[UI87] a picked hue gets three points on the line: the outer two hold what is not meant', () => {
    const picked = pickThree(hueSat, hueSat.neutral, 1 / 3, 1 / 12)!
    expect(pointsOf(picked.tuple).map(([x]) => x)).toEqual([0, 0.25, 0.3333, 0.4167, 0.5])
    expect(picked.index).toBe(2)
    expect(isNeutral(hueSat, picked.tuple)).toBe(true)
    const lifted = movePoint(hueSat, picked.tuple, 2, 1 / 3, 1.6)
    const spline = splineOf(hueSat, lifted)
    for (const far of [0.02, 0.2, 0.6, 0.9]) expect(valueAt(spline, far)).toBeCloseTo(1, 6)
    // Beside the end of the turn the neighbours stand on its other side, and a second pick there takes the point that is there.
    const round = pickThree(hueSat, [0.3, 1, 0.6, 1], 0.02, 1 / 12)!
    expect(pointsOf(round.tuple).map(([x]) => x)).toEqual([0.02, 0.1033, 0.3, 0.6, 0.9367])
    expect(pickThree(hueSat, round.tuple, 0.025, 1 / 12)).toEqual({ tuple: round.tuple, index: 0 })
  })

  it('[UI83] the line drawn is the engine’s spline', () => {
    const tuple = [0, 0, 0.3, 0.6, 1, 1]
    const path = linePath(red, tuple, planeOf(red), 200, 100)
    const drawn = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const)
    expect(drawn).toHaveLength(101)
    const spline = splineOf(red, tuple)
    for (const [x, y] of drawn) expect(Math.abs(100 - 100 * valueAt(spline, x / 200) - y)).toBeLessThan(0.06)
  })

  it.each(all)('[UI85] whatever hands do to %s, it may stand: 400 gestures', (_, one) => {
    const draw = seeded(20261127)
    const share = () => draw(1 << 20) / (1 << 20)
    let tuple: readonly number[] = one.neutral
    let most = 0
    for (let i = 0; i < 400; i++) {
      const at = draw(count(tuple))
      const plane = planeOf(one)
      const [x, y] = fromPlot(plane, share() * 1.4 - 0.2, share() * 1.4 - 0.2)
      const gesture = draw(8)
      if (gesture < 4) tuple = addPoint(one, tuple, x, y)?.tuple ?? tuple
      else if (gesture < 6) tuple = movePoint(one, tuple, at, x, y)
      else if (gesture < 7) tuple = removePoint(one, tuple, at)
      else tuple = pickThree(one, tuple, x, 1 / 12)?.tuple ?? tuple
      most = Math.max(most, count(tuple))
      expect(legal(one, tuple), `gesture ${i} of ${JSON.stringify(tuple)}`).toBeNull()
    }
    expect(most).toBeGreaterThan(8)
  })
})
