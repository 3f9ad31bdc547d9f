import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import type { Affine } from '../../shared/render/affine.ts'
import { drawDistance, FARTHEST, readDistance } from '../../shared/render/distance.ts'
import { close, edgesOf, flatten, type Segments } from '../../shared/render/outline.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { randomOf } from '../ops/kit.ts'

const [WIDTH, HEIGHT] = [44, 30]
const pixels: Affine = [1, 0, 0, 0, 1, 0]
const random = randomOf(20261127)
const pick = (low: number, high: number) => low + (high - low) * random()

/** A path of points without handles. */
const corners = (...points: readonly (readonly [number, number])[]): number[] =>
  points.flatMap(([x, y]) => [x, y, 0, 0, 0, 0])
const outlineOf = (path: readonly number[], straight = false, place = pixels): Segments =>
  close(flatten(path, straight, place))
const storedOf = (outline: Segments, width = WIDTH, height = HEIGHT): Uint16Array =>
  drawDistance(outline, edgesOf(outline), width, height)
/** Every stored number as the kernel reads it. */
const read = (() => {
  const b = new Builder()
  const stage = kernelStage(b, [readDistance(b, b.plane(0))], ['stored'], ['d'])
  return runKernel(stage, [Float32Array.from({ length: 65536 }, (_, i) => i)], 65536, 1)[0]!
})()
const fieldOf = (outline: Segments, width = WIDTH, height = HEIGHT): Float32Array =>
  Float32Array.from(storedOf(outline, width, height), (stored) => read[stored]!)

type Place = readonly [x: number, y: number]

/** How often the outline goes round a place. */
function winding(s: Segments, [x, y]: Place): number {
  let sum = 0
  for (let i = 0; i < s.length; i += 4) {
    const [ay, by] = [s[i + 1]!, s[i + 3]!]
    if (ay <= y === by <= y) continue
    if (s[i]! + ((y - ay) * (s[i + 2]! - s[i]!)) / (by - ay) < x) sum += ay < by ? 1 : -1
  }
  return sum
}

/** Places along the outline, `step` apart, with inside on one side of them and outside on the other. */
function boundary(s: Segments, step: number): Place[] {
  const out: Place[] = []
  for (let i = 0; i < s.length; i += 4) {
    const [ax, ay, bx, by] = s.slice(i, i + 4) as unknown as [number, number, number, number]
    const long = Math.hypot(bx - ax, by - ay)
    const [nx, ny] = [(-(by - ay) / long) * 1e-8, ((bx - ax) / long) * 1e-8]
    const count = Math.ceil(long / step)
    for (let k = 0; k <= count; k++) {
      const [x, y] = [ax + ((bx - ax) * k) / count, ay + ((by - ay) * k) / count]
      if ((winding(s, [x + nx, y + ny]) === 0) !== (winding(s, [x - nx, y - ny]) === 0)) out.push([x, y])
    }
  }
  return out
}

/** Distance to a segment, in whole f64. */
function toSegment([x, y]: Place, ax: number, ay: number, bx: number, by: number): number {
  const long = (bx - ax) ** 2 + (by - ay) ** 2
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long))
  return Math.sqrt((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2)
}

/** Every segment at every pixel. */
function brute(edges: Segments, outline: Segments, x: number, y: number): number {
  let least = FARTHEST
  const at: Place = [x + 0.5, y + 0.5]
  for (let i = 0; i < edges.length; i += 4)
    least = Math.min(least, toSegment(at, edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!))
  return winding(outline, at) === 0 ? -least : least
}

/** Half of the step that a distance is stored in. */
const half = (d: number): number => (Math.abs(d) < 32 ? 1 / 512 : Math.abs(d) < 1056 ? 1 / 32 : 1 / 4)

/** Worst distance between a field and what it should be, pixels, beyond half of the step it is stored in. */
function worst(field: Float32Array, want: (x: number, y: number) => number, width = WIDTH, height = HEIGHT): number {
  let most = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const d = want(x, y)
      most = Math.max(most, Math.abs(field[y * width + x]! - d) - half(d))
    }
  return most
}

/** A closed path of bends about the middle. */
const blob = (n: number, swing: number, handle: number): number[] =>
  Array.from({ length: n }, (_, i) => {
    const [a, r] = [(i / n) * 2 * Math.PI, pick(1 - swing, 1) * 12]
    const [tx, ty] = [-Math.sin(a) * handle, Math.cos(a) * handle]
    return [WIDTH / 2 + r * Math.cos(a), HEIGHT / 2 + r * Math.sin(a), -tx, -ty, tx, ty]
  }).flat()

