/** Which pictures of playing are proved: one in 48 frames, chosen by the timeline, so that all rooms prove the same ones. */

/** Frames of the timeline from one proof to the next: two seconds at 24 (engine.md, "Proof, not trust"). */
export const PROOF_SPAN = 48

export class Sample {
  #last: number | null = null

  /**
   * Whether this frame is proved: the timeline's frame is a multiple of 48, or it is the first one drawn past a multiple that was left out.
   * A loop proves a frame each time it comes round, however short it is.
   */
  due(frame: number): boolean {
    const last = this.#last
    this.#last = frame
    if (frame % PROOF_SPAN === 0) return last !== frame
    return last !== null && (frame < last || Math.floor(frame / PROOF_SPAN) !== Math.floor(last / PROOF_SPAN))
  }

  /** Playing has stopped. */
  stop(): void {
    this.#last = null
  }
}
