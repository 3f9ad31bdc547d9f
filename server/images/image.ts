/** A picture as a file holds it, and what a format of such files is. */

/** Bits of whole code values, or floating point. */
export type Depth = 8 | 10 | 12 | 16 | 'half' | 'float'

export interface Image {
  readonly width: number
  readonly height: number
  readonly depth: Depth
  /** R, G, B, row by row from the top: code values from 0 to 2^depth − 1, or the numbers of a float file as they are. */
  readonly planes: readonly [Float32Array, Float32Array, Float32Array]
  /** As the planes; null where the file has none. */
  readonly alpha: Float32Array | null
  readonly notes: Notes
}

/** One thing a file says beside its pixels: a chunk, a tag, an attribute, a header. */
export interface Note {
  readonly name: string
  /** Its type, where the format has notes of any name. */
  readonly type?: string
  readonly bytes: Uint8Array
  /** It says what the code values mean: true only as long as nobody converts them. */
  readonly colour: boolean
}

export interface Notes {
  /** Id of the format whose notes they are: only the same format can keep them. */
  readonly format: string
  readonly list: readonly Note[]
  /** What the file holds and the reading leaves out, in words: `two more layers`. */
  readonly dropped: readonly string[]
}

export interface ImageFormat {
  /** Lower kebab, also the file's usual ending. */
  readonly id: string
  readonly title: string
  readonly endings: readonly string[]
  /** What it can be written as, the usual one first. */
  readonly depths: readonly Depth[]
  readonly alpha: boolean
  /** Whether the bytes begin as such a file does. */
  readonly fits: (bytes: Uint8Array) => boolean
  /** The picture, or one sentence with the place at which the file is wrong. */
  readonly read: (bytes: Uint8Array) => Image | string
  /** The whole file; `image.depth` is one of `depths`. A sentence where the format cannot hold such a picture. */
  readonly write: (image: Image) => Uint8Array | string
}

/** Pixels that a picture may have: 16,384 × 8,192. */
export const MOST_PIXELS = 134_217_728

/** A sentence where a picture of that size is none, or larger than what is drawn; null where it may be. */
export function checkSize(width: number, height: number): string | null {
  if (!(width >= 1) || !(height >= 1)) return `Its size is ${width} × ${height}.`
  return width * height > MOST_PIXELS
    ? `It is ${width} × ${height}; ${MOST_PIXELS} pixels are the most that is read.`
    : null
}

/** Greatest code of a depth; 1 of a float picture. */
export const topOf = (depth: Depth): number => (typeof depth === 'number' ? (1 << depth) - 1 : 1)

/** Planes of a size, not yet filled; call only with a size that the file has been found to hold. */
export const freshPlanes = (pixels: number): [Float32Array, Float32Array, Float32Array] => [
  new Float32Array(pixels),
  new Float32Array(pixels),
  new Float32Array(pixels),
]

/** A value of 0 … 1 as a code of that depth: floor(hold01(x)·top + 0.5), each step rounded to f32, as frames leave the engine. */
export const codeOf = (x: number, top: number): number =>
  x > 0 ? (x < 1 ? Math.fround(Math.fround(x * top) + 0.5) | 0 : top) : 0

/** What 0 and 1 are as codes: the ends of the depth, or legal range, 16 and 235 of 8 bits (ITU-R BT.709-6 item 5). */
export type Levels = 'full' | 'video'

/** A value as a code of legal range, rounded; what lies outside goes as far as the codes that are no timing words (BT.709-6 item 5.6: 1 to 254 of 8 bits). */
function videoCodeOf(x: number, depth: number): number {
  const step = 1 << (depth - 8)
  const code = Math.floor(x * 219 * step + 16 * step + 0.5)
  return Math.min(Math.max(code, step), 255 * step - 1)
}

/** Planes of 0 … 1 (or of any value, for float) as what a file of that depth holds; a new image with those notes. Alpha is of full range. */
export function imageOf(
  { width, height, planes }: Pick<Image, 'width' | 'height' | 'planes'>,
  alpha: Float32Array | null,
  depth: Depth,
  notes: Notes,
  levels: Levels = 'full',
): Image {
  if (typeof depth !== 'number') return { width, height, depth, planes, alpha, notes }
  const top = topOf(depth)
  const full = (x: number): number => codeOf(x, top)
  const video = (x: number): number => videoCodeOf(x, depth)
  const code = levels === 'video' ? video : full
  const [r, g, b] = planes
  return {
    width,
    height,
    depth,
    planes: [r.map(code), g.map(code), b.map(code)],
    alpha: alpha?.map(full) ?? null,
    notes,
  }
}

/** Codes R G B (A) pixel by pixel, from the top. */
export function interleave({ planes, alpha, depth }: Image): Uint8Array | Uint16Array {
  const all = alpha ? [...planes, alpha] : planes
  const n = planes[0].length
  const step = all.length
  const out = depth === 8 ? new Uint8Array(n * step) : new Uint16Array(n * step)
  all.forEach((plane, c) => {
    for (let p = 0, o = c; p < n; p++, o += step) out[o] = plane[p]!
  })
  return out
}

/**
 * The other way, of data with so many samples a pixel: the first `colours` (3, or 1 of a grey picture) are the picture, and alpha the next
 * where `used` has room for it.
 */
export function planesOf(
  data: ArrayLike<number>,
  pixels: number,
  samples: number,
  colours: number = samples < 3 ? 1 : 3,
  used: number = samples,
): { planes: [Float32Array, Float32Array, Float32Array]; alpha: Float32Array | null } {
  const channel = (c: number): Float32Array => {
    const out = new Float32Array(pixels)
    for (let p = 0, i = c; p < pixels; p++, i += samples) out[p] = data[i]!
    return out
  }
  const first = channel(0)
  return {
    planes: colours === 1 ? [first, first, first] : [first, channel(1), channel(2)],
    alpha: used > colours ? channel(colours) : null,
  }
}
