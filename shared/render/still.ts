/** A still: the exact 16-bit frame of a stop as a PNG, and how whoever receives it makes sure of it. */
import { decode } from 'fast-png'
import { createCRC32 } from 'hash-wasm'
import { digest, type Sha256 } from './digest.ts'
import { pngChunk } from './png-chunk.ts'

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

/** zlib's format (RFC 1950), by the platform: in Chromium half as long as the quickest library. */
export type Deflate = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>

/** Lossless: the values themselves, each row unfiltered, in one chunk. Of 12.4 MB 4.7 remain; a filter saves little where footage has noise. */
export async function encodeStill(
  { width, height, pixels }: StillFrame,
  deflate: Deflate,
): Promise<Uint8Array<ArrayBuffer>> {
  const row = 1 + width * 6
  const rows = new Uint8Array(row * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let at = y * row + 1; at < (y + 1) * row; at += 2, i++) {
      rows[at] = pixels[i]! >> 8
      rows[at + 1] = pixels[i]! & 0xff
    }
  const head = new Uint8Array(13)
  const view = new DataView(head.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  head.set([16, 2], 8)
  const crc = await createCRC32()
  const chunk = (type: string, body: Uint8Array): Uint8Array =>
    pngChunk(type, body, (bytes) => Number.parseInt(crc.init().update(bytes).digest(), 16))
  const parts = [
    Uint8Array.from(signature),
    chunk('IHDR', head),
    chunk('IDAT', await deflate(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]
  const png = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    png.set(part, end)
    end += part.length
  }
  return png
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
