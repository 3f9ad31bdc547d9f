/** What each gesture on a wheel does to its tuple. Pure: tuples in, tuples out, as stored. */
import type { Param } from '../../shared/op/param.ts'
import { edgeShare, level, type Mixing, place, push } from './ball.ts'
import { fullScale, rates, settle, slide } from './scale.ts'

export type Tuple = readonly number[]

/** Index of R in the tuple: 1 where there is a master Y before it. */
const first = (param: Param): number => (param.components[0] === 'y' ? 1 : 0)

/** Tuples with a master Y are those that lum mix works on; offset is exempt. */
const mixing = (param: Param): Mixing => (param.kind === 'yrgb' ? 'mixed' : 'plain')

const write = (param: Param, from: Tuple, rgb: readonly number[]): Tuple =>
  from.map((v, i) => (i < first(param) ? v : settle(param, rgb[i - first(param)]!)))

/** The three colour numbers of the tuple. */
export const colour = (param: Param, tuple: Tuple): Tuple => tuple.slice(first(param))

/** A relative drag in the ring: dx right, dy down, in pixels, already divided for fine. */
export function turnBall(param: Param, from: Tuple, dx: number, dy: number): Tuple {
  const scale = fullScale(param) * rates.ball
  const delta = push(dx * scale, -dy * scale, mixing(param))
  return write(
    param,
    from,
    colour(param, from).map((v, i) => slide(param, v, delta[i]!)),
  )
}

/** Shift-drag: the puck stands under the pointer; x right, y down, in radii of the ring. The level stays. */
export function putPuck(param: Param, from: Tuple, x: number, y: number): Tuple {
  const rgb = colour(param, from)
  const luma = level(rgb[0]!, rgb[1]!, rgb[2]!)
  const reach = fullScale(param) * edgeShare
  const delta = push(x * reach, -y * reach, mixing(param))
  return write(
    param,
    from,
    delta.map((d) => slide(param, luma, d)),
  )
}

/** The puck's place in radii, x right, y down. */
export function puck(param: Param, tuple: Tuple): [number, number] {
  const [r, g, b] = colour(param, tuple)
  const [x, y] = place(r!, g!, b!, mixing(param))
  const reach = fullScale(param) * edgeShare
  return [x / reach, -y / reach]
}

/** The master: Y where the tuple has one, else all three channels together. dx right is lighter. */
export function turnMaster(param: Param, from: Tuple, dx: number): Tuple {
  const delta = dx * fullScale(param) * rates.master
  if (first(param) === 1) return from.map((v, i) => (i === 0 ? settle(param, slide(param, v, delta)) : v))
  return from.map((v) => settle(param, slide(param, v, delta)))
}

/** The master's number: Y, or the level of the channels. */
export const master = (param: Param, tuple: Tuple): number =>
  first(param) === 1 ? tuple[0]! : level(tuple[0]!, tuple[1]!, tuple[2]!)

/** Double-click in the ring: colour to rest, master kept. Without a Y the level of the three is the master. */
export function resetColour(param: Param, from: Tuple): Tuple {
  if (first(param) === 1) return from.map((v, i) => (i === 0 ? v : param.neutral[i]!))
  const luma = settle(param, master(param, from))
  return from.map(() => luma)
}

/** A drag on one number. */
export function turnField(param: Param, from: Tuple, index: number, dx: number, rate: number): Tuple {
  const delta = dx * fullScale(param) * rate
  return from.map((v, i) => (i === index ? settle(param, slide(param, v, delta)) : v))
}

/** One number set outright, held to the hard range. */
export const setField = (param: Param, from: Tuple, index: number, stored: number): Tuple =>
  from.map((v, i) => (i === index ? settle(param, stored) : v))

/** One number at rest. */
export const resetField = (param: Param, from: Tuple, index: number): Tuple =>
  from.map((v, i) => (i === index ? param.neutral[i]! : v))
