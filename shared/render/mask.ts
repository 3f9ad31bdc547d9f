/** Windows as masks: analytic, from the pixel's centre, or by the distance to an outline; every mask is a multiple of 2^-16. */
import type { Window } from '../doc/grade.ts'
import { drawRamp, holdMask } from '../op/draw.ts'
import type { Builder, V } from '../op/expr.ts'
import { cos, sin } from '../op/libm.ts'
import { rootOf } from '../op/table.ts'
import { type Affine, after, areaOf, inverse, still } from './affine.ts'
import { drawDistance, readDistance } from './distance.ts'
import { fieldOf } from './field.ts'
import { numbersName } from './name.ts'
import { close, edgesOf, flatten } from './outline.ts'

const DEGREE = 0.017453292519943295
/** The smallest radius, in half picture heights: a circle of less is this one. */
const LEAST_RADIUS = 1 / 4096
/** An edge narrower than this, in radii, is a step. */
const LEAST_EDGE = 1 / 1048576

/** Where a window stands in the picture, and the picture's size. */
interface Place {
  readonly size: readonly [number, number]
  /** From the window's own place to the one in the picture, in half picture heights; softness goes with it. */
  readonly carry: Affine
}

type Draw = (b: Builder, window: Window, place: Place) => V | null

const turned = (degrees: number): readonly [number, number] =>
  degrees === 0 ? [1, 0] : [cos(degrees * DEGREE), sin(degrees * DEGREE)]

/** How much of the edge lies inside the outline and how much outside: [inside, outside], or one number of both. */
function sides(soft: readonly number[]): readonly [inside: number, outside: number] {
  const [inside = 0, outside] = soft
  return outside === undefined ? [inside / 2, inside / 2] : [inside, outside]
}

/** From the centre of pixel (x, y) to the window's own place. */
function comes({ size: [width, height], carry }: Place): Affine {
  const unit = 2 / height
  return after(inverse(carry), [unit, 0, unit / 2 - width / height, 0, unit, unit / 2 - 1])
}

/** `a·x + b·y + c` of a place, as a number of the pixel. */
function lineOf(b: Builder, [a, d, c]: readonly [number, number, number], place: Place): V {
  const [m, n, o, p, q, r] = comes(place)
  const at = [a * m + d * p, a * n + d * q, a * o + d * r + c]
  return b.hold(b.add(b.add(b.mul(b.x(), b.coef(at[0]!)), b.mul(b.y(), b.coef(at[1]!))), b.coef(at[2]!)))
}

/**
 * A circle. Shape: [centre x, centre y, radius x, radius y, rotation in degrees clockwise], soft: [width of the edge] or [inside, outside],
 * all lengths in half picture heights, origin at the picture's centre, x right, y down. The edge is smooth (t²(3 − 2t)), measured in the
 * mean radius √(rx·ry).
 */
const circle: Draw = (b, window, place) => {
  const [cx = 0, cy = 0, rx = 0.5, ry = rx, turn = 0] = window.shape
  const [a, c] = [Math.max(Math.abs(rx), LEAST_RADIUS), Math.max(Math.abs(ry), LEAST_RADIUS)]
  const [co, si] = turned(turn)
  const across = lineOf(b, [co / a, si / a, -(co * cx + si * cy) / a], place)
  const down = lineOf(b, [-si / c, co / c, (si * cx - co * cy) / c], place)
  const distance = rootOf(b, b.add(b.mul(across, across), b.mul(down, down)))
  const mean = Math.sqrt(a * c)
  const [inside, outside] = sides(window.soft).map((soft) => soft / mean) as [number, number]
  if (inside + outside < 2 * LEAST_EDGE) return b.select(b.lt(distance, b.const(1)), b.const(1), b.const(0))
  const t = b.clamp01(b.mul(b.sub(distance, b.coef(1 - inside)), b.coef(1 / (inside + outside))))
  // t below 2^-20 is 0: its square is nothing among multiples of 2^-16.
  const ramp = b.select(b.lt(t, b.const(LEAST_EDGE)), b.const(0), t)
  const smooth = b.mul(b.mul(ramp, ramp), b.sub(b.const(3), b.add(ramp, ramp)))
  return holdMask(b, b.sub(b.const(1), smooth))
}

/** Beyond every place: a side that bounds nothing. */
const FAR = 65504

/**
 * Four sides. Shape: [x0, y0, … x3, y3], corners in turn, either way round; soft: [width of the edge of each side], the first from corner 0
 * to corner 1; one number is that of all. Inside is what lies inside each side's line, so that a corner that points inwards is cut off; two
 * corners in one place have no side between them. Each edge lies half inside and half outside, smooth; the four are multiplied.
 */
