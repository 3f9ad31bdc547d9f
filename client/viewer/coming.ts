/** Which frames playing comes to next. A guess for drawing ahead; what is shown is always asked of the clock. */
import type { Cue } from '../../shared/cue/cue.ts'
import type { Clip, Timeline } from '../../shared/doc/session.ts'
import { clipAt } from '../state/clip-at.ts'
import type { Ahead } from './work.ts'

/** However slow it goes, no more than this many frames are given up at a time. */
const mostLate = 11

/** Timeline frames from one frame shown to the next: 1 at speed and below, 2 at double speed, negative backwards. */
export function frameStep(cue: Cue | null, { rate }: Pick<Timeline, 'rate'>): number {
  if (!cue || cue.rateNum === 0) return 1
  const speed = (Math.abs(cue.rateNum) * rate.den) / (cue.rateDen * rate.num)
  return Math.sign(cue.rateNum) * Math.max(1, Math.round(speed))
}

/** Timeline frames after `frame`, nearest first, within the timeline and round the cue's loop. */
export function comingFrames(cue: Cue | null, timeline: Timeline, frame: number, count: number): readonly number[] {
  const step = frameStep(cue, timeline)
  const out: number[] = []
  for (let at = frame + step; out.length < count; at += step) {
    const loop = cue?.loop
    if (loop && at >= loop[1] && step > 0) at = loop[0]
    else if (loop && at < loop[0] && step < 0) at = loop[1] - 1
    if (at < 0 || at >= timeline.length || at === frame) break
    out.push(at)
  }
  return out
}

/**
 * Frames of `line` (now, then those playing comes to) worth drawing when a picture takes `tookMs` from order to canvas: all at speed, else
 * every second, third … one, so that what is drawn is drawn for its own instant and not for one that has passed. None before the place
 * `from`; the one there, where that is not now, is taken as it is: it is being decoded already. No more than `count` steps ahead.
 */
export function drawable(
  { rate }: Pick<Timeline, 'rate'>,
  line: readonly number[],
  step: number,
  tookMs: number,
  from: number,
  count: number,
): readonly number[] {
  const late = Math.min(mostLate, Math.floor((tookMs * rate.num) / (1000 * rate.den)))
  const stride = late + 1
  const first = Math.max(from, late)
  const last = late + count * stride
  return line.filter(
    (at, i) =>
      i < last &&
      ((i === from && from > 0) || (i >= first && (stride === 1 || Math.floor(at / Math.abs(step)) % stride === 0))),
  )
}

/** A timeline frame as a frame of its clip, or null in a gap. */
export function inClip(clips: readonly Clip[], frame: number): Ahead | null {
  const clip = clipAt(clips, frame)
  return clip && { clip: clip.id, frame: frame - clip.recordIn }
}
