/** Windows as masks: analytic, from the pixel's centre; every mask is a multiple of 2^-16. */
import type { Window } from '../doc/grade.ts'
import type { Builder, V } from '../op/expr.ts'
import { cos, sin } from '../op/libm.ts'
import { rootOf } from '../op/table.ts'

const DEGREE = 0.017453292519943295
/** The smallest radius, in half picture heights: a circle of less is this one. */
const LEAST_RADIUS = 1 / 4096
/** An edge narrower than this, in radii, is a step. */
const LEAST_EDGE = 1 / 1048576

/** Holds a mask to multiples of 2^-16 (engine.md, "The canonical numbers"). */
export const holdMask = (b: Builder, k: V): V =>
  b.mul(b.floor(b.add(b.mul(b.clamp01(k), b.const(65536)), b.const(0.5))), b.const(1 / 65536))

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
    if (window.kind !== 'circle') {
      lack(`This engine does not draw windows of the kind ${window.kind}.`)
      continue
    }
    const shape = circle(b, window, size[0], size[1])
    const own = window.invert ? b.sub(b.const(1), shape) : shape
    const one = b.const(1)
    if (mask === null) mask = window.combine === 'subtract' ? b.sub(one, own) : own
    else if (window.combine === 'add') mask = b.max(mask, own)
    else mask = holdMask(b, b.mul(mask, window.combine === 'subtract' ? b.sub(one, own) : own))
  }
  return mask
}
