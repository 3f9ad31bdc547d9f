/** Windows as masks: analytic, from the pixel's centre; every mask is a multiple of 2^-16. */
import type { Window } from '../doc/grade.ts'
import { drawRamp, holdMask } from '../op/draw.ts'
import type { Builder, V } from '../op/expr.ts'
import { cos, sin } from '../op/libm.ts'
import { rootOf } from '../op/table.ts'

const DEGREE = 0.017453292519943295
/** The smallest radius, in half picture heights: a circle of less is this one. */
const LEAST_RADIUS = 1 / 4096
/** An edge narrower than this, in radii, is a step. */
const LEAST_EDGE = 1 / 1048576

/**
 * A circle. Shape: [centre x, centre y, radius x, radius y, rotation in degrees clockwise], soft: [width of the edge], all lengths in half
 * picture heights, origin at the picture's centre, x right, y down. The edge lies half inside and half outside the outline, smooth
 * (t²(3 − 2t)), measured in the mean radius √(rx·ry).
 */
function circle(b: Builder, window: Window, width: number, height: number): V {
  const [cx = 0, cy = 0, rx = 0.5, ry = rx, turn = 0] = window.shape
  const [soft = 0] = window.soft
  const [a, c] = [Math.max(Math.abs(rx), LEAST_RADIUS), Math.max(Math.abs(ry), LEAST_RADIUS)]
  const [co, si] = turn === 0 ? [1, 0] : [cos(turn * DEGREE), sin(turn * DEGREE)]
  const unit = 2 / height
  // The centre of pixel (x, y) stands at ((x + ½)·unit − w/h, (y + ½)·unit − 1).
  const [ox, oy] = [unit / 2 - width / height - cx, unit / 2 - 1 - cy]
  const across = [(co * unit) / a, (si * unit) / a, (co * ox + si * oy) / a]
  const down = [(-si * unit) / c, (co * unit) / c, (co * oy - si * ox) / c]
  const at = ([m, n, o]: readonly number[]) =>
    b.add(b.add(b.mul(b.x(), b.coef(m!)), b.mul(b.y(), b.coef(n!))), b.coef(o!))
  const [u, v] = [b.hold(at(across)), b.hold(at(down))]
  const distance = rootOf(b, b.add(b.mul(u, u), b.mul(v, v)))
  const edge = soft / (2 * Math.sqrt(a * c))
  if (edge < LEAST_EDGE) return b.select(b.lt(distance, b.const(1)), b.const(1), b.const(0))
  const t = b.clamp01(b.mul(b.sub(distance, b.coef(1 - edge)), b.coef(1 / (2 * edge))))
  // t below 2^-20 is 0: its square is nothing among multiples of 2^-16.
  const ramp = b.select(b.lt(t, b.const(LEAST_EDGE)), b.const(0), t)
  const smooth = b.mul(b.mul(ramp, ramp), b.sub(b.const(3), b.add(ramp, ramp)))
  return holdMask(b, b.sub(b.const(1), smooth))
}

/** `a·px + b·py + c` of the pixel's centre (px, py) in half picture heights, origin at the picture's centre. */
function affine(b: Builder, [a, d, c]: readonly [number, number, number], width: number, height: number): V {
  const unit = 2 / height
  const offset = a * (unit / 2 - width / height) + d * (unit / 2 - 1) + c
  return b.hold(b.add(b.add(b.mul(b.x(), b.coef(a * unit)), b.mul(b.y(), b.coef(d * unit))), b.coef(offset)))
}

/** Beyond every place: a side that bounds nothing. */
const FAR = 65504

/**
 * Four sides. Shape: [x0, y0, … x3, y3], corners in turn, either way round; soft: [width of the edge of each side], the first from corner 0
 * to corner 1; one number is that of all. Inside is what lies inside each side's line, so that a corner that points inwards is cut off; two
 * corners in one place have no side between them. Each edge lies half inside and half outside, smooth; the four are multiplied.
 */
function linear(b: Builder, window: Window, width: number, height: number): V {
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
    const inside = affine(b, [a, d, length < LEAST_RADIUS ? FAR : -(a * x0 + d * y0)], width, height)
    return holdMask(b, drawRamp(b, inside, -soft / 2, soft / 2))
  }) as [V, V, V, V]
  const both = (x: V, y: V): V => holdMask(b, b.mul(x, y))
  return both(both(sides[0], sides[1]), both(sides[2], sides[3]))
}

/**
 * A gradient. Shape: [x, y, rotation in degrees clockwise], soft: [width of the edge]. At rotation 0 it is full above the line through the
 * point and nothing below it; the edge lies half on each side, smooth.
 */
function gradient(b: Builder, window: Window, width: number, height: number): V {
  const [x = 0, y = 0, turn = 0] = window.shape
  const [soft = 0] = window.soft
  const [co, si] = turn === 0 ? [1, 0] : [cos(turn * DEGREE), sin(turn * DEGREE)]
  const above = affine(b, [si, -co, co * y - si * x], width, height)
  return holdMask(b, drawRamp(b, above, -soft / 2, soft / 2))
}

const shapes: Partial<Record<Window['kind'], typeof circle>> = { circle, linear, gradient }

/**
 * The windows of a node, those that are on, combined in their order: add is the larger, intersect the product, subtract what is left.
 * Null where there is none. A kind that this engine does not draw is told to `lack` and left out.
 */
export function drawWindows(
  b: Builder,
  windows: readonly Window[],
  size: readonly [number, number],
  lack: (sentence: string) => void,
): V | null {
  let mask: V | null = null
  for (const window of windows) {
    if (!window.on) continue
    const draw = shapes[window.kind]
    if (draw === undefined) {
      lack(`This engine does not draw windows of the kind ${window.kind}.`)
      continue
    }
    const shape = draw(b, window, size[0], size[1])
    const own = window.invert ? b.sub(b.const(1), shape) : shape
    const one = b.const(1)
    if (mask === null) mask = window.combine === 'subtract' ? b.sub(one, own) : own
    else if (window.combine === 'add') mask = b.max(mask, own)
    else mask = holdMask(b, b.mul(mask, window.combine === 'subtract' ? b.sub(one, own) : own))
  }
  return mask
}
