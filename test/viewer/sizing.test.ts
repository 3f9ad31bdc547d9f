import { describe, expect, it } from 'vitest'
import { lockAt } from '../../client/state/lock-at.ts'
import {
  blankingFor,
  blankingShapes,
  isSized,
  numbersOf,
  outputLevel,
  shapeOf,
  sizingKeys,
  sizingRests,
  withNumbers,
} from '../../client/state/sizing-parts.ts'
import { isRest } from '../../shared/doc/diff.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { demoSession } from '../ui/kit/demo.ts'

const C = 'c.clip0001'

describe('[SIZE4] sizing and blanking under the hands', () => {
  it('[SIZE4] numbers are taken out of a stored tuple and put back, its words kept', () => {
    const input = ['fill', 0.5, 0, 2, 10, true, false]
    expect(numbersOf('input', input)).toEqual([0.5, 0, 2, 10])
    expect(withNumbers('input', input, [0, 1, 1, 0])).toEqual(['fill', 0, 1, 1, 0, true, false])
    expect(withNumbers('output', sizingRests.output, [1, 2, 3, 4])).toEqual([1, 2, 3, 4, false, false])
    expect(withNumbers('blanking', sizingRests.blanking, [0.1, 0, 0, 0])).toEqual([0.1, 0, 0, 0])
    for (const [control, rest] of Object.entries(sizingRests)) {
      expect(checkEntry('grade', `${C}/0/sizing/${control}`, rest)).toBeNull()
      expect(isRest(`${C}/0/sizing/${control}`, rest)).toBe(true)
    }
  })

  it('[SIZE4] a shape leaves a picture of that shape in the middle: bars above and below, or beside, and is known again', () => {
    for (const size of [
      [1920, 1080],
      [2048, 858],
      [1080, 1920],
    ] as const)
      for (const shape of blankingShapes) {
        const sides = blankingFor(shape, size)
        const [left, top, right, bottom] = sides
        expect([left, top]).toEqual([right, bottom])
        const seen = ((1 - left - right) * size[0]) / ((1 - top - bottom) * size[1])
        const wanted = shape === 1.33 ? 4 / 3 : shape === 1.66 ? 5 / 3 : shape === 1.77 ? 16 / 9 : shape
        expect(Math.abs(seen - wanted) / wanted, `${size} ${shape}`).toBeLessThan(0.002)
        if (sides.some((v) => v > 0)) expect(shapeOf(sides.map(Math.fround) as never, size)).toBe(shape)
      }
    expect(blankingFor(1.77, [1920, 1080])).toEqual([0, 0, 0, 0])
    expect(shapeOf([0, 0.1, 0, 0], [1920, 1080])).toBeNull()
    // 2.39 of 1080 lines: 138 above and below.
    expect(Math.round(blankingFor(2.39, [1920, 1080])[1] * 1080)).toBe(138)
  })

  it('[SIZE4] output and blanking are the clip’s, or the timeline’s own; input is a clip’s alone', () => {
    expect([
      outputLevel('t', 'clip0001'),
      outputLevel('g.group001.pre', 'clip0001'),
      outputLevel(C, 'clip0001'),
    ]).toEqual(['t', C, C])
    expect(sizingKeys('t', '0')).toEqual(['t/0/sizing/output', 't/0/sizing/blanking'])
    expect(sizingKeys(C, '0')).toContain(`${C}/0/sizing/input`)
    const at = (key: string) => (key === `${C}/0/sizing/output` ? [0, 0, 1.1, 0, false, false] : undefined)
    expect([isSized(C, '0', at), isSized('t', '0', at), isSized(C, '0', () => sizingRests.input)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('[SIZE4] a lock on the sizing of a clip is found as its own, and closes no colour', () => {
    const lock = { id: 'lock0001', holder: null, rule: 'lock', reason: 'framed', region: [`${C}/*/sizing/`] }
    const session = { ...demoSession, locks: [lock] }
    expect(lockAt(session, { clip: 'clip0001', node: 'sizing' })).toBe(lock)
    expect(lockAt(session, { clip: 'clip0001', node: null })).toBeNull()
    expect(lockAt(session, { clip: 'clip0001', node: 'node0001' })).toBeNull()
  })
})