describe('[WIN1] the distance of each pixel to the outline', () => {
  it('[WIN1] of polygons that do not cross themselves it is that of every segment tried at every pixel, at hostile sizes', () => {
    for (const [w, h] of [
      [1, 1],
      [3, 2],
      [5, 67],
      [131, 9],
      [64, 64],
      [WIDTH, HEIGHT],
    ] as const)
      for (let i = 0; i < 6; i++) {
        const n = 3 + Math.floor(random() * 20)
        const [cx, cy, size] = [pick(-0.2, 1.2) * w, pick(-0.2, 1.2) * h, pick(0.05, 1.5) * Math.max(w, h)]
        const path = corners(
          ...Array.from({ length: n }, (_, k): Place => {
            const [a, r] = [(k / n) * 2 * Math.PI, pick(0.3, 1) * size]
            return [cx + r * Math.cos(a), cy + r * Math.sin(a)]
          }),
        )
        const outline = outlineOf(path)
        expect(edgesOf(outline)).toBe(outline)
        expect(worst(fieldOf(outline, w, h), (x, y) => brute(outline, outline, x, y), w, h)).toBeLessThan(1e-6)
      }
  })

  it('[WIN1] no edge is lost in the halving: thousands of segments, a circle seen from its middle, edges far outside the picture', () => {
    const round = corners(
      ...Array.from({ length: 500 }, (_, k): Place => {
        const a = (k / 500) * 2 * Math.PI
        return [100 + 90 * Math.cos(a), 70 + 65 * Math.sin(a)]
      }),
    )
    const far = corners([-65504, -3000], [40000, -2000], [300, 65504])
    const speck = corners([20.1, 10.2], [20.3, 10.2], [20.2, 10.4])
    for (const path of [round, far, speck]) {
      const outline = outlineOf(path)
      expect(worst(fieldOf(outline, 200, 140), (x, y) => brute(outline, outline, x, y), 200, 140)).toBeLessThan(1e-6)
    }
  })

  it('[WIN1] a curve lies within 1/64 of a pixel of itself, its distances within 1/32', () => {
    let most = 0
    for (let i = 0; i < 12; i++) {
      const path = blob(3 + Math.floor(random() * 6), 0.4, pick(1, 5))
      const places: Place[] = []
      const count = path.length / 6
      for (let k = 0; k < count; k++) {
        const [p, q] = [path.slice(k * 6, k * 6 + 6), path.slice(((k + 1) % count) * 6, ((k + 1) % count) * 6 + 6)]
        for (let j = 0; j < 400; j++) {
          const t = j / 400
          const w = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3]
          const bez = (a: number) => {
            const [from, out, back, to] = [p[a]!, p[a]! + p[a + 4]!, q[a]! + q[a + 2]!, q[a]!]
            return w[0]! * from + w[1]! * out + w[2]! * back + w[3]! * to
          }
          places.push([bez(0), bez(1)])
        }
      }
      const outline = outlineOf(path)
      const field = fieldOf(outline)
      const near = (x: number, y: number) =>
        Math.sqrt(places.reduce((d, [px, py]) => Math.min(d, (x + 0.5 - px) ** 2 + (y + 0.5 - py) ** 2), Infinity))
      most = Math.max(most, worst(field.map(Math.abs), near))
    }
    console.log(`curve: worst distance error ${most.toFixed(4)} pixels`)
    expect(most).toBeLessThan(1 / 32)
  })
})

