/** Points of a polygon's or a curve's path under the fingers: placed, pulled, broken, split, moved together. Pure; half picture heights. */
import { type Drawn, intoPath, keptAt, placedPoints, type Spot } from './window.ts'

/** Numbers of a point: x, y, handle in, handle out, both counted from it. */
const PER = 6
/** Points a path may have (schema.ts). */
export const mostPoints = 128
/** A point this near is meant, half picture heights. */
export const nearPoint = 0.03

const mirrored = (v: number): number => -v + 0

/** A path with one corner more at its end. */
export const placePoint = (path: readonly number[], [x, y]: Spot): readonly number[] =>
  path.length >= PER * mostPoints ? path : [...path, keptAt(x), keptAt(y), 0, 0, 0, 0]

/** The last point's handles drawn out to a place, the one before it the mirror of the one after it. */
export function pullPoint(path: readonly number[], [x, y]: Spot): readonly number[] {
  const k = path.length - PER
  if (k < 0) return path
  const [ox, oy] = [keptAt(x - path[k]!), keptAt(y - path[k + 1]!)]
  return [...path.slice(0, k + 2), mirrored(ox), mirrored(oy), ox, oy]
}

/** Whether a place is on the first point of a path that may be closed there: three points encircle something. */
export const closes = (path: readonly number[], [x, y]: Spot, within = nearPoint): boolean =>
  path.length >= 3 * PER && Math.hypot(x - path[0]!, y - path[1]!) <= within

/** A handle of a curve's point at a place. The other one keeps to its line and its length, unless it is broken off. */
export function dragTangent(
  window: Drawn,
  point: number,
  side: 'in' | 'out',
  to: Spot,
  broken: boolean,
): readonly number[] {
  const { path } = window
  const k = PER * point
  const at = intoPath(window, to)
  const [x, y] = [keptAt(at[0] - path[k]!), keptAt(at[1] - path[k + 1]!)]
  const own = k + (side === 'in' ? 2 : 4)
  const other = k + (side === 'in' ? 4 : 2)
  const next = [...path]
  ;[next[own], next[own + 1]] = [x, y]
  const [ix, iy] = [path[other]!, path[other + 1]!]
  const length = Math.hypot(x, y)
  // Handles that lie on one line are one: what was broken stays so.
  const joined =
    Math.abs(path[own]! * iy - path[own + 1]! * ix) <
    1e-3 * Math.hypot(path[own]!, path[own + 1]!) * Math.hypot(ix, iy) + 1e-9
  if (!broken && joined && length > 0) {
    const far = Math.hypot(ix, iy) / length
    ;[next[other], next[other + 1]] = [keptAt(-x * far), keptAt(-y * far)]
  }
  return next
}

/** These points moved by as much as one of them is dragged. */
export function movePoints(window: Drawn, points: ReadonlySet<number>, grasped: number, to: Spot): readonly number[] {
  const at = intoPath(window, to)
  const k = PER * grasped
  const [dx, dy] = [at[0] - window.path[k]!, at[1] - window.path[k + 1]!]
  const moved = points.has(grasped) ? points : new Set([grasped])
  return window.path.map((v, i) => {
    if (!moved.has(Math.floor(i / PER)) || i % PER > 1) return v
    return keptAt(v + (i % PER === 0 ? dx : dy))
  })
}

/** Points within a box of two corners, as they stand in the picture. */
export function boxed(window: Drawn, a: Spot, b: Spot): ReadonlySet<number> {
  const within = (v: number, p: number, q: number) => v >= Math.min(p, q) && v <= Math.max(p, q)
  return new Set(
    placedPoints(window).flatMap(({ at }, i) => (within(at[0], a[0], b[0]) && within(at[1], a[1], b[1]) ? [i] : [])),
  )
}

const mix = (a: Spot, b: Spot, t: number): Spot => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

/** Pieces that a bend is looked along in. */
const LOOKS = 24

/** One point more on the line where it is nearest to a place; a bend stays as it was (de Casteljau). Null where there are no more to be had. */
export function splitLine(window: Drawn, to: Spot): readonly number[] | null {
  const { path, kind } = window
  const count = path.length / PER
  if (count < 2 || count >= mostPoints) return null
  const at = intoPath(window, to)
  const spot = (i: number, of: 0 | 2 | 4): Spot => {
    const k = PER * (i % count)
    const bent = of !== 0 && kind === 'curve'
    return [path[k]! + (bent ? path[k + of]! : 0), path[k + 1]! + (bent ? path[k + of + 1]! : 0)]
  }
  const along = (i: number, t: number) => {
    const [a, b, c, d] = [spot(i, 0), spot(i, 4), spot(i + 1, 2), spot(i + 1, 0)]
    const [ab, bc, cd] = [mix(a, b, t), mix(b, c, t), mix(c, d, t)]
    const [abc, bcd] = [mix(ab, bc, t), mix(bc, cd, t)]
    return { ab, abc, point: mix(abc, bcd, t), bcd, cd }
  }
  let best = { i: 0, t: 0.5, far: Number.POSITIVE_INFINITY }
  for (let i = 0; i < count; i++)
    for (let look = 1; look < LOOKS; look++) {
      const t = look / LOOKS
      const { point } = along(i, t)
      const far = Math.hypot(point[0] - at[0], point[1] - at[1])
      if (far < best.far) best = { i, t, far }
    }
  // Between two looks the nearest place lies on a line, as good as straight.
  for (let step = 1 / LOOKS; step > 1e-4; step /= 2)
    for (const t of [best.t - step / 2, best.t + step / 2]) {
      const { point } = along(best.i, t)
      const far = Math.hypot(point[0] - at[0], point[1] - at[1])
      if (t > 0 && t < 1 && far < best.far) best = { ...best, t, far }
    }
  const { ab, abc, point, bcd, cd } = along(best.i, best.t)
  const [from, next] = [PER * best.i, PER * ((best.i + 1) % count)]
  const bent = kind === 'curve' && [4, 5].some((k) => path[from + k] !== 0 || path[next + k - 2] !== 0)
  const out = [...path]
  const off = ([x, y]: Spot, k: number): [number, number] => [keptAt(x - path[k]!), keptAt(y - path[k + 1]!)]
  if (bent) {
    ;[out[from + 4], out[from + 5]] = off(ab, from)
    ;[out[next + 2], out[next + 3]] = off(cd, next)
  }
  const handles = bent ? [abc[0] - point[0], abc[1] - point[1], bcd[0] - point[0], bcd[1] - point[1]] : [0, 0, 0, 0]
  return out.toSpliced(PER * (best.i + 1), 0, keptAt(point[0]), keptAt(point[1]), ...handles.map((v) => keptAt(v)))
}
