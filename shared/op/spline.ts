/**
 * Curves through points, as OpenColorIO draws them (ops/gradingrgbcurve/GradingBSplineCurve.cpp): quadratic pieces with no break in value
 * or slope, straight on past both ends. All in f64, once per change.
 */

/** From knot i to the next one y = (a·t + b)·t + c with t = x − knot i. One knot more than pieces. */
export interface Spline {
  readonly knots: readonly number[]
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly c: readonly number[]
}

export type Point = readonly [x: number, y: number]

/**
 * tone: that of GradingRGBCurve, for values that do not fall. The others are those of GradingHueCurve. diagonal: of values that do not
 * fall; level: of any values, without overshoot; hue and turn go round, over 0 … 1: a gain or shift, and a hue for a hue.
 */
export type SplineKind = 'tone' | 'diagonal' | 'level' | 'hue' | 'turn'

/** What OpenColorIO takes for equal slopes, and its least slope at an end. */
const EQUAL = 1e-6
const LEAST_SLOPE = 0.01
/** OpenColorIO's least distance between points of a hue curve, as a share of all. */
const LEAST_GAP = 0.002

/** Points of `[x0, y0, x1, y1, …]`. */
export const pointsOf = (stored: readonly number[]): Point[] =>
  Array.from({ length: stored.length >> 1 }, (_, i) => [stored[2 * i]!, stored[2 * i + 1]!])

/** The curve through two points or more, x rising. */
export function fitSpline(kind: SplineKind, points: readonly Point[]): Spline {
  if (kind !== 'tone') return fitHue(kind, points)
  const slopes = lengthSlopes(points)
  const first = pieces(points, slopes, toneMiddle, EQUAL)
  return adjust(points, slopes, first.knots) ? pieces(points, slopes, toneMiddle, EQUAL) : first
}

/** Secants between points, and how long each is. */
function secants(points: readonly Point[]): { m: number[]; length: number[] } {
  const m: number[] = []
  const length: number[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const [dx, dy] = [points[i + 1]![0] - points[i]![0], points[i + 1]![1] - points[i]![1]]
    m.push(dy / dx)
    length.push(Math.sqrt(dx * dx + dy * dy))
  }
  return { m, length }
}

/** Slopes at the points: means of the secants by their lengths, where neighbours of one slope count as one; never below 0.01 at the ends. */
function lengthSlopes(points: readonly Point[]): number[] {
  const { m, length } = secants(points)
  const n = points.length
  if (n === 2) return [m[0]!, m[0]!]
  for (let i = 0; i < n - 1; ) {
    let j = i
    let sum = length[i]!
    while (j < n - 2 && Math.abs(m[j + 1]! - m[j]!) < EQUAL) sum += length[++j]!
    for (let k = i; k <= j; k++) length[k] = sum
    i = j >= n - 3 ? n : j + 1
  }
  const slopes = [0]
  for (let k = 1; k < n - 1; k++)
    slopes.push((length[k]! * m[k]! + length[k - 1]! * m[k - 1]!) / (length[k]! + length[k - 1]!))
  slopes.push(Math.max(LEAST_SLOPE, 0.5 * (3 * m[n - 2]! - slopes[n - 2]!)))
  slopes[0] = Math.max(LEAST_SLOPE, 0.5 * (3 * m[0]! - slopes[1]!))
  return slopes
}

/** Harmonic means of the secants, 0 at an extremum and beside a flat; the ends follow. */
function harmonicSlopes(points: readonly Point[]): number[] {
  const { m } = secants(points)
  const n = points.length
  if (n === 2) return [m[0]!, m[0]!]
  const slopes = [0]
  for (let i = 1; i < n - 1; i++) {
    const [before, after] = [m[i - 1]!, m[i]!]
    const sum = before + after
    const size = Math.abs(sum) < 1e-3 ? (sum < 0 ? -1e-3 : 1e-3) : sum
    slopes.push(before * after <= 0 ? 0 : (2 * before * after) / size)
  }
  slopes.push(0.5 * (3 * m[n - 2]! - slopes[n - 2]!))
  slopes[0] = 0.5 * (3 * m[0]! - slopes[1]!)
  return slopes
}

/** Where an interval is parted in two: between its points i and i + 1, of these slopes. */
type Middle = (from: Point, to: Point, s0: number, s1: number) => number

function toneMiddle([x0, y0]: Point, [x1, y1]: Point, s0: number, s1: number): number {
  const dx = x1 - x0
  const m = (y1 - y0) / dx
  const [a, b] = [s0 - m, s1 - m]
  // Where one side is met but for rounding, its sign would decide: OpenColorIO's f32 comes to 0 there, and so to the middle.
  if (a * b >= 0 || Math.abs(a) < EQUAL || Math.abs(b) < EQUAL) return (x0 + x1) * 0.5
  return Math.abs(a) > Math.abs(b) ? x1 + (a * dx) / (s1 - s0) : x0 + (b * dx) / (s1 - s0)
}

/** Of a hue curve: never nearer to a point than a fifth of the interval, sliding between bounds as the secant lies to the slopes. */
function hueMiddle([x0, y0]: Point, [x1, y1]: Point, s0: number, s1: number): number {
  const share = 0.2
  const dx = x1 - x0
  const m = (y1 - y0) / dx
  const turn = m < 0 ? -1 : 1
  const [secant, first, last] = [m * turn, s0 * turn, s1 * turn]
  const [left, middle, right] = [x0 + dx * share, x0 + 0.5 * dx, x1 - dx * share]
  const [low, high] = first > last ? [last, first] : [first, last]
  const spread = high - low
  const b = 1 - 0.5 * share
  const part = Math.max(0, Math.min((spread / Math.max(0.01, high) - 0.05) / 0.7, 1))
  const top = middle + part * ((first > last ? right : left) - middle)
  const bottom = middle + part * ((first > last ? left : right) - middle)
  const [over, far] = [high * 1.1, high * 4]
  const [above, below] = [low + b * spread, low + (1 - b) * spread]
  if (secant >= far) return middle
  if (secant > over) return top + ((secant - over) / (far - over)) * (middle - top)
  if (secant >= above) return top
  if (secant > below && above !== below) return bottom + ((secant - below) / (above - below)) * (top - bottom)
  return bottom
}

