/**
 * PNG (ISO/IEC 15948, third edition) of 8 and 16 bits. The chunks are walked and the pixels unpacked within what the header promises before
 * fast-png takes the picture apart; it alone would unpack a bomb.
 */
import { endianness } from 'node:os'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { convertIndexedToRgb, decode } from 'fast-png'
import { pngChunk } from '../../shared/render/png-chunk.ts'
import { checkSize, type Image, type ImageFormat, interleave, type Note, planesOf } from './image.ts'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

const LITTLE = endianness() === 'LE'

/** Chunks that are kept from PNG to PNG; those true say what the code values mean. */
const kept: Readonly<Record<string, boolean>> = {
  iCCP: true,
  sRGB: true,
  gAMA: true,
  cHRM: true,
  cICP: true,
  mDCV: true,
  cLLI: true,
  pHYs: false,
  tEXt: false,
  zTXt: false,
  iTXt: false,
  eXIf: false,
}

interface Chunk {
  readonly type: string
  readonly at: number
  readonly body: Uint8Array
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The chunks up to IEND, each held against its check sum. */
function walk(bytes: Uint8Array): Chunk[] | string {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return `The PNG is cut off at byte ${bytes.length}.`
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (!/^[A-Za-z]{4}$/.test(type)) return `The PNG has no chunk at byte ${at}.`
    if (length > bytes.length - at - 12) return `The PNG is cut off within its ${type} at byte ${at}.`
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      return `The ${type} of the PNG at byte ${at} is damaged: its check sum is another.`
    chunks.push({ type, at, body: bytes.subarray(at + 8, at + 8 + length) })
    if (type === 'IEND') return chunks
    at += 12 + length
  }
}

interface Header {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly interlaced: boolean
}

function headerOf([first]: readonly Chunk[]): Header | string {
  if (first?.type !== 'IHDR' || first.body.length !== 13) return 'The PNG does not begin with its header.'
  const view = viewOf(first.body)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [depth, colour, packing, filter, interlace] = first.body.subarray(8)
  const wrong = checkSize(width, height)
  if (wrong !== null) return wrong
  const depths = { 0: [8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }[colour!]
  if (!depths?.includes(depth!))
    return `Its colour type ${colour} of ${depth} bits is not read; PNG of 8 and 16 bits is.`
  if (packing !== 0 || filter !== 0 || interlace! > 1) return 'Its packing is none that a PNG has.'
  return { width, height, depth: depth!, colour: colour!, interlaced: interlace === 1 }
}

/** Bytes that the pixels unpack to, a filter byte before each row. */
function unpackedBytes({ width, height, depth, colour, interlaced }: Header): number {
  const bits = depth * ({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 4)
  const size = (w: number, h: number): number => (w === 0 || h === 0 ? 0 : h * (1 + Math.ceil((w * bits) / 8)))
  if (!interlaced) return size(width, height)
  // Adam7: first column, first row, step across and down of each pass.
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const
  return passes.reduce(
    (sum, [x, y, dx, dy]) => sum + size(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  )
}

const chunkOf = (type: string, body: Uint8Array): Uint8Array => pngChunk(type, body, crc32)

function read(bytes: Uint8Array): Image | string {
  const chunks = walk(bytes)
  if (typeof chunks === 'string') return chunks
  const header = headerOf(chunks)
  if (typeof header === 'string') return header
  const of = (type: string) => chunks.filter((chunk) => chunk.type === type)
  const packed = Buffer.concat(of('IDAT').map(({ body }) => body))
  const expected = unpackedBytes(header)
  // Deflate packs 1,032 bytes into one at best: what is less cannot hold the picture.
  if (packed.length * 1032 + 1032 < expected) return 'The PNG holds fewer pixels than its header says.'
  try {
    const { length } = inflateSync(packed, { maxOutputLength: expected })
    if (length < expected) return 'The PNG holds fewer pixels than its header says.'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'The PNG unpacks to more than its header says.'
      : 'The pixels of the PNG cannot be unpacked.'
  }
  const { width, height } = header
  if (header.colour === 3 && of('PLTE').length !== 1) return 'The PNG has colours by number and no palette.'
  const plain = ['IHDR', 'PLTE', 'tRNS'].flatMap((type) => of(type).map(({ body }) => chunkOf(type, body)))
  let decoded: ReturnType<typeof decode>
  try {
    decoded = decode(Buffer.concat([SIGNATURE, ...plain, chunkOf('IDAT', packed), chunkOf('IEND', new Uint8Array())]))
  } catch (error) {
    return `The PNG cannot be read: ${error instanceof Error ? error.message : String(error)}.`
  }
  const pixels = width * height
  const { palette, transparency } = decoded
  const data = palette ? convertIndexedToRgb(decoded) : decoded.data
  const channels = palette ? data.length / pixels : decoded.channels
  const { planes, alpha } = planesOf(data, pixels, channels)
  const top = (1 << (palette ? 8 : decoded.depth)) - 1
  const left = chunks.filter(({ type }) => !(type in kept) && !['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(type))
  return {
    width,
    height,
    depth: decoded.depth === 16 ? 16 : 8,
    planes,
    // One colour that stands for clear.
    alpha: alpha ?? (transparency && !palette ? keyed(planes, transparency, top) : null),
    notes: {
      format: 'png',
      list: chunks.flatMap(({ type, body }): Note[] =>
        type in kept ? [{ name: type, bytes: body, colour: kept[type]! }] : [],
      ),
      dropped: [...new Set(left.map(({ type }) => type))],
    },
  }
}

function keyed(planes: Image['planes'], key: Uint16Array, top: number): Float32Array {
  const at = (c: number) => key[key.length === 1 ? 0 : c]!
  return planes[0].map((_, p) => (planes.every((plane, c) => plane[p] === at(c)) ? 0 : top))
}

/** Packed by Node's zlib: a quarter of fast-png's time, which a range of frames is made of. */
function write(image: Image): Uint8Array {
  const { width, height, depth, alpha, notes } = image
  const data = interleave(image)
  const row = (data.length / height) * (depth === 8 ? 1 : 2)
  const view = new DataView(data.buffer)
  const raw = Buffer.alloc((row + 1) * height)
  // Each row unfiltered, its byte 0 before it; samples of 16 bits with their high byte first.
  for (let y = 0; y < height; y++) {
    const at = y * (row + 1) + 1
    if (depth === 8) raw.set(data.subarray(y * row, (y + 1) * row), at)
    else for (let i = 0; i < row; i += 2) raw.writeUInt16BE(view.getUint16(y * row + i, LITTLE), at + i)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([depth === 8 ? 8 : 16, alpha ? 6 : 2], 8)
  const own = notes.format === 'png' ? notes.list : []
  return Buffer.concat([
    SIGNATURE,
    chunkOf('IHDR', head),
    ...own.map(({ name, bytes }) => chunkOf(name, bytes)),
    chunkOf('IDAT', deflateSync(raw, { level: 4 })),
    chunkOf('IEND', new Uint8Array()),
  ])
}

export const png: ImageFormat = {
  id: 'png',
  title: 'PNG',
  endings: ['png'],
  depths: [16, 8],
  alpha: true,
  fits: (bytes) => SIGNATURE.every((byte, i) => bytes[i] === byte),
  read,
  write,
}
