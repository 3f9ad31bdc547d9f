/** Which frame a cue means at an instant: whole-number maths from the anchor, never counted up (media.md section 4). */
import type { Cue } from './cue.ts'

/** What to show: a timeline frame from 0 to length − 1, and whether it is moving. */
export interface Playhead {
  readonly frame: number
  readonly playing: boolean
}

/** Whole frames from the anchor to `hubNow`, never negative: before the anchor everybody waits on its frame. */
export function framesSince(cue: Cue, hubNow: number): number {
  const micros = Math.round((hubNow - cue.anchorMs) * 1000)
  if (!(micros > 0)) return 0
  const num = Math.abs(cue.rateNum)
  return Number((BigInt(micros) * BigInt(num)) / (BigInt(cue.rateDen) * 1_000_000n))
}

/**
 * The frame of a cue at the hub's time, held to the timeline of `length` frames. Inside a loop play wraps in [loopIn, loopOut);
 * without one it stops on the last frame (backwards: on frame 0). An empty timeline answers frame 0, stopped.
 */
export function frameAt(cue: Cue, hubNow: number, length: number): Playhead {
  const last = length - 1
  if (last < 0) return { frame: 0, playing: false }
  const hold = (frame: number): number => Math.max(0, Math.min(last, frame))
  if (!cue.playing || cue.rateNum === 0) return { frame: hold(cue.anchorFrame), playing: false }
  const gone = framesSince(cue, hubNow)
  const forward = cue.rateNum > 0
  const frame = hold(cue.anchorFrame) + (forward ? gone : -gone)
  const loop = cue.loop && heldLoop(cue.loop, length)
  if (loop) {
    const [start, end] = loop
    const outside = forward ? frame >= end : frame < start
    return { frame: hold(outside ? start + modulo(frame - start, end - start) : frame), playing: true }
  }
  return { frame: hold(frame), playing: forward ? frame < last : frame > 0 }
}

/** The loop cut to the timeline, or null where nothing of it is left. */
function heldLoop(loop: readonly [number, number], length: number): readonly [number, number] | null {
  const [start, end] = [Math.max(0, loop[0]), Math.min(length, loop[1])]
  return start < end ? [start, end] : null
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** Milliseconds between the instant a frame is put on the screen and the instant the cue means for it; 0 when it stands. */
export function skewOf(cue: Cue, frame: number, hubPresentedMs: number): number {
  if (!cue.playing || cue.rateNum === 0 || cue.loop) return 0
  const frames = (frame - cue.anchorFrame) / (cue.rateNum > 0 ? 1 : -1)
  const due = cue.anchorMs + (frames * cue.rateDen * 1000) / Math.abs(cue.rateNum)
  return hubPresentedMs - due
}
