/** What each gesture on a curve does to its points. Pure: `[x0, y0, x1, y1, …]` as stored in, the same out; every one may stand as it is. */
import { type Param, POINTS } from '../../shared/op/param.ts'
import { fitSpline, pointsOf, type Spline, valueAt } from '../../shared/op/spline.ts'

export type Tuple = readonly number[]
type Range = readonly [number, number]

/** What a plot shows of a curve, as stored. */
export interface Plane {
  readonly x: Range
  readonly y: Range
}

/** Pixels within which a press takes a point, and within which it takes the line. */
export const reach = { point: 9, line: 7 } as const

/** Kept: one decimal more than is shown, so that what is written is what was seen. */
const grain = 1e4
const keep = (v: number): number => Math.round(v * grain) / grain + 0
const clamp = (v: number, low: number, high: number): number => Math.min(Math.max(v, low), high)

const course = (param: Param) => param.course!
/** Whether the curve goes round, over 0 … 1. */
export const isRound = (param: Param): boolean => ['hue', 'turn'].includes(course(param).spline)
/** Least distance of two points, kept: never less than the definition's once rounded to f32. */
const gapOf = (param: Param): number => Math.ceil(course(param).gap * grain) / grain
/** Where a curve rests at x. */
export const restAt = (param: Param, x: number): number => {
  const { rest } = course(param)
  return rest === 'itself' ? x : rest
}
/** How many points a curve has. */
export const count = (tuple: Tuple): number => tuple.length >> 1
const x = (tuple: Tuple, i: number): number => tuple[2 * i]!
const y = (tuple: Tuple, i: number): number => tuple[2 * i + 1]!

/** 0 … 1 across, or what of it the definition allows, and the soft range upwards. */
export function planeOf(param: Param): Plane {
  const [low, high] = course(param).across
  return { x: [Math.max(0, low), Math.min(1, high)], y: param.soft }
}

/** Shares of a plot's width and height, from its upper left corner. */
export const toPlot = ({ x: [x0, x1], y: [y0, y1] }: Plane, px: number, py: number): [number, number] => [
  (px - x0) / (x1 - x0),
  1 - (py - y0) / (y1 - y0),
]
/** The inverse. */
export const fromPlot = ({ x: [x0, x1], y: [y0, y1] }: Plane, right: number, down: number): [number, number] => [
  x0 + right * (x1 - x0),
  y0 + (1 - down) * (y1 - y0),
]

/** The curve as the engine draws it. */
export const splineOf = (param: Param, tuple: Tuple): Spline => fitSpline(course(param).spline, pointsOf(tuple))

/** The point nearest to a place of the plot, given in pixels of a plot of that size, or null where none is within reach. */
export function pointAt(
  plane: Plane,
  tuple: Tuple,
  [px, py]: readonly [number, number],
  [width, height]: readonly [number, number],
): number | null {
  let best: number | null = null
  let least: number = reach.point
  for (let i = 0; i < count(tuple); i++) {
    const [right, down] = toPlot(plane, x(tuple, i), y(tuple, i))
    const far = Math.hypot(right * width - px, down * height - py)
    if (far <= least) [best, least] = [i, far]
  }
  return best
}

/** A new point's x and y for a press: on the line where the press is near it or `on` is asked for, else under the pointer. */
export function pressed(
  param: Param,
  plane: Plane,
  tuple: Tuple,
  [px, py]: readonly [number, number],
  [width, height]: readonly [number, number],
  on: boolean,
): [number, number] {
  const [at, up] = fromPlot(plane, px / width, py / height)
  const line = valueAt(splineOf(param, tuple), at)
  const down = toPlot(plane, at, line)[1] * height
  return [at, on || Math.abs(down - py) <= reach.line ? line : up]
}

/** A curve with one point more, and which one it is; null where there is no room for it. */
export function addPoint(
  param: Param,
  tuple: Tuple,
  at: number,
  to: number,
): { readonly tuple: Tuple; readonly index: number } | null {
  if (count(tuple) >= POINTS.most) return null
  const points = pointsOf(tuple)
  const index = points.filter(([px]) => px < at).length
  const more = points.toSpliced(index, 0, [at, to]).flat()
  const [low, high] = between(param, more, index)
  if (low > high) return null
  return { tuple: movePoint(param, more, index, at, to), index }
}

