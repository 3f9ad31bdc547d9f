/** What a client drew round, as a window of the colorist's. */
import { describe, expect, it } from 'vitest'
import { outlineOf } from '../../client/hand/window.ts'
import { windowOfMark } from '../../client/state/mark-window.ts'
import { placeOf } from '../../client/state/window-place.ts'
import { restOutput } from '../../shared/doc/sizing.ts'
import { type Affine, inverse } from '../../shared/render/affine.ts'

const still: Affine = [1, 0, 0, 0, 1, 0]
const timeline = { width: 1920, height: 1080 }
const media = new Map([['a', { width: 1920, height: 1080 }]])
const rest = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false } as const
const at = ([a, b, c, d, e, f]: Affine, x: number, y: number) => [a * x + b * y + c, d * x + e * y + f] as const
/** Corners of an outline as the overlay draws it. */
const points = (path: string) =>
  path
    .slice(1, -1)
    .split('L')
    .map((pair) => pair.split(' ').map(Number) as [number, number])

describe('[NOTE8] a mark becomes a window where it was drawn', () => {
  it('[NOTE8] an ellipse is a circle of its centre and radii; an arrow and a short stroke are none', () => {
    expect(windowOfMark({ kind: 'ellipse', numbers: [0.7, 0.2, 0.3, 0.1] }, still)).toEqual({
      kind: 'circle',
      shape: [0.7, 0.2, 0.3, 0.1, 0],
      area: expect.closeTo(Math.PI * 0.3 * 0.1, 9),
    })
    expect(windowOfMark({ kind: 'arrow', numbers: [0, 0, 0.4, 0.4] }, still)).toBeNull()
    expect(windowOfMark({ kind: 'pen', numbers: [0, 0, 0.4, 0.4, 0.8, 0.8] }, still)).toBeNull()
  })

  it('[NOTE8] under turned, zoomed, panned and flipped input and output sizing its outline lies on what was drawn', () => {
    const place = placeOf(
      {
        input: { media: 'a', sizing: { ...rest, pan: [0.2, -0.1], zoom: 1.4, rotate: 20, flipX: true } },
        clip: { ...restOutput, rotate: -35, zoom: 0.8 },
        timeline: { ...restOutput, pan: [-0.3, 0.1], flipY: true },
      },
      timeline,
      media,
    )
    const [cx, cy, rx, ry] = [0.3, -0.2, 0.4, 0.15]
    const made = windowOfMark({ kind: 'ellipse', numbers: [cx, cy, rx, ry] }, inverse(place))!
    const outline = points(outlineOf({ kind: 'circle', shape: made.shape as number[], soft: [0.2], path: [] }).line)
    expect(outline.length).toBe(96)
    for (const [x, y] of outline) {
      const [u, v] = at(place, x, y)
      expect(((u - cx) / rx) ** 2 + ((v - cy) / ry) ** 2).toBeCloseTo(1, 2)
    }
  })

  it('[NOTE8] what moves the picture is undone in the order in which it was done: a point of the source is where the engine puts it', () => {
    // Zoomed twice about the centre, then pushed right by half a height: the source's centre stands at 0.5, a quarter height up at −0.5.
    const place = placeOf(
      {
        input: { media: 'a', sizing: { ...rest, zoom: 2 } },
        clip: { ...restOutput, pan: [0.5, 0] },
        timeline: restOutput,
      },
      timeline,
      media,
    )
    expect(at(place, 0, 0)[0]).toBeCloseTo(0.5, 9)
    expect(at(place, 0, 0)[1]).toBeCloseTo(0, 9)
    expect(at(place, 0, -0.25)[1]).toBeCloseTo(-0.5, 9)
    // Pushed first and zoomed then, the push grows too.
    const other = placeOf(
      {
        input: { media: 'a', sizing: { ...rest, pan: [0.5, 0] } },
        clip: { ...restOutput, zoom: 2 },
        timeline: restOutput,
      },
      timeline,
      media,
    )
    expect(at(other, 0, 0)[0]).toBeCloseTo(1, 9)
  })

  it('[NOTE8] a line round something is a polygon of at most 48 points that leaves it by under a hundredth of a height', () => {
    const turn = (i: number) => (i / 400) * 2 * Math.PI
    const hand = Array.from({ length: 400 }, (_, i) => {
      const r = 0.4 + 0.05 * Math.sin(7 * turn(i)) + 0.003 * Math.sin(61 * turn(i))
      return [r * Math.cos(turn(i)), r * Math.sin(turn(i))] as const
    })
    const made = windowOfMark({ kind: 'pen', numbers: hand.flat() }, still)!
    expect(made.kind).toBe('polygon')
    const path = made.path as number[]
    expect(path.length % 6).toBe(0)
    const ring = Array.from({ length: path.length / 6 }, (_, i) => [path[6 * i]!, path[6 * i + 1]!] as const)
    expect(ring.length).toBeGreaterThan(10)
    expect(ring.length).toBeLessThanOrEqual(48)
    for (const [x, y] of hand) {
      const away = Math.min(
        ...ring.map(([ax, ay], i) => {
          const [bx, by] = ring[(i + 1) % ring.length]!
          const l = (bx - ax) ** 2 + (by - ay) ** 2
          const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / l))
          return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
        }),
      )
      expect(away).toBeLessThan(0.01)
    }
  })
})
