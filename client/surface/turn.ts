/** Where a knob, ring or ball takes a tuple: the very sums of a drag with the mouse. Pure. */
import { fullScale, rates, settle } from '../hand/scale.ts'
import {
  master,
  puck,
  putPuck,
  resetColour,
  resetField,
  setField,
  type Tuple,
  turnBall,
  turnField,
  turnMaster,
} from '../hand/wheel.ts'
import type { Control } from '../state/palette.ts'
import type { Place } from './target.ts'

/** Turned by so many pixels; right and down are positive. */
export function turned({ param }: Control, place: Place, from: Tuple, dx: number, dy: number): Tuple {
  if (place === 'ball') return turnBall(param, from, dx, dy)
  if (place === 'across') return turnBall(param, from, dx, 0)
  if (place === 'upright') return turnBall(param, from, 0, -dx)
  if (place === 'master') return turnMaster(param, from, dx)
  return turnField(param, from, place, dx, param.components.length === 1 ? rates.name : rates.field)
}

/** Where it stands, 0 … 1 of the soft range or across the ring, and beyond; null for a ball, which has no one number. */
export function levelOf({ param }: Control, place: Place, tuple: Tuple): number | null {
  const share = (stored: number): number => (stored - param.soft[0]) / fullScale(param)
  if (place === 'ball') return null
  if (place === 'across') return (puck(param, tuple)[0] + 1) / 2
  if (place === 'upright') return (1 - puck(param, tuple)[1]) / 2
  return share(place === 'master' ? master(param, tuple) : tuple[place]!)
}

/** Put at a level, the rest of the tuple left. The inverse of `levelOf`. */
export function atLevel({ param }: Control, place: Place, from: Tuple, level: number): Tuple {
  const stored = param.soft[0] + level * fullScale(param)
  if (place === 'ball') return from
  if (place === 'across') return putPuck(param, from, level * 2 - 1, puck(param, from)[1])
  if (place === 'upright') return putPuck(param, from, puck(param, from)[0], 1 - level * 2)
  if (place !== 'master') return setField(param, from, place, stored)
  if (param.components[0] === 'y') return setField(param, from, 0, stored)
  const by = stored - master(param, from)
  return from.map((v) => settle(param, v + by))
}

/** At rest: all of it, the ball with its level kept, the master with its colour kept, or one number. */
export function rested({ param }: Control, place: Place | 'all', from: Tuple): Tuple {
  if (place === 'all') return param.neutral
  if (typeof place === 'number') return resetField(param, from, place)
  if (place !== 'master') return resetColour(param, from)
  if (param.components[0] === 'y') return resetField(param, from, 0)
  const by = param.neutral[0]! - master(param, from)
  return from.map((v) => settle(param, v + by))
}
