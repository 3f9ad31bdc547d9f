/** A mark of a note as a window: an ellipse is a circle window, a pen's line the outline of a polygon. Pure; half picture heights. */
import type { Value, WindowKind } from '../../shared/doc/grade.ts'
import type { Affine } from '../../shared/render/affine.ts'
import type { Mark } from '../../shared/suite/notes.ts'

type Spot = readonly [x: number, y: number]

/** What a window has beside its head (`restWindows`). */
export interface MarkedWindow {
  readonly kind: Extract<WindowKind, 'circle' | 'polygon'>
  readonly shape?: Value
  readonly path?: Value
  /** What it encloses, half heights squared. */
  readonly area: number
}

/** Points that a hand's line keeps: as many as one can still drag. */
const MOST = 48
/** How far a line may leave the hand's at first, in half heights: a thousandth of the picture's height. */
const NEAR = 0.002
/** Least area of an outline, in half heights squared: below, a line was drawn, not a shape. */
const LEAST = 1e-4
/** Least radius that hands make. */
const RADIUS = 0.002

const carry = ([a, b, c, d, e, f]: Affine, [x, y]: Spot): Spot => [a * x + b * y + c, d * x + e * y + f]
const far = ([ax, ay]: Spot, [bx, by]: Spot): number => Math.hypot(bx - ax, by - ay)
const keep = (v: number): number => Math.round(v * 1e4) / 1e4 + 0

/** Distance of a point from a piece of a line. */
function off(point: Spot, from: Spot, to: Spot): number {
  const [x, y] = [to[0] - from[0], to[1] - from[1]]
  const length = x * x + y * y
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((point[0] - from[0]) * x + (point[1] - from[1]) * y) / length))
  return far(point, [from[0] + t * x, from[1] + t * y])
}

/** Ramer–Douglas–Peucker: the points of a line that hold it within `near`. */
function thin(line: readonly Spot[], near: number): readonly Spot[] {
  if (line.length < 3) return line
  const [from, to] = [line[0]!, line.at(-1)!]
  let [most, at] = [0, 0]
  for (let i = 1; i < line.length - 1; i++) {
    const away = off(line[i]!, from, to)
    if (away > most) [most, at] = [away, i]
  }
  if (most <= near) return [from, to]
  return [...thin(line.slice(0, at + 1), near).slice(0, -1), ...thin(line.slice(at), near)]
}

const areaOf = (ring: readonly Spot[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * y, 0),
  ) / 2

/** `back` leads from the picture on show to where the window works. Null for what encloses nothing: an arrow, a short line. */
export function windowOfMark({ kind, numbers }: Mark, back: Affine): MarkedWindow | null {
  if (kind === 'ellipse') {
    const [x, y, rx, ry] = numbers as [number, number, number, number]
    const [centre, right, low] = (
      [
        [x, y],
        [x + rx, y],
        [x, y + ry],
      ] as const
    ).map((spot) => carry(back, spot)) as [Spot, Spot, Spot]
    const turn = (Math.atan2(right[1] - centre[1], right[0] - centre[0]) * 180) / Math.PI
    const radii = [far(centre, right), far(centre, low)].map((r) => Math.max(RADIUS, r))
    return { kind: 'circle', shape: [...centre, ...radii, turn].map(keep), area: Math.PI * radii[0]! * radii[1]! }
  }
  if (kind !== 'pen') return null
  const line = Array.from({ length: numbers.length >> 1 }, (_, i) =>
    carry(back, [numbers[2 * i]!, numbers[2 * i + 1]!]),
  )
  const area = areaOf(line)
  if (area < LEAST) return null
  let ring = thin(line, NEAR)
  for (let near = NEAR * 1.5; ring.length > MOST; near *= 1.5) ring = thin(line, near)
  // A hand that comes back to where it began has closed the outline: the last point would lie on the first.
  if (ring.length > 3 && far(ring[0]!, ring.at(-1)!) < 0.05) ring = ring.slice(0, -1)
  return ring.length < 3
    ? null
    : { kind: 'polygon', path: ring.flatMap(([x, y]) => [keep(x), keep(y), 0, 0, 0, 0]), area }
}
