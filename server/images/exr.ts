/**
 * OpenEXR of half and float, in lines or tiles (OpenEXR File Layout; OpenEXR's own sources for what that leaves open). The picture is the
 * display window. Written in lines, ZIP. The lossy B44 and DWA are named and not read: their result is their reader's.
 */
import { deflateSync } from 'node:zlib'
import { Beyond, Bytes } from './bytes.ts'
import {
  type Attribute,
  type Channel,
  compressions,
  heightOf,
  MAGIC,
  type Part,
  readHeader,
  widthOf,
} from './exr-header.ts'
import { type BlockChannel, packings, rawBytes, unpackBlock, unwoven } from './exr-unpack.ts'
import { halfOf, halves } from './half.ts'
import type { Image, ImageFormat, Note } from './image.ts'

/** Attributes that say how the file is laid out: written anew. */
const layout = new Set(
  'channels compression dataWindow displayWindow lineOrder tiles type name version chunkCount preview maxSamplesPerPixel view dwaCompressionLevel'.split(
    ' ',
  ),
)
/** Attributes that say what the values mean. */
const colour = new Set('chromaticities whiteLuminance adoptedNeutral colorInteropID acesImageContainerFlag'.split(' '))
/** Required of a file; at rest where a picture brings none. */
const required: readonly Attribute[] = [
  { name: 'pixelAspectRatio', type: 'float', value: new Uint8Array(new Float32Array([1]).buffer) },
  { name: 'screenWindowCenter', type: 'v2f', value: new Uint8Array(8) },
  { name: 'screenWindowWidth', type: 'float', value: new Uint8Array(new Float32Array([1]).buffer) },
]

/** A name as a sentence may hold it: a terminal obeys control characters. */
const shown = (name: string): string => name.replace(/[^ -~]/g, '?').slice(0, 40)

/** A required attribute that says nothing of this picture. */
const isRest = (name: string, value: Uint8Array): boolean =>
  required.some((one) => one.name === name && Buffer.from(one.value).equals(value))

/** A picture larger than this is made only of a file that holds at least a part of it. */
const CHEAP_PIXELS = 16_777_216

/** Which channels are red, green, blue and alpha (of grey, one for all three), or a sentence. */
function chooseChannels(
  channels: readonly Channel[],
): { rgb: readonly [string, string, string]; alpha: string | null } | string {
  const names = channels.map(({ name }) => name)
  const has = (...wanted: readonly string[]) => wanted.every((name) => names.includes(name))
  // The picture itself, else the first layer.
  const layers = [
    '',
    ...new Set(names.filter((name) => name.includes('.')).map((name) => name.slice(0, name.lastIndexOf('.') + 1))),
  ]
  for (const layer of layers) {
    const [r, g, b, a, y] = ['R', 'G', 'B', 'A', 'Y'].map((name) => layer + name) as [
      string,
      string,
      string,
      string,
      string,
    ]
    const alpha = has(a) ? a : null
    if (has(r, g, b)) return { rgb: [r, g, b], alpha }
    if (has(y, `${layer}RY`)) return 'The EXR holds luminance and chroma (Y, RY, BY); R, G, B are read.'
    if (has(y)) return { rgb: [y, y, y], alpha }
  }
  return `The EXR has no channels R, G, B; it has ${names.slice(0, 8).map(shown).join(', ') || 'none'}.`
}

/** How many of `from … to` are multiples of the sampling. */
const sampled = (from: number, to: number, sampling: number): number =>
  Math.floor(to / sampling) - Math.ceil(from / sampling) + 1

function read(file: Uint8Array): Image | string {
  try {
    return readPicture(file)
  } catch (error) {
    if (error instanceof Beyond) return `The EXR is cut off or damaged (at byte ${error.at} of ${file.length}).`
    throw error
  }
}

