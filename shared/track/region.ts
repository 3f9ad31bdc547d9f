/** The outline of a window as points, and which pixels it encircles. */
import type { Window } from '../doc/grade.ts'
import { cos, sin } from '../op/libm.ts'
import { flatten } from '../render/outline.ts'
import type { Spot } from './similarity.ts'

/** Straight pieces that a circle is tracked as. */
const PIECES = 64
/** Flattening is told that half a picture height is so many pixels: enough to choose points by. */
const FINE = 540

/**
 * Outline of a window as it is drawn, before any track carries it, in half picture heights. A gradient has no inside: it is tracked by
 * the whole picture, `aspect` times as wide as high. Empty where nothing has been drawn yet.
 */
export function outlineOf(window: Pick<Window, 'kind' | 'shape' | 'path'>, aspect: number): readonly Spot[] {
  const { kind, shape, path } = window
  if (kind === 'gradient')
    return [
      [-aspect, -1],
      [aspect, -1],
      [aspect, 1],
      [-aspect, 1],
    ]
  if (kind === 'linear') return [0, 2, 4, 6].map((i): Spot => [shape[i] ?? 0, shape[i + 1] ?? 0])
  const [x = 0, y = 0, across = kind === 'circle' ? 0.5 : 1, down = kind === 'circle' ? across : 1, degrees = 0] = shape
  const turn = (degrees * Math.PI) / 180
  const [c, s] = [cos(turn), sin(turn)]
  if (kind === 'circle')
    return Array.from({ length: PIECES }, (_, i): Spot => {
      const t = (i / PIECES) * 2 * Math.PI
      const [p, q] = [cos(t) * across, sin(t) * down]
      return [p * c - q * s + x, p * s + q * c + y]
    })
  const points = flatten(path, kind === 'polygon', [
    across * c * FINE,
    -down * s * FINE,
    x * FINE,
    across * s * FINE,
    down * c * FINE,
    y * FINE,
  ])
  return Array.from({ length: points.length / 2 }, (_, i): Spot => [points[2 * i]! / FINE, points[2 * i + 1]! / FINE])
}

/** Middle of the box about an outline. */
export function middleOf(outline: readonly Spot[]): Spot {
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

/** A pixel is 1 where the outline encircles its middle by the non-zero rule, else 0. Places are pixels, the middle of the first at (0, 0). */
export function maskOf(outline: readonly Spot[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height)
  const crossings: { at: number; way: 1 | -1 }[] = []
  for (let y = 0; y < height; y++) {
    crossings.length = 0
    for (const [i, [ax, ay]] of outline.entries()) {
      const [bx, by] = outline[(i + 1) % outline.length]!
      if (ay <= y === by <= y) continue
      crossings.push({ at: ax + ((y - ay) / (by - ay)) * (bx - ax), way: by > ay ? 1 : -1 })
    }
    crossings.sort((p, q) => p.at - q.at)
    let turns = 0
    for (const [i, { at, way }] of crossings.entries()) {
      turns += way
      const next = crossings[i + 1]
      if (turns === 0 || !next) continue
      const end = Math.min(width - 1, Math.floor(next.at))
      for (let x = Math.max(0, Math.ceil(at)); x <= end; x++) mask[y * width + x] = 1
    }
  }
  return mask
}
