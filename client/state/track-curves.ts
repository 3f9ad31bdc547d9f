/** Fleeting: a track as the four numbers a colorist thinks in. */
import type { Window } from '../../shared/doc/grade.ts'
import type { Carry, Tracked } from '../../shared/doc/track.ts'
import { middleOf, outlineOf } from '../../shared/track/region.ts'

/** How the middle of a window goes, in pixels of a picture; how many times larger it is; by how many degrees it is turned, clockwise. */
export interface Moves {
  readonly pan: number
  readonly tilt: number
  readonly zoom: number
  readonly rotate: number
}
export const movesOf = ['pan', 'tilt', 'zoom', 'rotate'] as const

/** Of a place, for a window in a picture so many pixels high. A turn goes on past half a circle from `near`, degrees. */
export function movesAt(
  window: Pick<Window, 'kind' | 'shape' | 'path'>,
  height: number,
  carry: Carry,
  near = 0,
): Moves {
  const [a, b, c, d, e, f] = carry as [number, number, number, number, number, number]
  const [x, y] = middleOf(outlineOf(window, 1))
  const turn = (Math.atan2(d - b, a + e) * 180) / Math.PI
  return {
    pan: ((a * x + b * y + c - x) * height) / 2,
    tilt: ((d * x + e * y + f - y) * height) / 2,
    zoom: Math.sqrt(Math.abs(a * e - b * d)),
    rotate: turn + 360 * Math.round((near - turn) / 360),
  }
}

/** One place of each curve: its frame, and its numbers. */
export type Curves = readonly (readonly [frame: number, moves: Moves])[]

export function curvesOf(
  window: Pick<Window, 'kind' | 'shape' | 'path'>,
  height: number,
  tracked: readonly Tracked[],
): Curves {
  let turn = 0
  return tracked.map(([frame, carry]) => {
    const moves = movesAt(window, height, carry, turn)
    turn = moves.rotate
    return [frame, moves] as const
  })
}

/** The largest that each curve has to reach from its rest, so that none is a flat line and none leaves the graph: pan and tilt share one. */
export function reachOf(curves: Curves): Moves {
  const most = (least: number, of: (moves: Moves) => number): number =>
    curves.reduce((max, [, moves]) => Math.max(max, Math.abs(of(moves))), least)
  const far = Math.max(
    most(20, ({ pan }) => pan),
    most(20, ({ tilt }) => tilt),
  )
  return { pan: far, tilt: far, zoom: most(0.1, ({ zoom }) => zoom - 1), rotate: most(5, ({ rotate }) => rotate) }
}
