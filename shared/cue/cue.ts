/** The driver's playhead and play state, stated against the hub's clock (media.md section 4). */
export interface Cue {
  readonly seat: string
  readonly seq: number
  readonly playing: boolean
  /** Timeline frame at the anchor, counted from the timeline's start. */
  readonly anchorFrame: number
  /** Hub clock at the anchor, milliseconds. */
  readonly anchorMs: number
  /** Frames a second as a fraction; negative plays backwards. */
  readonly rateNum: number
  readonly rateDen: number
  /** Timeline frames: play wraps in [loopIn, loopOut). Null plays to the end and stops. */
  readonly loop: readonly [number, number] | null
}
