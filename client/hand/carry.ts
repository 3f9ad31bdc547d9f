/** A hand on the track of a window: how a drag changes where a frame carries it. Pure; half picture heights, of the picture the track is in. */
import { type Affine, after } from '../../shared/render/affine.ts'
import type { Spot } from './window.ts'

/** Nearer to the middle than this a hand turns and scales nothing: the angle would jump. */
const LEAST = 0.005

/** A movement about a place: larger, turned by a cosine and sine, then moved. */
const about = ([x, y]: Spot, a: number, b: number): Affine => [a, -b, x - a * x + b * y, b, a, y - b * x - a * y]

/** The whole moved along with the pointer. */
export const carryMoved = (carry: Affine, from: Spot, to: Spot): Affine =>
  after([1, 0, to[0] - from[0], 0, 1, to[1] - from[1]], carry)

/** Scaled about a middle as the pointer goes away from it or comes nearer. */
export function carryScaled(carry: Affine, middle: Spot, from: Spot, to: Spot): Affine {
  const [was, is] = [from, to].map(([x, y]) => Math.hypot(x - middle[0], y - middle[1])) as [number, number]
  return was < LEAST || is < LEAST ? carry : after(about(middle, is / was, 0), carry)
}

/** Turned about a middle as the pointer goes round it. */
export function carryTurned(carry: Affine, middle: Spot, from: Spot, to: Spot): Affine {
  const [p, q] = [
    [from[0] - middle[0], from[1] - middle[1]],
    [to[0] - middle[0], to[1] - middle[1]],
  ] as const
  const lengths = Math.hypot(...p) * Math.hypot(...q)
  if (lengths < LEAST * LEAST) return carry
  const cos = (p[0] * q[0] + p[1] * q[1]) / lengths
  const sin = (p[0] * q[1] - p[1] * q[0]) / lengths
  return after(about(middle, cos, sin), carry)
}
