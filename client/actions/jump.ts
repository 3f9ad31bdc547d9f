/** From the clip on show to the next one of a kind. */
import type { Clip } from '../../shared/doc/session.ts'
import type { Desk } from '../state/desk.ts'
import { go } from './transport.ts'

/** Goes to the nearest clip of the cut that way which fits; where there is none, says so. */
export function jumpClip(desk: Desk, way: 1 | -1, fits: (clip: string) => boolean, none: string): void {
  const to = nearest(desk, desk.suite.session.timeline.clips, way, fits)
  if (to) go(desk, to.recordIn)
  else desk.say(none)
}

/** The nearest clip beyond the one on show. */
export function nearest(
  desk: Desk,
  clips: readonly Clip[],
  way: 1 | -1,
  fits: (clip: string) => boolean = () => true,
): Clip | undefined {
  const from = desk.clip?.recordIn ?? desk.frame
  const beyond = (clip: Clip) => (way > 0 ? clip.recordIn > from : clip.recordIn < from) && fits(clip.id)
  return way > 0 ? clips.find(beyond) : clips.findLast(beyond)
}

/** Goes round the clips that are picked together, in the order of the cut; they stay picked. Says so where there is no other one. */
export function jumpPicked(desk: Desk, way: 1 | -1): void {
  const { clips } = desk.strip.pick
  const picked = desk.suite.session.timeline.clips.filter(({ id }) => clips.has(id))
  const to = nearest(desk, picked, way) ?? (way > 0 ? picked[0] : picked.at(-1))
  if (to && to.id !== desk.clip?.id) go(desk, to.recordIn)
  else desk.say('No other clip is selected: Ctrl-click or Shift-click clips in the strip first.')
}