function readPicture(file: Uint8Array): Image | string {
  const header = readHeader(file)
  if (typeof header === 'string') return header
  const chosen = header.parts.map((part) => chooseChannels(part.channels))
  const index = chosen.findIndex((one) => typeof one !== 'string')
  if (index < 0) return chosen[0] as string
  const part = header.parts[index]!
  const { rgb, alpha } = chosen[index] as Exclude<(typeof chosen)[number], string>
  const { name } = compressions[part.compression]!
  if (!packings.includes(name)) return `The EXR is packed by ${name}, which loses; ${packings.join(', ')} are read.`
  const wanted = [...new Set([...rgb, ...(alpha === null ? [] : [alpha])])]
  for (const channel of part.channels) {
    const { type, sampling } = channel
    if (type < 0 || type > 2 || sampling.some((s) => s < 1))
      return `The channel ${shown(channel.name)} of the EXR is of no known kind.`
    if (part.tile && sampling.some((s) => s !== 1)) throw new Beyond(0)
    if (!wanted.includes(channel.name)) continue
    if (type === 0) return `The channel ${shown(channel.name)} of the EXR holds whole numbers; half and float are read.`
    if (sampling.some((s) => s !== 1))
      return `The channel ${shown(channel.name)} of the EXR is thinned out; full ones are read.`
  }
  // Chunks of the parts before this one: their offsets stand before its own.
  const before = header.parts.slice(0, index).reduce((sum, one) => sum + chunkCount(one), 0)
  const { display } = part
  const [width, height] = [widthOf(display), heightOf(display)]
  // Each chunk takes eight bytes of offset and eight of its own: a file too small for that holds no such picture.
  if ((part.chunks + before) * 8 + header.offsets > file.length) throw new Beyond(file.length)
  if (width * height > Math.max(CHEAP_PIXELS, 64 * widthOf(part.data) * heightOf(part.data)))
    return `The display window of the EXR is ${width} × ${height} and holds next to nothing.`
  const planes = new Map(wanted.map((channel) => [channel, new Float32Array(width * height)]))
  const offsets = new Bytes(file, true, header.offsets + before * 8)
  for (let chunk = 0; chunk < part.chunks; chunk++) {
    const at = offsets.u64()
    if (at === 0) return `The EXR was not written to its end: chunk ${chunk + 1} of ${part.chunks} is not there.`
    readChunk(file, at, part, chunk, header.multipart ? index : null, planes)
  }
  const plane = (channel: string): Float32Array => planes.get(channel)!
  const isFloat = part.channels.some((channel) => wanted.includes(channel.name) && channel.type === 2)
  return {
    width,
    height,
    depth: isFloat ? 'float' : 'half',
    planes: [plane(rgb[0]), plane(rgb[1]), plane(rgb[2])],
    alpha: alpha === null ? null : plane(alpha),
    notes: {
      format: 'exr',
      list: part.attributes.flatMap(({ name, type, value }): Note[] =>
        layout.has(name) || isRest(name, value) || shown(name) !== name
          ? []
          : [{ name, type, bytes: value, colour: colour.has(name) }],
      ),
      dropped: [
        ...(part.channels.length > wanted.length ? [`${part.channels.length - wanted.length} channels`] : []),
        ...(header.parts.length > 1 ? [`${header.parts.length - 1} parts`] : []),
        ...(part.attributes.some((one) => one.name === 'preview') ? ['preview'] : []),
        ...(overscans(part) ? ['what lies outside the display window'] : []),
      ],
    },
  }
}

const overscans = ({ data, display }: Part): boolean =>
  data[0] < display[0] || data[1] < display[1] || data[2] > display[2] || data[3] > display[3]

/** As the header of a part of several says, else as it follows from its size. */
function chunkCount({ attributes, chunks }: Part): number {
  const said = attributes.find(({ name, type }) => name === 'chunkCount' && type === 'int')?.value
  return said && said.length === 4 ? new DataView(said.buffer, said.byteOffset).getUint32(0, true) : chunks
}

/** One chunk into the planes of the channels that are wanted. */
function readChunk(
  file: Uint8Array,
  at: number,
  part: Part,
  index: number,
  number: number | null,
  planes: ReadonlyMap<string, Float32Array>,
): void {
  const { data, display, tile } = part
  const { name, lines } = compressions[part.compression]!
  const bytes = new Bytes(file, true, at)
  if (number !== null && bytes.i32() !== number) throw new Beyond(at)
  const across = tile ? Math.ceil(widthOf(data) / tile[0]) : 1
  const [column, row] = [index % across, Math.floor(index / across)]
  const left = data[0] + (tile ? column * tile[0] : 0)
  const top = data[1] + row * (tile ? tile[1] : lines)
  const right = tile ? Math.min(data[2], left + tile[0] - 1) : data[2]
  const bottom = Math.min(data[3], top + (tile ? tile[1] : lines) - 1)
  if (tile) {
    const place = [bytes.i32(), bytes.i32(), bytes.i32(), bytes.i32()]
    if (place[0] !== column || place[1] !== row || place[2] !== 0 || place[3] !== 0) throw new Beyond(at)
  } else if (bytes.i32() !== top) throw new Beyond(at)
  const packed = bytes.take(bytes.i32())
  const rows = bottom - top + 1
  const channels = part.channels.map(
    ({ type, sampling: [sx, sy] }): BlockChannel => ({
      type,
      bytes: type === 1 ? 2 : 4,
      width: sampled(left, right, sx),
      rows: Array.from({ length: rows }, (_, y) => (top + y) % sy === 0),
    }),
  )
  const raw = unpackBlock(name, packed, channels, rows)
  if (raw.length !== rawBytes(channels)) throw new Beyond(at)
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  const width = widthOf(display)
  // Columns of the block that lie in the display window.
  const [from, to] = [Math.max(left, display[0]), Math.min(right, display[2])]
  let start = 0
  for (let y = top; y <= bottom; y++)
    channels.forEach((channel, c) => {
      if (!channel.rows[y - top]) return
      const plane = planes.get(part.channels[c]!.name)
      if (plane && y >= display[1] && y <= display[3]) {
        let out = (y - display[1]) * width + from - display[0]
        for (let x = from; x <= to; x++, out++) {
          const i = start + (x - left) * channel.bytes
          plane[out] = channel.type === 1 ? halves[view.getUint16(i, true)]! : view.getFloat32(i, true)
        }
      }
      start += channel.width * channel.bytes
    })
}

