/** The header of an OpenEXR file (OpenEXR File Layout): attributes of each part, and where its chunks lie. */
import { Beyond, Bytes } from './bytes.ts'
import { checkSize } from './image.ts'

export const MAGIC = 20000630

export interface Attribute {
  readonly name: string
  readonly type: string
  readonly value: Uint8Array
}

export interface Channel {
  readonly name: string
  /** 0: u32, 1: half, 2: float. */
  readonly type: number
  readonly sampling: readonly [number, number]
}

/** [first column, first row, last column, last row], both included. */
export type Box = readonly [number, number, number, number]

export interface Part {
  readonly attributes: readonly Attribute[]
  readonly channels: readonly Channel[]
  /** Number of `compressions`. */
  readonly compression: number
  readonly data: Box
  readonly display: Box
  /** Width and height of a tile; null for a file of lines. */
  readonly tile: readonly [number, number] | null
  readonly chunks: number
}

export interface ExrHeader {
  readonly parts: readonly Part[]
  readonly multipart: boolean
  /** Where the chunk offsets of the first part begin. */
  readonly offsets: number
}

/** In the order of their numbers, with the lines of a chunk. */
export const compressions = [
  { name: 'none', lines: 1 },
  { name: 'RLE', lines: 1 },
  { name: 'ZIPS', lines: 1 },
  { name: 'ZIP', lines: 16 },
  { name: 'PIZ', lines: 32 },
  { name: 'PXR24', lines: 16 },
  { name: 'B44', lines: 32 },
  { name: 'B44A', lines: 32 },
  { name: 'DWAA', lines: 32 },
  { name: 'DWAB', lines: 256 },
] as const

export const widthOf = ([left, , right]: Box): number => right - left + 1
export const heightOf = ([, top, , bottom]: Box): number => bottom - top + 1

function boxOf(value: Uint8Array): Box {
  const bytes = new Bytes(value, true)
  return [bytes.i32(), bytes.i32(), bytes.i32(), bytes.i32()]
}

function channelsOf(value: Uint8Array): Channel[] {
  const bytes = new Bytes(value, true)
  const channels: Channel[] = []
  while (bytes.left > 1) {
    const name = bytes.text(255)
    const type = bytes.i32()
    bytes.take(4)
    channels.push({ name, type, sampling: [bytes.i32(), bytes.i32()] })
  }
  return channels
}

function readAttributes(bytes: Bytes): Attribute[] {
  const attributes: Attribute[] = []
  while (bytes.all[bytes.at] !== 0) {
    const name = bytes.text(255)
    const type = bytes.text(255)
    attributes.push({ name, type, value: bytes.take(bytes.i32()) })
  }
  bytes.u8()
  return attributes
}

/** A part, or the words of what is wrong with it. */
function partOf(attributes: readonly Attribute[], tiled: boolean): Part | string {
  const find = (name: string, type: string): Uint8Array | null =>
    attributes.find((one) => one.name === name && one.type === type)?.value ?? null
  const [list, packed, data, display] = [
    find('channels', 'chlist'),
    find('compression', 'compression'),
    find('dataWindow', 'box2i'),
    find('displayWindow', 'box2i'),
  ]
  if (!list || !packed || !data || !display)
    return 'The header of the EXR lacks its channels, compression, data window or display window.'
  const kind = find('type', 'string')
  const said = kind === null ? null : String.fromCharCode(...kind.subarray(0, 32))
  if (said?.startsWith('deep')) return 'It is a deep EXR; flat ones are read.'
  const tiles = find('tiles', 'tiledesc')
  const inTiles = said === null ? tiled : said === 'tiledimage'
  if (inTiles && !tiles) return 'The header of the EXR lacks the size of its tiles.'
  const [across = 0, down = 0] = inTiles
    ? [0, 4].map((at) => new DataView(tiles!.buffer, tiles!.byteOffset).getUint32(at, true))
    : []
  const box = boxOf(data)
  const wrong = checkSize(widthOf(box), heightOf(box)) ?? checkSize(widthOf(boxOf(display)), heightOf(boxOf(display)))
  if (wrong !== null) return wrong
  const compression = packed[0]!
  const method = compressions[compression]
  if (!method) return `The EXR is packed by method ${compression}, which is not read.`
  if (inTiles && (across < 1 || down < 1 || across > 65536 || down > 65536))
    return `The tiles of the EXR are ${across} × ${down}.`
  const chunks = inTiles
    ? Math.ceil(widthOf(box) / across) * Math.ceil(heightOf(box) / down)
    : Math.ceil(heightOf(box) / method.lines)
  return {
    attributes,
    channels: channelsOf(list),
    compression,
    data: box,
    display: boxOf(display),
    tile: inTiles ? [across, down] : null,
    chunks,
  }
}

/** The header, or one sentence. Throws `Beyond` where the file ends within it. */
export function readHeader(file: Uint8Array): ExrHeader | string {
  const bytes = new Bytes(file, true)
  if (bytes.u32() !== MAGIC) return 'The file is no EXR.'
  const version = bytes.u32()
  if ((version & 255) !== 2) return `The EXR is of version ${version & 255}; version 2 is read.`
  const [tiled, deep, multipart] = [0x200, 0x800, 0x1000].map((flag) => (version & flag) !== 0) as [
    boolean,
    boolean,
    boolean,
  ]
  if (deep && !multipart) return 'It is a deep EXR; flat ones are read.'
  const parts: Part[] = []
  do {
    const part = partOf(readAttributes(bytes), tiled)
    if (typeof part === 'string') return part
    parts.push(part)
    if (parts.length > 64) return 'The EXR has more than 64 parts.'
  } while (multipart && bytes.all[bytes.at] !== 0)
  if (multipart) bytes.u8()
  if (bytes.at >= file.length) throw new Beyond(file.length)
  return { parts, multipart, offsets: bytes.at }
}
