/** The lossless compressions of OpenEXR, and PXR24, block by block: from packed bytes to rows, each with its channels one after the other. */
import { inflateSync } from 'node:zlib'
import { Beyond, Bytes } from './bytes.ts'
import { unpackPiz } from './piz.ts'

/** A channel within a block: samples across, rows of the block that have it, bytes a sample. */
export interface BlockChannel {
  readonly type: number
  readonly bytes: 2 | 4
  readonly width: number
  /** Of each row of the block, whether the channel has samples there. */
  readonly rows: readonly boolean[]
}

const rowsOf = ({ rows }: BlockChannel): number => rows.filter(Boolean).length

/** Bytes of a block that is not packed. */
export const rawBytes = (channels: readonly BlockChannel[]): number =>
  channels.reduce((sum, channel) => sum + channel.width * channel.bytes * rowsOf(channel), 0)

/** Unpacks to exactly so many bytes or throws. */
function inflate(packed: Uint8Array, bytes: number): Uint8Array {
  let out: Uint8Array
  try {
    out = inflateSync(packed, { maxOutputLength: Math.max(1, bytes) })
  } catch {
    throw new Beyond(0)
  }
  if (out.length !== bytes) throw new Beyond(0)
  return out
}

function unrun(packed: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes)
  const from = new Bytes(packed, true)
  let made = 0
  while (made < bytes) {
    const count = (from.u8() << 24) >> 24
    const run = count < 0 ? -count : count + 1
    if (made + run > bytes) throw new Beyond(0)
    if (count < 0) out.set(from.take(run), made)
    else out.fill(from.u8(), made, made + run)
    made += run
  }
  return out
}

/** Undoes the differences from byte to byte, and puts the two halves, of even and of odd bytes, together. */
function woven(bytes: Uint8Array): Uint8Array {
  for (let i = 1; i < bytes.length; i++) bytes[i] = bytes[i - 1]! + bytes[i]! - 128
  const out = new Uint8Array(bytes.length)
  const half = (bytes.length + 1) >> 1
  for (let i = 0, o = 0; o < bytes.length; i++, o += 2) {
    out[o] = bytes[i]!
    if (o + 1 < bytes.length) out[o + 1] = bytes[half + i]!
  }
  return out
}

/** The way back, for writing. */
export function unwoven(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  const half = (bytes.length + 1) >> 1
  for (let i = 0, o = 0; i < bytes.length; i += 2, o++) {
    out[o] = bytes[i]!
    if (i + 1 < bytes.length) out[half + o] = bytes[i + 1]!
  }
  for (let i = out.length - 1; i > 0; i--) out[i] = out[i]! - out[i - 1]! + 128
  return out
}

/** Differences from sample to sample, their bytes in planes, the highest first; a float without its lowest byte. */
function unpxr(packed: Uint8Array, channels: readonly BlockChannel[], rows: number): Uint8Array {
  const planes = ({ type }: BlockChannel): number => [4, 2, 3][type]!
  const bytes = inflate(
    packed,
    channels.reduce((sum, one) => sum + one.width * planes(one) * rowsOf(one), 0),
  )
  const out = new Uint8Array(rawBytes(channels))
  const view = new DataView(out.buffer)
  let [at, to] = [0, 0]
  for (let row = 0; row < rows; row++)
    for (const channel of channels) {
      if (!channel.rows[row]) continue
      const { width, type } = channel
      const count = planes(channel)
      let value = 0
      for (let x = 0; x < width; x++) {
        let step = 0
        for (let plane = 0; plane < count; plane++) step = (step << 8) | bytes[at + plane * width + x]!
        value = (value + (type === 2 ? step << 8 : step)) >>> 0
        if (type === 1) view.setUint16(to, value & 0xffff, true)
        else view.setUint32(to, value, true)
        to += channel.bytes
      }
      at += count * width
    }
  return out
}

/** Rows from channel after channel. */
function unpiz(packed: Uint8Array, channels: readonly BlockChannel[], rows: number): Uint8Array {
  const words = unpackPiz(
    new Bytes(packed, true),
    channels.map((channel) => ({
      width: channel.width,
      height: rowsOf(channel),
      words: channel.bytes === 2 ? 1 : 2,
    })),
  )
  const out = new Uint16Array(words.length)
  const starts: number[] = []
  let start = 0
  for (const channel of channels) {
    starts.push(start)
    start += (channel.width * channel.bytes * rowsOf(channel)) / 2
  }
  let to = 0
  for (let row = 0; row < rows; row++)
    channels.forEach((channel, c) => {
      if (!channel.rows[row]) return
      const count = (channel.width * channel.bytes) / 2
      out.set(words.subarray(starts[c]!, starts[c]! + count), to)
      starts[c] = starts[c]! + count
      to += count
    })
  return new Uint8Array(out.buffer)
}

/** The rows of a block. Throws `Beyond` where it is damaged; the compression is one that `packings` has. */
export function unpackBlock(
  compression: string,
  packed: Uint8Array,
  channels: readonly BlockChannel[],
  rows: number,
): Uint8Array {
  const bytes = rawBytes(channels)
  if (packed.length > bytes) throw new Beyond(0)
  // What would not become smaller is stored as it is.
  if (packed.length === bytes) return packed
  switch (compression) {
    case 'RLE':
      return woven(unrun(packed, bytes))
    case 'ZIPS':
    case 'ZIP':
      return woven(inflate(packed, bytes))
    case 'PIZ':
      return unpiz(packed, channels, rows)
    case 'PXR24':
      return unpxr(packed, channels, rows)
    default:
      throw new Beyond(0)
  }
}

/** Compressions that are read. */
export const packings: readonly string[] = ['none', 'RLE', 'ZIPS', 'ZIP', 'PIZ', 'PXR24']
