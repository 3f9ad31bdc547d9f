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
