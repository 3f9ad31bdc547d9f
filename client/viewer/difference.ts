/** How far two 16-bit frames of one size lie apart, value by value: on what was drawn, never on a canvas. */

/** Codes are 16-bit; `tenBit` gives them as ten-bit ones. */
export interface Difference {
  /** The greatest difference of any one value. */
  readonly max: number
  /** Where the greatest one is first met: column and row from the upper left, and the channel; null where nothing differs. */
  readonly at: readonly [x: number, y: number, channel: 'R' | 'G' | 'B'] | null
  /** Mean over all values of all pixels. */
  readonly mean: number
  /** Pixels of which any value differs, and all pixels. */
  readonly count: number
  readonly pixels: number
}

/** A difference of 16-bit codes in ten-bit ones: 65,535 is 1,023. */
export const tenBit = (codes: number): number => (codes * 1023) / 65535

/** `a` and `b`: R G B row by row, both of this width and of equal length. */
export function differenceOf(a: Uint16Array, b: Uint16Array, width: number): Difference {
  let max = 0
  let first = -1
  // 6.2 million values of at most 65,535 sum below 2^39: exact in f64.
  let sum = 0
  let count = 0
  for (let i = 0; i < a.length; i += 3) {
    const r = Math.abs(a[i]! - b[i]!)
    const g = Math.abs(a[i + 1]! - b[i + 1]!)
    const blue = Math.abs(a[i + 2]! - b[i + 2]!)
    const all = r + g + blue
    if (all === 0) continue
    count++
    sum += all
    const most = Math.max(r, g, blue)
    if (most > max) {
      max = most
      first = i + (most === r ? 0 : most === g ? 1 : 2)
    }
  }
  const pixel = Math.floor(first / 3)
  return {
    max,
    at: first < 0 ? null : [pixel % width, Math.floor(pixel / width), (['R', 'G', 'B'] as const)[first % 3]!],
    mean: a.length === 0 ? 0 : sum / a.length,
    count,
    pixels: a.length / 3,
  }
}

/** The difference as a picture: each value's distance times `gain`, held at white. Black where nothing differs. */
export function differenceCodes(a: Uint16Array, b: Uint16Array, gain: number): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = Math.min(65535, Math.abs(a[i]! - b[i]!) * gain)
  return out
}