/** How far a point may go in x: its neighbours stand in its way, round the end too. */
function between(param: Param, tuple: Tuple, index: number): Range {
  const { across } = course(param)
  const gap = gapOf(param)
  const last = count(tuple) - 1
  let low = index === 0 ? across[0] : x(tuple, index - 1) + gap
  let high = index === last ? across[1] : x(tuple, index + 1) - gap
  if (isRound(param)) {
    const turn = across[1] - across[0]
    if (index === 0) low = Math.max(low, x(tuple, last) - turn + gap)
    if (index === last) high = Math.min(high, (index === 0 ? across[0] : x(tuple, 0)) + turn - gap)
  }
  return [Math.ceil(low * grain - 1e-6) / grain, Math.floor(high * grain + 1e-6) / grain]
}

/** How far a point may go in y: the hard range, and of a curve that does not fall its neighbours, round the turn with a grain to spare. */
function heights(param: Param, tuple: Tuple, index: number): Range {
  let [low, high] = param.hard
  if (course(param).falls) return [low, high]
  const last = count(tuple) - 1
  const turned = isRound(param) && course(param).rest === 'itself'
  if (index > 0) low = Math.max(low, y(tuple, index - 1))
  else if (turned) low = Math.max(low, y(tuple, last) - 1 + 1 / grain)
  if (index < last) high = Math.min(high, y(tuple, index + 1))
  else if (turned) high = Math.min(high, y(tuple, 0) + 1 - 1 / grain)
  return [low, high]
}

/** A point put at x and y, held by its neighbours and the ranges. */
export function movePoint(param: Param, tuple: Tuple, index: number, toX: number, toY: number): Tuple {
  const [left, right] = between(param, tuple, index)
  const [low, high] = heights(param, tuple, index)
  const put = [keep(clamp(toX, left, Math.max(left, right))), keep(clamp(toY, low, Math.max(low, high)))]
  return tuple.map((v, i) => (i >> 1 === index ? put[i & 1]! : v))
}

/** A point back to where the curve rests, its x kept. */
export const restPoint = (param: Param, tuple: Tuple, index: number): Tuple =>
  movePoint(param, tuple, index, x(tuple, index), restAt(param, x(tuple, index)))

/** Whether a point is one of the two that a curve has at rest and stands at an end of it: it is never taken away. */
const isEnd = (param: Param, tuple: Tuple, index: number): boolean =>
  !isRound(param) && (index === 0 || index === count(tuple) - 1)

/** A curve without a point. An end, and each of the last two, goes to rest instead. */
export function removePoint(param: Param, tuple: Tuple, index: number): Tuple {
  if (count(tuple) <= POINTS.least || isEnd(param, tuple, index)) {
    const home = index === 0 ? param.neutral[0]! : param.neutral.at(-2)!
    return movePoint(param, tuple, index, home, restAt(param, home))
  }
  return tuple.toSpliced(2 * index, 2)
}

/** Three points where something was picked: the middle one to be dragged, its neighbours hold the rest. Null where there is no room. */
export function pickThree(
  param: Param,
  tuple: Tuple,
  at: number,
  spread: number,
): { readonly tuple: Tuple; readonly index: number } | null {
  const spline = splineOf(param, tuple)
  const wrap = (v: number): number => (isRound(param) ? v - Math.floor(v) : clamp(v, ...course(param).across))
  const there = pointsOf(tuple).findIndex(([px]) => Math.abs(px - wrap(at)) < spread / 4)
  if (there >= 0) return { tuple, index: there }
  let now: Tuple = tuple
  for (const place of [at - spread, at + spread, at].map(wrap)) {
    const near = pointsOf(now).some(([px]) => Math.abs(px - place) < spread / 2)
    if (place !== wrap(at) && near) continue
    const added = addPoint(param, now, place, valueAt(spline, place))
    if (added) now = added.tuple
    else if (place === wrap(at)) return null
  }
  const [index] = pointsOf(now)
    .map(([px], i) => [i, Math.abs(px - wrap(at))] as const)
    .reduce((a, b) => (b[1] < a[1] ? b : a))
  return { tuple: now, index }
}

/** The line of a curve in a plot of that many pixels, as an SVG path. */
export function linePath(param: Param, tuple: Tuple, plane: Plane, width: number, height: number): string {
  const spline = splineOf(param, tuple)
  const steps = Math.max(2, Math.min(256, Math.round(width / 2)))
  let path = ''
  for (let i = 0; i <= steps; i++) {
    const [at] = fromPlot(plane, i / steps, 0)
    const [right, down] = toPlot(plane, at, valueAt(spline, at))
    path += `${i === 0 ? 'M' : 'L'}${(right * width).toFixed(1)} ${(down * height).toFixed(1)}`
  }
  return path
}