const LINES = 16
/** What OpenEXR itself packs with. */
const LEVEL = 4

const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

function attribute(name: string, type: string, value: Uint8Array): Uint8Array[] {
  const size = new Uint8Array(4)
  new DataView(size.buffer).setInt32(0, value.length, true)
  return [latin(`${name}\0${type}\0`), size, value]
}

function write(image: Image): Uint8Array {
  const { width, height, depth, planes, alpha, notes } = image
  const isHalf = depth === 'half'
  // In the order of their names, as a file has them.
  const [r, g, b] = planes
  const channels: (readonly [string, Float32Array])[] = [
    ...(alpha ? [['A', alpha] as const] : []),
    ['B', b],
    ['G', g],
    ['R', r],
  ]
  const list = channels.map(([name]) => {
    const entry = new Uint8Array(name.length + 17)
    entry.set(latin(name))
    const view = new DataView(entry.buffer, name.length + 1)
    view.setInt32(0, isHalf ? 1 : 2, true)
    view.setInt32(8, 1, true)
    view.setInt32(12, 1, true)
    return entry
  })
  const box = new Uint8Array(new Int32Array([0, 0, width - 1, height - 1]).buffer)
  const own =
    notes.format === 'exr' ? notes.list.map(({ name, type = '', bytes }) => ({ name, type, value: bytes })) : []
  const rest = [...own, ...required.filter(({ name }) => !own.some((one) => one.name === name))]
  const long = rest.some(({ name, type }) => name.length > 31 || type.length > 31)
  const head = Buffer.concat([
    new Uint8Array(new Uint32Array([MAGIC, 2 | (long ? 0x400 : 0)]).buffer),
    ...attribute('channels', 'chlist', Buffer.concat([...list, new Uint8Array(1)])),
    ...attribute('compression', 'compression', Uint8Array.of(3)),
    ...attribute('dataWindow', 'box2i', box),
    ...attribute('displayWindow', 'box2i', box),
    ...attribute('lineOrder', 'lineOrder', Uint8Array.of(0)),
    ...rest.flatMap(({ name, type, value }) => attribute(name, type, value)),
    new Uint8Array(1),
  ])
  const count = Math.ceil(height / LINES)
  const table = new BigUint64Array(count)
  const chunks: Uint8Array[] = []
  let at = head.length + count * 8
  const bytes = isHalf ? 2 : 4
  for (let chunk = 0; chunk < count; chunk++) {
    const top = chunk * LINES
    const rows = Math.min(LINES, height - top)
    const raw = new Uint8Array(rows * width * channels.length * bytes)
    const view = new DataView(raw.buffer)
    let to = 0
    for (let y = top; y < top + rows; y++)
      for (const [, plane] of channels)
        for (let p = y * width; p < (y + 1) * width; p++, to += bytes)
          if (isHalf) view.setUint16(to, halfOf(plane[p]!), true)
          else view.setFloat32(to, plane[p]!, true)
    const packed = deflateSync(unwoven(raw), { level: LEVEL })
    const body = packed.length < raw.length ? packed : raw
    chunks.push(new Uint8Array(new Int32Array([top, body.length]).buffer), body)
    table[chunk] = BigInt(at)
    at += 8 + body.length
  }
  return Buffer.concat([head, new Uint8Array(table.buffer), ...chunks])
}

export const exr: ImageFormat = {
  id: 'exr',
  title: 'OpenEXR',
  endings: ['exr'],
  depths: ['half', 'float'],
  alpha: true,
  fits: (bytes) => bytes.length > 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC,
  read,
  write,
}