/** One quadratic an interval where it meets both slopes, else two. */
function pieces(points: readonly Point[], slopes: readonly number[], middle: Middle, equal: number): Spline {
  const [knots, a, b, c]: [number[], number[], number[], number[]] = [[points[0]![0]], [], [], []]
  for (let i = 0; i + 1 < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i]!, points[i + 1]!]
    const [s0, s1] = [slopes[i]!, slopes[i + 1]!]
    const dx = x1 - x0
    const m = (y1 - y0) / dx
    if (Math.abs(s0 + s1 - 2 * m) < equal) {
      a.push((0.5 * (s1 - s0)) / dx)
      b.push(s0)
      c.push(y0)
    } else {
      const at = middle(points[i]!, points[i + 1]!, s0, s1)
      const t = at - x0
      const slope = 2 * m - s1 + ((s1 - s0) * t) / dx
      const bend = (0.5 * (slope - s0)) / t
      a.push(bend, (0.5 * (s1 - slope)) / (x1 - at))
      b.push(s0, slope)
      c.push(y0, y0 + s0 * t + bend * t * t)
      knots.push(at)
    }
    knots.push(x1)
  }
  return { knots, a, b, c }
}

/** Lowers the slopes at an interval whose middle would fall, left to right; whether any was. */
function adjust(points: readonly Point[], slopes: number[], knots: readonly number[]): boolean {
  let done = false
  let i = 0
  for (const knot of knots) {
    if (points[i]![0] === knot) continue
    const [[x0, y0], [x1, y1]] = [points[i]!, points[i + 1]!]
    const dx = x1 - x0
    const blend = ((knot - x0) * slopes[i]! + (x1 - knot) * slopes[i + 1]!) / dx
    const secant = (y1 - y0) / dx
    if (2 * secant - blend < 0) {
      done = true
      const aim = Math.min(0.005 * (slopes[i]! + slopes[i + 1]!), secant)
      const by = (2 * secant - aim) / blend
      slopes[i]! *= by
      slopes[i + 1]! *= by
    }
    i++
  }
  return done
}

function fitHue(kind: Exclude<SplineKind, 'tone'>, points: readonly Point[]): Spline {
  const round = kind === 'hue' || kind === 'turn'
  const rising = kind === 'diagonal' || kind === 'turn'
  const all = prepare(points, round, rising)
  const slopes = kind === 'diagonal' ? lengthSlopes(all) : harmonicSlopes(all)
  if (all.length > 2) {
    const { m } = secants(all)
    for (let i = 0; i + 1 < all.length; i++) {
      const [s0, s1] = [slopes[i]!, slopes[i + 1]!]
      const near = s0 + (Math.abs(s0) > Math.abs(s1) ? 0.8 : 0.2) * (s1 - s0)
      const by = near === 0 ? 1 : (1.5 * m[i]!) / near
      if (by >= 1) continue
      slopes[i]! *= by
      slopes[i + 1]! *= by
    }
    if (round) {
      slopes[0] = slopes.at(-2)!
      slopes[slopes.length - 1] = slopes[1]!
    }
  }
  return pieces(all, slopes, hueMiddle, 1e-5)
}

/** Points apart from each other, and of a curve that goes round one more at each side. */
function prepare(points: readonly Point[], round: boolean, rising: boolean): Point[] {
  const wrapped = points.map(([x, y]): [number, number] =>
    round && x >= 1 ? [x - 1, rising ? y - 1 : y] : round && x < 0 ? [x + 1, rising ? y + 1 : y] : [x, y],
  )
  wrapped.sort((p, q) => p[0] - q[0])
  const spread = (axis: 0 | 1): void => {
    const gap = (wrapped.at(-1)![axis] - wrapped[0]![axis]) * LEAST_GAP
    for (let i = 1; i < wrapped.length; i++) {
      const least = wrapped[i - 1]![axis] + gap
      if (wrapped[i]![axis] - wrapped[i - 1]![axis] < gap) wrapped[i]![axis] = least
    }
  }
  spread(0)
  if (rising) spread(1)
  if (!round) return wrapped
  const lift = rising ? 1 : 0
  const [first, last] = [wrapped[0]!, wrapped.at(-1)!]
  return [[last[0] - 1, last[1] - lift], ...wrapped, [first[0] + 1, first[1] + lift]]
}

/** The slope at both ends, with which the curve goes on. */
export function endSlopes({ knots, a, b }: Spline): readonly [number, number] {
  const last = a.length - 1
  return [b[0]!, 2 * a[last]! * (knots[last + 1]! - knots[last]!) + b[last]!]
}

/** The value at x. */
export function valueAt(spline: Spline, x: number): number {
  const { knots, a, b, c } = spline
  const last = a.length - 1
  if (x <= knots[0]!) return (x - knots[0]!) * b[0]! + c[0]!
  if (x >= knots[last + 1]!) {
    const t = knots[last + 1]! - knots[last]!
    return (a[last]! * t + b[last]!) * t + c[last]! + (x - knots[last + 1]!) * endSlopes(spline)[1]
  }
  let i = 0
  while (i < last && x >= knots[i + 1]!) i++
  const t = x - knots[i]!
  return (a[i]! * t + b[i]!) * t + c[i]!
}
