/** Clips made with known motion: a piece of one real photograph, moved over another by a path that is known, with noise like a sensor's. */
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDecoder } from '../../server/decode.ts'
import { probe } from '../../server/probe.ts'
import { layoutOf } from '../../shared/media/planes.ts'
import { type Grey, reduce } from '../../shared/track/grey.ts'
import { type Similarity, type Spot, stay } from '../../shared/track/similarity.ts'

export const WIDTH = 1920
export const HEIGHT = 1080
/** By so much the pictures are reduced before they are tracked, as 1080p is. */
export const STEP = 2
const BITS = 10
export const demo = fileURLToPath(new URL('../../demo/clips', import.meta.url))

/** Luma of a frame of a clip of the demo, 10-bit code values of LogC3. */
export async function photograph(name: string, frame = 0): Promise<Uint16Array> {
  const path = join(demo, name)
  const found = await probe(path, basename(path))
  if (typeof found === 'string') throw new Error(found)
  const decoder = await openDecoder(path, found.media)
  const raw = await decoder.raw(frame)
  decoder.close()
  return Uint16Array.from(raw.planes[0]!)
}

/** Luma of frames of a clip, reduced as it is tracked; in any order, of a clip 1,080 pixels high. */
export async function lumaOf(
  path: string,
): Promise<{ readonly frames: number; at(frame: number): Promise<Grey>; close(): void }> {
  const found = await probe(path, basename(path))
  if (typeof found === 'string') throw new Error(found)
  const decoder = await openDecoder(path, found.media)
  const at = async (frame: number): Promise<Grey> => {
    const { planes, width, height, format } = await decoder.raw(frame)
    return reduce(planes[0]!, width, height, STEP, layoutOf(format)!.depth)
  }
  return { frames: decoder.frames, at, close: () => decoder.close() }
}

/** A similarity about a place: larger, turned by radians clockwise, then moved. */
export function about([x, y]: Spot, zoom: number, turn: number, [dx, dy]: Spot): Similarity {
  const [a, b] = [zoom * Math.cos(turn), zoom * Math.sin(turn)]
  return { a, b, c: x + dx - a * x + b * y, d: y + dy - b * x - a * y }
}

/** An ellipse as an outline. */
export const ellipse = ([x, y]: Spot, rx: number, ry: number): Spot[] =>
  Array.from({ length: 48 }, (_, i) => {
    const t = (i / 48) * 2 * Math.PI
    return [x + rx * Math.cos(t), y + ry * Math.sin(t)]
  })

/** Full pixels to those of the reduced picture. */
export const small = ([x, y]: Spot): Spot => [(x - (STEP - 1) / 2) / STEP, (y - (STEP - 1) / 2) / STEP]
export const large = ([x, y]: Spot): Spot => [STEP * x + (STEP - 1) / 2, STEP * y + (STEP - 1) / 2]

/** Catmull and Rom's cubic through four values. */
const cubic = (p: number, q: number, r: number, s: number, t: number): number =>
  q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)))

function sample(plane: Uint16Array, x: number, y: number): number {
  const ix = Math.min(WIDTH - 3, Math.max(1, Math.floor(x)))
  const iy = Math.min(HEIGHT - 3, Math.max(1, Math.floor(y)))
  const row = (j: number) => {
    const at = (iy + j) * WIDTH + ix
    return cubic(plane[at - 1]!, plane[at]!, plane[at + 1]!, plane[at + 2]!, x - ix)
  }
  return cubic(row(-1), row(0), row(1), row(2), y - iy)
}

export interface Scene {
  readonly subject: Uint16Array
  readonly ground: Uint16Array
  /** Which piece of the photograph is cut out: the middle of an ellipse, and its radii. */
  readonly middle: Spot
  readonly radii: Spot
  /** Where the piece is in a frame, from where it is in the photograph. */
  readonly path: (frame: number) => Similarity
  /** Spread of the noise, code values of 10 bits. */
  readonly noise: number
  /** What stands before all else in a frame: a box [left, top, right, bottom] of the ground's picture. */
  readonly before?: (frame: number) => readonly [number, number, number, number] | null
  /** Brightness of a frame as a factor. */
  readonly light?: (frame: number) => number
}

/** Noise of spread 1, to begin anywhere in. */
const MANY = 1 << 18
const bells = new Float32Array(MANY)
for (let i = 0, seed = 1; i < MANY; i++) {
  // Four of the generator's bytes added are near enough to a bell.
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  bells[i] = ((seed & 255) + ((seed >>> 8) & 255) + ((seed >>> 16) & 255) + (seed >>> 24) - 510) / 147.8
}

/** One frame of a scene, reduced as it is tracked. */
export function frameOf({ subject, ground, middle, radii, path, noise, before, light }: Scene, frame: number): Grey {
  const plane = new Float32Array(ground)
  const m = path(frame)
  const area = m.a * m.a + m.b * m.b
  const [mx, my] = [m.a * middle[0] - m.b * middle[1] + m.c, m.b * middle[0] + m.a * middle[1] + m.d]
  const reach = Math.sqrt(area) * Math.max(...radii) + 2
  for (let y = Math.max(0, Math.floor(my - reach)); y < Math.min(HEIGHT, my + reach); y++)
    for (let x = Math.max(0, Math.floor(mx - reach)); x < Math.min(WIDTH, mx + reach); x++) {
      const [dx, dy] = [x - m.c, y - m.d]
      const [u, v] = [(m.a * dx + m.b * dy) / area, (m.a * dy - m.b * dx) / area]
      const [ex, ey] = [(u - middle[0]) / radii[0], (v - middle[1]) / radii[1]]
      if (ex * ex + ey * ey < 1) plane[y * WIDTH + x] = sample(subject, u, v)
    }
  const box = before?.(frame)
  if (box)
    for (let y = Math.max(0, box[1]); y < Math.min(HEIGHT, box[3]); y++)
      for (let x = Math.max(0, box[0]); x < Math.min(WIDTH, box[2]); x++)
        plane[y * WIDTH + x] = ground[((y + 400) % HEIGHT) * WIDTH + ((x - box[0] + 700) % WIDTH)]!
  const gain = light?.(frame) ?? 1
  for (let i = 0, n = (frame * 7919) & (MANY - 1); i < plane.length; i++, n = (n + 1) & (MANY - 1))
    plane[i] = plane[i]! * gain + bells[n]! * noise
  return reduce(plane, WIDTH, HEIGHT, STEP, BITS)
}

/** How far apart two movements bring the middle and the four ends of an ellipse, in full pixels: the furthest. */
export function apart(found: Similarity, truth: Similarity, [x, y]: Spot, [rx, ry]: Spot): number {
  const spots: Spot[] = [
    [x, y],
    [x - rx, y],
    [x + rx, y],
    [x, y - ry],
    [x, y + ry],
  ]
  return Math.max(
    ...spots.map((spot) => {
      const [u, v] = small(spot)
      const [p, q] = large([found.a * u - found.b * v + found.c, found.b * u + found.a * v + found.d])
      const [s, t] = [truth.a * spot[0] - truth.b * spot[1] + truth.c, truth.b * spot[0] + truth.a * spot[1] + truth.d]
      return Math.hypot(p - s, q - t)
    }),
  )
}
export { stay }
