import { describe, expect, it } from 'vitest'
import { eased, easedAt } from '../../shared/doc/keyframe.ts'
import { forEachSeed } from '../kit/seed.ts'

describe('keyframes', () => {
  const at = (frame: number, ease = 'linear') =>
    easedAt(
      [
        [20, ['static', 3, 8]],
        [10, [ease, 1, 4]],
        [30, ['linear', 0, 0]],
      ],
      frame,
    )

  it('[DOC12] they hold before the first and after the last, and are themselves on their frame', () => {
    expect([at(-5), at(10), at(20), at(30), at(99)]).toEqual([
      [1, 4],
      [1, 4],
      [3, 8],
      [0, 0],
      [0, 0],
    ])
  })

  it('[DOC12] static holds to the next one, linear goes straight, ease starts and ends slowly', () => {
    expect(at(29)).toEqual([3, 8])
    expect(at(15)).toEqual([2, 6])
    expect(at(15, 'ease')[0]).toBeCloseTo(2, 6)
    expect(at(12, 'ease')[0]).toBeLessThan(1.4)
    expect(at(18, 'ease')[0]).toBeGreaterThan(2.6)
  })

  it('[DOC12] an ease-in leaves slowly, an ease-out comes slowly, and each is the other one turned about', () => {
    expect(at(12, 'ease-in')[0]).toBeLessThan(1.4)
    expect(at(18, 'ease-in')[0]).toBeLessThan(2.6)
    expect(at(12, 'ease-out')[0]).toBeGreaterThan(1.4)
    expect(at(18, 'ease-out')[0]).toBeGreaterThan(2.6)
    // cubic-bezier(0.42, 0, 1, 1) and (0, 0, 0.58, 1) as browsers solve them.
    expect(eased(0.5, 'ease-in')).toBeCloseTo(0.31535, 4)
    expect(eased(0.5, 'ease-out')).toBeCloseTo(0.68464, 4)
    forEachSeed(200, (draw) => {
      const t = draw(1_000_000) / 1_000_000
      expect(eased(t, 'ease-in') + eased(1 - t, 'ease-out')).toBeCloseTo(1, 6)
    })
  })

  it('[DOC12] a number is computed in f64 and rounded to f32 once; what is no number holds', () => {
    const third = easedAt(
      [
        [0, ['linear', 0, 'a', true]],
        [3, ['linear', 1, 'b', false]],
      ],
      1,
    )
    expect(third).toEqual([Math.fround(1 / 3), 'a', true])
    expect(
      Object.is(
        easedAt(
          [
            [0, ['linear', -1]],
            [2, ['linear', 1]],
          ],
          1,
        )[0],
        0,
      ),
    ).toBe(true)
  })

  it('[DOC12] outlines of as many points go over into each other point by point; one of another count holds whole', () => {
    const [square, moved] = [Array.from({ length: 24 }, (_, i) => i), Array.from({ length: 24 }, (_, i) => i + 8)]
    const to = (path: readonly number[]) =>
      easedAt(
        [
          [0, ['linear', ...square]],
          [8, ['linear', ...path]],
        ],
        2,
      )
    expect(to(moved)).toEqual(square.map((x) => x + 2))
    expect(to(moved.slice(0, 18))).toEqual(square)
    expect(to([...moved, ...square.slice(0, 6)])).toEqual(square)
  })

  it('[DOC12] the cubic is that of ease-in-out: CSS’s numbers, symmetric, rising', () => {
    // cubic-bezier(0.42, 0, 0.58, 1) as browsers solve it.
    for (const [t, y] of [
      [0.1, 0.01972],
      [0.25, 0.12916],
      [0.5, 0.5],
      [0.75, 0.87084],
    ] as const)
      expect(eased(t)).toBeCloseTo(y, 4)
    forEachSeed(500, (draw) => {
      const t = draw(1_000_000) / 1_000_000
      expect(eased(t) + eased(1 - t)).toBeCloseTo(1, 6)
      expect(eased(t + 1e-4)).toBeGreaterThan(eased(t))
    })
    // The bits, so that no suite may solve it another way.
    expect(eased(1 / 3)).toBe(0.2317748331284869)
  })
})