const linear: Draw = (b, window, place) => {
  const given = window.shape.length >= 8 ? window.shape : [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5]
  const corner = (i: number): readonly [number, number] => [given[2 * (i % 4)]!, given[2 * (i % 4) + 1]!]
  const twice = [0, 1, 2, 3].reduce(
    (sum, i) => sum + corner(i)[0] * corner(i + 1)[1] - corner(i + 1)[0] * corner(i)[1],
    0,
  )
  const way = twice < 0 ? -1 : 1
  const sides = [0, 1, 2, 3].map((i) => {
    const [[x0, y0], [x1, y1]] = [corner(i), corner(i + 1)]
    const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0))
    const soft = window.soft[window.soft.length > 1 ? i : 0] ?? 0
    const [a, d] = length < LEAST_RADIUS ? [0, 0] : [(-way * (y1 - y0)) / length, (way * (x1 - x0)) / length]
    const inside = lineOf(b, [a, d, length < LEAST_RADIUS ? FAR : -(a * x0 + d * y0)], place)
    return holdMask(b, drawRamp(b, inside, -soft / 2, soft / 2))
  }) as [V, V, V, V]
  const both = (x: V, y: V): V => holdMask(b, b.mul(x, y))
  return both(both(sides[0], sides[1]), both(sides[2], sides[3]))
}

/**
 * A gradient. Shape: [x, y, rotation in degrees clockwise], soft: [width of the edge] or [inside, outside]. At rotation 0 it is full above
 * the line through the point and nothing below it, smooth.
 */
const gradient: Draw = (b, window, place) => {
  const [x = 0, y = 0, turn = 0] = window.shape
  const [co, si] = turned(turn)
  const [inside, outside] = sides(window.soft)
  const above = lineOf(b, [si, -co, co * y - si * x], place)
  return holdMask(b, drawRamp(b, above, -outside, inside))
}

/**
 * A polygon, or a curve. Path: [x, y, handle in x, y, handle out x, y] of each point in turn, closed; shape: [x, y, scale x, scale y,
 * rotation in degrees clockwise] of the path about its own origin; soft: [inside, outside]. What is encircled is inside by the non-zero
 * rule, smooth by the distance to the outline. Null while it has no points enough to encircle anything: it is still being drawn.
 */
const outlined: Draw = (b, window, { size, carry }) => {
  const straight = window.kind === 'polygon'
  if (window.path.length < (straight ? 18 : 12)) return null
  const [width, height] = size
  const [x = 0, y = 0, across = 1, down = 1, turn = 0] = window.shape
  const [co, si] = turned(turn)
  const half = height / 2
  const own: Affine = [co * across, -si * down, x, si * across, co * down, y]
  const place = after([half, 0, width / 2, 0, half, half], after(carry, own))
  const name = `outline ${numbersName([straight ? 1 : 0, ...place, ...window.path])}`
  const field = fieldOf(name, size, () => {
    const outline = close(flatten(window.path, straight, place))
    return drawDistance(outline, edgesOf(outline), width, height)
  })
  const distance = readDistance(b, b.hold(b.field(field)))
  // The mean zoom of what carries the window is that of its softness.
  const scale = half * Math.sqrt(Math.abs(areaOf(carry)))
  const [inside, outside] = sides(window.soft)
  return holdMask(b, drawRamp(b, distance, -outside * scale, inside * scale))
}

const shapes: Readonly<Record<Window['kind'], Draw>> = { circle, linear, gradient, polygon: outlined, curve: outlined }

/**
 * The windows of a node, those that are on, combined in their order: add is the larger, intersect the product, subtract what is left, each
 * first inverted where it says so and then scaled by its opacity. Null where there is none. `moved`: where the node's sizing brings what
 * stands in its input, in half picture heights.
 */
export function drawWindows(
  b: Builder,
  windows: readonly Window[],
  size: readonly [number, number],
  moved: Affine = still,
): V | null {
  let mask: V | null = null
  for (const window of windows) {
    if (!window.on) continue
    const carry = window.carry === null ? moved : after(moved, window.carry as Affine)
    const shape = shapes[window.kind](b, window, { size, carry })
    if (shape === null) continue
    const full = window.invert ? b.sub(b.const(1), shape) : shape
    const own = window.opacity === 1 ? full : holdMask(b, b.mul(full, b.coef(window.opacity)))
    const one = b.const(1)
    if (mask === null) mask = window.combine === 'subtract' ? b.sub(one, own) : own
    else if (window.combine === 'add') mask = b.max(mask, own)
    else mask = holdMask(b, b.mul(mask, window.combine === 'subtract' ? b.sub(one, own) : own))
  }
  return mask
}