describe('[WIN2] what an outline encircles', () => {
  it('[WIN2] is inside by the non-zero rule, and only what parts inside from outside is an edge: random outlines that cross themselves', () => {
    let [most, crossed] = [0, 0]
    for (let i = 0; i < 24; i++) {
      const n = 4 + Math.floor(random() * 8)
      const path =
        i % 2 === 0
          ? corners(...Array.from({ length: n }, (): Place => [pick(-6, WIDTH + 6), pick(-6, HEIGHT + 6)]))
          : Array.from({ length: 3 }, () => [
              ...[pick(4, WIDTH - 4), pick(4, HEIGHT - 4)],
              ...[pick(-30, 30), pick(-30, 30), pick(-30, 30), pick(-30, 30)],
            ]).flat()
      const outline = outlineOf(path)
      if (edgesOf(outline) !== outline) crossed++
      const places = boundary(outline, 1 / 32)
      const near = (x: number, y: number) => {
        const d = Math.sqrt(
          places.reduce((d, [px, py]) => Math.min(d, (x + 0.5 - px) ** 2 + (y + 0.5 - py) ** 2), FARTHEST ** 2),
        )
        return winding(outline, [x + 0.5, y + 0.5]) === 0 ? -d : d
      }
      most = Math.max(most, worst(fieldOf(outline), near))
    }
    console.log(`crossed outlines: ${crossed}, worst distance error ${most.toFixed(4)} pixels`)
    expect(crossed).toBeGreaterThan(15)
    expect(most).toBeLessThan(1 / 32)
  })

  it('[WIN2] a star is filled to its middle, its inner lines no edges; a loop drawn twice over is one loop; a figure of eight is two', () => {
    const star = outlineOf(
      corners(...[0, 2, 4, 1, 3].map((k): Place => [22 + 14 * Math.sin(k * 1.2566), 15 - 14 * Math.cos(k * 1.2566)])),
    )
    const middle = fieldOf(star)[15 * WIDTH + 22]!
    // The distance from the middle to the nearest inward corner, not to a line through the star.
    expect(middle).toBeGreaterThan(4.6)
    expect(middle).toBeLessThan(4.8)
    const square: Place[] = [
      [8, 6],
      [30, 6],
      [30, 24],
      [8, 24],
    ]
    const [once, twice] = [outlineOf(corners(...square)), outlineOf(corners(...square, ...square))]
    expect(fieldOf(twice)).toEqual(fieldOf(once))
    const eight = fieldOf(outlineOf(corners([4, 5], [40, 25], [40, 5], [4, 25])))
    expect([eight[15 * WIDTH + 8]! > 0, eight[15 * WIDTH + 36]! > 0, eight[4 * WIDTH + 22]! > 0]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('[WIN2] what encircles nothing is nowhere: no point, one, two, a line drawn there and back, all points in one place', () => {
    const nothing = new Float32Array(WIDTH * HEIGHT).fill(-FARTHEST)
    for (const path of [
      [],
      corners([10, 10]),
      corners([10, 10], [30, 20]),
      corners([10, 10], [30, 20], [20, 15]),
      corners([10, 10], [10, 10], [10, 10]),
      corners([10, 10], [30, 10], [20, 10], [40, 10]),
    ])
      expect(fieldOf(outlineOf(path))).toEqual(nothing)
  })

  it('[WIN2] a whisker out of a shape and a bridge to an island leave no trace', () => {
    const square: Place[] = [
      [8, 6],
      [20, 6],
      [20, 24],
      [8, 24],
    ]
    const plain = fieldOf(outlineOf(corners(...square)))
    const whisker = fieldOf(outlineOf(corners([8, 6], [20, 6], [20, 15], [35, 15], [20, 15], [20, 24], [8, 24])))
    expect(whisker).toEqual(plain)
  })

  it('[WIN2] edges met within rounding, and outlines beyond what is looked at one by one, still fill: nothing is not a number', () => {
    const wild = Array.from({ length: 128 }, () => [
      ...[pick(0, WIDTH), pick(0, HEIGHT), pick(-40, 40), pick(-40, 40), pick(-40, 40), pick(-40, 40)],
    ]).flat()
    const outline = outlineOf(wild)
    const field = fieldOf(outline)
    expect(field.every((d) => Number.isFinite(d) && !Object.is(d, -0))).toBe(true)
    const inside = (x: number, y: number) => winding(outline, [x + 0.5, y + 0.5]) !== 0
    field.forEach((d, p) => {
      if (d !== 0) expect(d > 0).toBe(inside(p % WIDTH, Math.floor(p / WIDTH)))
    })
  })
})

describe('[WIN1] as it is stored', () => {
  it('[WIN1] in steps of 1/256 of a pixel to 32, of 1/16 to 1,056 and of 1/2 beyond, the same inside and outside', () => {
    const signed = (stored: number) => read[stored]!
    expect([0, 1, 2, 8192].map((k) => signed(32768 + k))).toEqual([0, 1 / 256, 2 / 256, 32])
    expect([8193, 24576, 24577, 32736].map((k) => signed(32768 + k))).toEqual([32.0625, 1056, 1056.5, FARTHEST])
    for (let k = 1; k < 32768; k++) expect(signed(32768 - k)).toBe(-signed(32768 + k))
    const wide = outlineOf(corners([-2000, -50], [-100, -50], [-100, 90], [-2000, 90]))
    const [width, height] = [7000, 2]
    expect(worst(fieldOf(wide, width, height), (x) => Math.max(-FARTHEST, -(x + 100.5)), width, height)).toBe(0)
  })

  it('[WIN1] their digests are pinned', () => {
    const seeded = randomOf(7)
    const shapes: Record<string, number[]> = {
      quad: corners([5.25, 4], [38, 6.5], [33, 27], [9, 22.125]),
      star: corners([22, 1], [31, 28], [8, 11], [36, 11], [13, 28]),
      lens: [6, 15, 0, 10, 0, -20, 38, 15, 0, -14, 0, 14],
      wild: Array.from({ length: 60 }, () => seeded() * 60 - 15),
    }
    const digests = Object.entries(shapes).map(([name, path]) => {
      const stored = storedOf(outlineOf(path))
      return `${name} ${createHash('sha256').update(Buffer.from(stored.buffer)).digest('hex').slice(0, 16)}`
    })
    expect(digests).toEqual([
      'quad 318868060dd5a73c',
      'star cf9824e6081824cc',
      'lens 4775f8bb5abf4a2f',
      'wild 4ac2177870a87320',
    ])
  })
})
