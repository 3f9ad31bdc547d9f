/** Keyframes in words: where one stands, and what took a change that was made elsewhere. */
import { printTimecode } from '../keys/timecode-entry.ts'
import type { Desk } from '../state/desk.ts'

/** Record timecode of a frame of the level on show. */
export function timecodeAt({ keyframes, suite }: Pick<Desk, 'keyframes' | 'suite'>, frame: number): string {
  const { startTimecode, rate } = suite.session.timeline
  return printTimecode(startTimecode + keyframes.toTimeline(frame), rate.num / rate.den)
}

/** Said when a change went to a keyframe that stands at another frame. */
export const elsewhereWords = (desk: Pick<Desk, 'keyframes' | 'suite'>, frame: number): string =>
  `Auto-key is off: the keyframe at ${timecodeAt(desk, frame)} took the change.`
