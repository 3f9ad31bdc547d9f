/** A still: the exact 16-bit frame of a stop as a PNG, and how whoever receives it makes sure of it. */
import { decode, encode } from 'fast-png'
import { digest, type Sha256 } from './digest.ts'

/** R G B row by row, as `quantise` gives them. */
export interface StillFrame {
  readonly width: number
  readonly height: number
  readonly pixels: Uint16Array<ArrayBuffer>
}

/** Largest side that is read: two 8K pictures side by side. */
const maxSide = 16_384
const signature = [137, 80, 78, 71, 13, 10, 26, 10]

/** Width and height of a 16-bit RGB PNG from its first 33 bytes, or the sentence that says why it is none. */
export function stillSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | string {
  if (bytes.length < 33 || signature.some((byte, i) => bytes[i] !== byte)) return 'A still is a PNG; this is none.'
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return 'The PNG does not begin with its header.'
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth, colour, , , interlace] = bytes.subarray(24, 29)
  if (depth !== 16 || colour !== 2 || interlace !== 0)
    return `A still is a 16-bit RGB PNG without interlace; this one has depth ${depth}, colour type ${colour}, interlace ${interlace}.`
  if (width < 1 || height < 1 || width > maxSide || height > maxSide)
    return `A still is 1 to ${maxSide} pixels a side; this one is ${width}×${height}.`
  return { width, height }
}

/** Lossless: the values themselves. Packed at zlib's quickest level: of 12.4 MB 4.7 remain, where the usual level leaves 4.5 in half as long again. */
export function encodeStill({ width, height, pixels }: StillFrame): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode({ width, height, data: pixels, depth: 16, channels: 3 }, { zlib: { level: 1 } }))
}

/**
 * The frame of a still of the expected size whose digest is the sender's, or the sentence that says why it is not shown. `sha256` is the
 * platform's.
 */
export async function readStill(
  bytes: Uint8Array,
  expected: { readonly width: number; readonly height: number; readonly digest: string },
  sha256: Sha256,
): Promise<StillFrame | string> {
  const size = stillSize(bytes)
  if (typeof size === 'string') return size
  if (size.width !== expected.width || size.height !== expected.height)
    return `The still is ${size.width}×${size.height}, the timeline ${expected.width}×${expected.height}.`
  let data: ArrayLike<number>
  try {
    ;({ data } = decode(bytes))
  } catch (error) {
    return `The still cannot be read: ${error instanceof Error ? error.message : String(error)}.`
  }
  if (!(data instanceof Uint16Array) || data.length !== size.width * size.height * 3)
    return 'The still does not hold the pixels that its header promises.'
  const pixels = new Uint16Array(data)
  const found = await digest(size.width, size.height, pixels, sha256)
  return found === expected.digest
    ? { ...size, pixels }
    : `The still is not what its sender digested: ${found} instead of ${expected.digest}.`
}
