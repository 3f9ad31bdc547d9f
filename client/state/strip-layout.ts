/** Fleeting: how tall and wide a clip stands in its strip, and which of thousands are in sight. Pure; pixels of the page. */

export interface StripLayout {
  /** Height of a clip's picture. */
  readonly picture: number
  /** Width of a clip. */
  readonly width: number
  /** From one clip's left edge to the next one's. */
  readonly pitch: number
  /** There is room for the name under the picture. */
  readonly named: boolean
}

/** Number and timecode above a picture, the name under it, and the space between two clips. */
export const stripRows = { head: 15, name: 13, gap: 5 } as const
/** So much is needed for a number of two digits and the timecode side by side, and for each digit more. */
const narrowest = 84
const digit = 6
const widest = 150

/**
 * The layout of a strip that is `height` inside; `aspect` is the timeline's, width over height; `last` the highest number that stands over a
 * clip. In a long cut the clips stand further apart, so that no number runs into the timecode before it: no picture loses its shape.
 */
export function layStrip(height: number, aspect: number, last = 1): StripLayout {
  const named = height >= 74
  const picture = Math.max(20, height - stripRows.head - (named ? stripRows.name : 0))
  const width = Math.round(Math.min(widest, Math.max(narrowest, picture * aspect)))
  const head = narrowest + digit * Math.max(0, String(last).length - 2)
  return { picture, width, pitch: Math.max(width, head) + stripRows.gap, named }
}

/** Clips beyond either edge that stand ready for the next turn of the wheel. */
const beyond = 4

/** The first clip in sight and the one after the last. */
export function inSight(left: number, width: number, pitch: number, count: number): readonly [number, number] {
  const first = Math.max(0, Math.floor(left / pitch) - beyond)
  return [Math.min(first, count), Math.min(count, Math.ceil((left + width) / pitch) + beyond)]
}

/** How far to scroll so that a clip is wholly in sight with a neighbour beside it; where it is, the strip stays. */
export function scrollTo(index: number, left: number, width: number, { pitch }: StripLayout): number {
  const [low, high] = [(index - 1) * pitch, (index + 2) * pitch - width]
  return Math.max(0, Math.min(low, Math.max(left, high)))
}
