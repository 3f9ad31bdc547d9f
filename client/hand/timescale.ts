/** Frames along a ruler: where one stands, zoom about a place, and which of them get a number. */

/** `from`: the frame at the left edge, not whole; `per`: pixels a frame. */
export interface Timescale {
  readonly from: number
  readonly per: number
}

type Reach = readonly [first: number, last: number]

/** Room beside the first and the last frame, pixels. */
const margin = 10
/** Pixels a frame at the closest look. */
const closest = 40
/** Pixels that a number of the ruler needs with the space after it. */
const labelRoom = 78

export const xOf = ({ from, per }: Timescale, frame: number): number => (frame - from) * per
/** The nearest frame. */
export const frameAt = ({ from, per }: Timescale, x: number): number => Math.round(from + x / per)

/** All of a reach in a width. */
export function whole([first, last]: Reach, width: number): Timescale {
  const per = Math.min(closest, Math.max(1, width - 2 * margin) / Math.max(1, last - first))
  return { from: first - margin / per, per }
}

/** Held so that the reach stays in sight: never smaller than all of it, never moved off it. */
export function held(scale: Timescale, reach: Reach, width: number): Timescale {
  const all = whole(reach, width)
  const per = Math.min(closest, Math.max(all.per, scale.per))
  const [low, high] = [reach[0] - margin / per, reach[1] + margin / per - width / per]
  return { from: Math.max(low, Math.min(scale.from, high)), per }
}

/** Larger by a factor, the frame at `x` staying where it is. */
export function zoom(scale: Timescale, x: number, by: number, reach: Reach, width: number): Timescale {
  const all = whole(reach, width)
  const per = Math.min(closest, Math.max(all.per, scale.per * by))
  return held({ from: scale.from + x / scale.per - x / per, per }, reach, width)
}

/** Moved so that a frame can be seen: as it is where it can already. */
export function reveal(scale: Timescale, frame: number, reach: Reach, width: number): Timescale {
  const x = xOf(scale, frame)
  if (x >= 0 && x <= width) return scale
  return held({ from: frame - (0.1 * width) / scale.per, per: scale.per }, reach, width)
}

/** Frames between two numbers of the ruler, the fewest that leave room for them: parts and multiples of a second. */
export function stride(per: number, fps: number): number {
  const frames = [1, 2, 4, fps / 2, fps, 2 * fps, 5 * fps, 10 * fps, 30 * fps, 60 * fps, 300 * fps, 600 * fps].map(
    Math.round,
  )
  return frames.find((n) => n > 0 && n * per >= labelRoom) ?? 1800 * fps
}

/** Frames of the ruler that get a number: multiples of the stride, counted from `zero`. */
export function marks(scale: Timescale, width: number, fps: number, zero: number): readonly number[] {
  const by = stride(scale.per, fps)
  const found: number[] = []
  for (let frame = zero + Math.ceil((scale.from - zero) / by) * by; xOf(scale, frame) <= width; frame += by)
    found.push(frame)
  return found
}
