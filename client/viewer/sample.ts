/** Which pictures of playing are proved: one in 48 frames, chosen by the timeline, so that all rooms prove the same ones. */

/** Frames of the timeline from one proof to the next: two seconds at 24 (engine.md, "Proof, not trust"). */
export const PROOF_SPAN = 48
/** A room too slow to draw those frames proves the next one it draws when this long has gone by without, milliseconds. */
export const PROOF_LATE_MS = 2500

export class Sample {
  #at: number | null = null
  #last: number | null = null

  /** Whether the picture of this frame of the timeline, ordered now (milliseconds), is proved. */
  due(frame: number, nowMs: number): boolean {
    this.#at ??= nowMs
    const again = frame === this.#last
    this.#last = frame
    if ((frame % PROOF_SPAN !== 0 || again) && nowMs - this.#at < PROOF_LATE_MS) return false
    this.#at = nowMs
    return true
  }

  /** Playing has stopped. */
  stop(): void {
    this.#at = null
    this.#last = null
  }
}
