/** Which frames playing comes to next. A guess for drawing ahead; what is shown is always asked of the clock. */
import type { Cue } from '../../shared/cue/cue.ts'
import type { Clip, Timeline } from '../../shared/doc/session.ts'
import { clipAt } from '../state/desk.ts'
import type { Ahead } from './work.ts'

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
    if (at < 0 || at >= timeline.length || at === frame || out.includes(at)) break
    out.push(at)
  }
  return out
}

/** A timeline frame as a frame of its clip, or null in a gap. */
export function inClip(clips: readonly Clip[], frame: number): Ahead | null {
  const clip = clipAt(clips, frame)
  return clip && { clip: clip.id, frame: frame - clip.recordIn }
}
