/** A hand on the track of a window: one overlay and one undo step over the runs that say where this frame carries it. */
import type { Window } from '../../shared/doc/grade.ts'
import type { Carry, Tracked } from '../../shared/doc/track.ts'
import { type Affine, after, inverse, still } from '../../shared/render/affine.ts'
import { middleOf, outlineOf } from '../../shared/track/region.ts'
import { carryMoved, carryScaled, carryTurned } from '../hand/carry.ts'
import type { Hold } from '../hand/grip.ts'
import type { Handle, Spot } from '../hand/window.ts'
import type { Desk } from '../state/desk.ts'
import { sourceFrame, trackedFrames, windowKey } from '../state/tracks.ts'

/** The frames whose places a hand in this frame changes, when it brings this frame from one place to another. */
export function changedFrames(
  tracked: readonly Tracked[],
  frame: number,
  from: Affine,
  to: Affine,
  onward: boolean,
): readonly (readonly [number, Carry])[] {
  if (!onward) return [[frame, to]]
  const by = after(to, inverse(from))
  const later = tracked.filter(([at]) => at > frame)
  return [[frame, to], ...later.map(([at, carry]) => [at, after(by, carry as unknown as Affine)] as const)]
}

/** Holds where the frame on show carries a window; null, with a sentence in the foot, where it may not be. */
export function holdTrack(desk: Desk, window: Window): Hold | null {
  const { suite, level, version, node, tracking } = desk
  if (!level?.startsWith('c.') || !node) {
    desk.say('A window is tracked in a clip’s own grade: that of a group or the timeline stands over many clips.')
    return null
  }
  if (tracking.run?.place.window === window.id) {
    desk.say('This window is being tracked: Esc stops it.')
    return null
  }
  const place = { level, version, node: node.id, window: window.id }
  const frame = sourceFrame(desk)
  const no = suite.may(windowKey(place, `track.${frame}`), [1, 0, 0, 0, 1, 0])
  if (no) {
    desk.say(no.sentence)
    return null
  }
  const from = (window.carry ?? still) as Affine
  const tracked = trackedFrames(suite.entries, place)
  const writes = (to: Affine, onward: boolean) =>
    suite.writesOf((grade) =>
      grade.track(level, version, node.id, window.id, changedFrames(tracked, frame, from, to, onward)),
    )
  const scrub = suite.scrub(level, 'Move track')
  let now = from
  return {
    // While it is dragged only what this frame shows is drawn and told.
    set: (numbers) => {
      now = numbers as unknown as Affine
      scrub.set(writes(now, false))
    },
    commit: () => {
      scrub.set(writes(now, tracking.mode === 'onward'))
      scrub.commit()
      tracking.setLost(window.id, frame, false)
    },
    discard: () => scrub.discard(),
  }
}

/** Where a drag of the body or a handle, from one place of the picture to another, carries a window. */
export function carriedBy(window: Window, role: Handle['role'] | 'body', from: Spot, to: Spot): readonly number[] {
  const carry = (window.carry ?? still) as Affine
  if (role !== 'size' && role !== 'turn') return carryMoved(carry, from, to)
  const [x, y] = middleOf(outlineOf(window, 1))
  const [a, b, c, d, e, f] = carry
  const middle: Spot = [a * x + b * y + c, d * x + e * y + f]
  return (role === 'size' ? carryScaled : carryTurned)(carry, middle, from, to)
}
