import { describe, expect, it } from 'vitest'
import { boxed, closes, dragTangent, movePoints, placePoint, pullPoint, splitLine } from '../../client/hand/outline.ts'
import { type Drawn, handlesOf, outlineOf } from '../../client/hand/window.ts'
import { type Places, placeOf } from '../../client/state/window-place.ts'
import { restOutput, restSizing } from '../../shared/doc/sizing.ts'
import { flatten } from '../../shared/render/outline.ts'

/** A bend of three points, drawn as a hand does. */
const drawn = (): readonly number[] => {
  let path = pullPoint(placePoint([], [-0.5, 0.2]), [-0.4, -0.1])
  path = pullPoint(placePoint(path, [0.1, -0.4]), [0.4, -0.3])
  return pullPoint(placePoint(path, [0.5, 0.4]), [0.3, 0.6])
}
const curve: Drawn = { kind: 'curve', shape: [0.1, -0.1, 1.5, 0.8, 25], soft: [0.1, 0.1], path: drawn() }
const still: Drawn = { ...curve, shape: [] }
const handle = (window: Drawn, id: string) => handlesOf(window).find((one) => one.id === id)!

describe('[UI120] an outline drawn by hand', () => {
  it('[UI120] a press adds a corner, a drag its tangents, one the mirror of the other; a press on the first closes three', () => {
    const path = drawn()
    expect(path.slice(0, 6)).toEqual([-0.5, 0.2, -0.1, 0.3, 0.1, -0.3])
    expect(path.slice(12)).toEqual([0.5, 0.4, 0.2, -0.2, -0.2, 0.2])
    expect(placePoint([], [0.5, 0.4])).toEqual([0.5, 0.4, 0, 0, 0, 0])
    expect([closes(path, [-0.49, 0.21]), closes(path, [-0.4, 0.2]), closes(path.slice(0, 12), [-0.5, 0.2])]).toEqual([
      true,
      false,
      false,
    ])
    let long: readonly number[] = []
    for (let i = 0; i < 140; i++) long = placePoint(long, [i / 100, 0])
    expect(long.length).toBe(128 * 6)
  })

  it('[UI120] a tangent stands under the pointer; the other side turns with it and keeps its length, and broken off stays', () => {
    expect(handlesOf(curve).map(({ id }) => id)).toEqual([
      'in0',
      'out0',
      'in1',
      'out1',
      'in2',
      'out2',
      'point0',
      'point1',
      'point2',
    ])
    const to = [0.3, -0.7] as const
    const path = dragTangent(curve, 0, 'out', to, false)
    const at = handle({ ...curve, path }, 'out0').at
    expect(Math.hypot(at[0] - to[0], at[1] - to[1])).toBeLessThan(0.001)
    const [, , ix, iy, ox, oy] = path as unknown as [number, number, number, number, number, number]
    expect(Math.abs(ix * oy - iy * ox)).toBeLessThan(1e-3)
    expect(Math.hypot(ix, iy)).toBeCloseTo(Math.hypot(-0.1, 0.3), 3)
    const broken = dragTangent(still, 0, 'out', [0.2, 0.2], true)
    expect(broken.slice(0, 6)).toEqual([-0.5, 0.2, -0.1, 0.3, 0.7, 0])
    const after = dragTangent({ ...still, path: broken }, 0, 'out', [0, 0], false)
    expect(after.slice(2, 4)).toEqual([-0.1, 0.3])
  })

  it('[UI95] a point more on the line leaves the bend where it was; on a straight side it is a corner', () => {
    // In pixels of a picture of 1080 lines, whose pieces are some five long.
    const at = (path: readonly number[]) => flatten(path, false, [540, 0, 0, 0, 540, 0])
    const far = (spots: Float64Array, x: number, y: number) => {
      let least = Number.POSITIVE_INFINITY
      for (let i = 0; i < spots.length; i += 2) least = Math.min(least, Math.hypot(spots[i]! - x, spots[i + 1]! - y))
      return least
    }
    const before = at(still.path)
    for (const spot of [
      [-0.3, -0.3],
      [0.4, 0],
      [0, 0.35],
    ] as const) {
      const more = splitLine(still, spot)!
      expect(more.length).toBe(24)
      const after = at(more)
      for (let i = 0; i < after.length; i += 2) {
        expect(far(before, after[i]!, after[i + 1]!), `${spot} ${i}`).toBeLessThan(5)
      }
    }
    const square = [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5]
    const path = [0, 2, 4, 6].flatMap((i) => [...square.slice(i, i + 2), 0, 0, 0, 0])
    const polygon: Drawn = { kind: 'polygon', shape: [], soft: [0], path }
    const [x, y, ...rest] = splitLine(polygon, [0.1, -0.6])!.slice(6, 12)
    expect([x, y]).toEqual([0.1, -0.5])
    expect(rest).toEqual([0, 0, 0, 0])
    expect(splitLine({ ...polygon, path: Array.from({ length: 128 * 6 }, (_, i) => i / 1000) }, [0, 0])).toBeNull()
    expect(outlineOf({ ...polygon, path: splitLine(polygon, [0.1, -0.6])! }).line).toContain('L')
  })

  it('[UI121] a box takes the points within it, and one of them dragged takes the others along', () => {
    const picked = boxed(still, [0.6, 0.5], [-0.2, -0.5])
    expect([...picked]).toEqual([1, 2])
    const path = movePoints(still, picked, 2, [0.6, 0.4])
    expect(path.slice(0, 6)).toEqual(still.path.slice(0, 6))
    expect(path.slice(6, 8)).toEqual([0.2, -0.4])
    expect(path.slice(8, 12)).toEqual(still.path.slice(8, 12))
    expect(movePoints(still, picked, 0, [-0.4, 0.2]).slice(6)).toEqual(still.path.slice(6))
  })
})

describe('[UI122] where a window stands', () => {
  const media = new Map([['media001', { width: 3840, height: 2160 }]])
  const windowPlace = (places: Places) => placeOf(places, { width: 1920, height: 1080 }, media)
  const at = (place: ReturnType<typeof windowPlace>, x: number, y: number) => {
    const [a, b, c, d, e, f] = place
    return [a * x + b * y + c, d * x + e * y + f].map((v) => Math.round(v * 1e6) / 1e6 + 0)
  }
  it('[UI122] input sizing before it and output sizing after it carry it along, in their order', () => {
    const rest = { input: null, clip: restOutput, timeline: restOutput }
    expect(at(windowPlace(rest), 0.3, -0.2)).toEqual([0.3, -0.2])
    const panned = { ...restOutput, pan: [0.5, 0.25] as const }
    expect(at(windowPlace({ ...rest, clip: panned }), 0.3, -0.2)).toEqual([0.8, 0.05])
    const zoomed = { ...restOutput, zoom: 2 }
    expect(at(windowPlace({ ...rest, clip: panned, timeline: zoomed }), 0.1, 0)).toEqual([1.2, 0.5])
    const input = { sizing: { ...restSizing, zoom: 2, flipX: true }, media: 'media001' }
    expect(at(windowPlace({ ...rest, input, clip: panned }), 0.1, 0.1)).toEqual([0.3, 0.45])
  })
})
