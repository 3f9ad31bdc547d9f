/** Counts to pixels: how bright a trace is where so many pixels of the picture fall. */
import { COLUMNS, LEVELS, SIDE } from '../../shared/scope/counts.ts'

/** The level that a count is of: LEVELS is a power of two. */
const LEVEL = LEVELS - 1

export type Colour = readonly [number, number, number]

/** RGBA that traces are added to, row by row from above. */
export interface Sheet {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** `ground`: what traces are added to. */
export const sheetOf = (width: number, height: number, [r, g, b]: Colour = [0, 0, 0]): Sheet => {
  const pixels = new Uint8ClampedArray(width * height * 4)
  // Red in the lowest byte: every machine that browsers run on is little-endian.
  new Uint32Array(pixels.buffer).fill(((255 << 24) | (b << 16) | (g << 8) | r) >>> 0)
  return { width, height, pixels }
}

/** A single pixel of the picture is seen, a few hundred in one place are bright, and nothing burns out: share of a column, or of the frame. Means of bins, so that rows of one bin and of two are alike. */
const FLOOR = 0.14
const HALF = 0.006
const brightness = (share: number, half: number): number =>
  share <= 0 ? 0 : FLOOR + (1 - FLOOR) * (share / (share + half))

/** First and past the last of `bins` that lie in pixel i of n; where pixels are finer than bins, the one bin it lies in. */
const binsOf = (i: number, n: number, bins: number): readonly [number, number] => {
  const from = Math.floor((i * bins) / n)
  return [from, Math.max(from + 1, Math.floor(((i + 1) * bins) / n))]
}

function add({ pixels }: Sheet, at: number, [r, g, b]: Colour, by: number): void {
  pixels[at] = pixels[at]! + r * by
  pixels[at + 1] = pixels[at + 1]! + g * by
  pixels[at + 2] = pixels[at + 2]! + b * by
}

/** A waveform over columns `from` to `to` of the sheet, the lowest level at its foot. `pixels`: of the whole picture. */
export function paintWaveform(
  sheet: Sheet,
  counts: Uint32Array,
  pixels: number,
  colour: Colour,
  from = 0,
  to = sheet.width,
): void {
  const { width, height } = sheet
  const column = pixels / COLUMNS
  const rows = Array.from({ length: height }, (_, y) => binsOf(height - 1 - y, height, LEVELS))
  /** Of the columns in one pixel of the sheet, level by level. */
  const sums = new Uint32Array(LEVELS)
  for (let x = from; x < to; x++) {
    const [c0, c1] = binsOf(x - from, to - from, COLUMNS)
    sums.set(counts.subarray(c0 * LEVELS, (c0 + 1) * LEVELS))
    for (let at = (c0 + 1) * LEVELS; at < c1 * LEVELS; at++) sums[at & LEVEL]! += counts[at]!
    for (let y = 0; y < height; y++) {
      const [l0, l1] = rows[y]!
      let n = 0
      for (let l = l0; l < l1; l++) n += sums[l]!
      if (n === 0) continue
      const share = (n * LEVELS) / ((c1 - c0) * (l1 - l0) * column * height)
      add(sheet, 4 * (y * width + x), colour, brightness(share, HALF))
    }
  }
}

/** A vectorscope in a square of `side` at (left, 0): Cb to the right, Cr upwards; `zoom` 2 shows its inner half. */
export function paintVectorscope(
  sheet: Sheet,
  counts: Uint32Array,
  pixels: number,
  colour: Colour,
  left: number,
  side: number,
  zoom: 1 | 2,
): void {
  const bins = SIDE / zoom
  const first = (SIDE - bins) / 2
  const rows = Array.from({ length: side }, (_, y) => binsOf(side - 1 - y, side, bins))
  for (let x = 0; x < side; x++) {
    const [b0, b1] = binsOf(x, side, bins)
    for (let y = 0; y < side; y++) {
      const [r0, r1] = rows[y]!
      let n = 0
      for (let r = r0; r < r1; r++) for (let b = b0; b < b1; b++) n += counts[(first + r) * SIDE + first + b]!
      if (n > 0)
        add(
          sheet,
          4 * (y * sheet.width + left + x),
          colour,
          brightness(n / ((r1 - r0) * (b1 - b0) * pixels), HALF / 64),
        )
    }
  }
}

/** A histogram over the whole sheet: each column as high as the root of its share of the fullest one, clipped ends apart. */
export function paintHistogram(sheet: Sheet, counts: Uint32Array, colour: Colour): void {
  const { width, height } = sheet
  let most = 1
  for (let i = 1; i < counts.length - 1; i++) most = Math.max(most, counts[i]!)
  for (let x = 0; x < width; x++) {
    const [b0, b1] = binsOf(x, width, counts.length)
    let n = 0
    for (let b = b0; b < b1; b++) n = Math.max(n, counts[b]!)
    const top = height - Math.round(Math.sqrt(Math.min(1, n / most)) * height)
    for (let y = top; y < height; y++) add(sheet, 4 * (y * width + x), colour, y === top ? 1 : 0.4)
  }
}
