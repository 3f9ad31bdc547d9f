/**
 * TIFF 6.0 of 8 and 16 bits, and of 32-bit float, RGB and grey with or without alpha, in strips or tiles: not packed, PackBits, LZW or
 * deflate, with their predictors. Written in strips, deflate. Nothing is unpacked beyond what the picture's size says.
 */
import { deflateSync, inflateSync } from 'node:zlib'
import { Beyond, Bytes } from './bytes.ts'
import { checkSize, type Image, type ImageFormat, interleave, type Note, planesOf } from './image.ts'
import { unlzw, unpackBits } from './tiff-unpack.ts'

/** Tags that are read (TIFF 6.0, section 8; predictor section 14; sample format section 19; extra samples section 18). */
const tag = {
  width: 256,
  height: 257,
  bits: 258,
  packing: 259,
  photometric: 262,
  offsets: 273,
  orientation: 274,
  samples: 277,
  rows: 278,
  counts: 279,
  planar: 284,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileCounts: 325,
  extra: 338,
  format: 339,
} as const

/** Tags kept from TIFF to TIFF; the true ones say what the code values mean. */
const kept: Readonly<Record<number, readonly [string, boolean]>> = {
  270: ['description', false],
  271: ['make', false],
  272: ['model', false],
  282: ['resolution across', false],
  283: ['resolution down', false],
  296: ['unit of resolution', false],
  305: ['software', false],
  306: ['date', false],
  315: ['artist', false],
  700: ['XMP', false],
  33432: ['copyright', false],
  34675: ['ICC profile', true],
  318: ['white point', true],
  319: ['primaries', true],
}

/** Bytes of a value by its type, from 1. */
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8] as const

interface Field {
  readonly type: number
  readonly count: number
  /** Where its values stand. */
  readonly at: number
}

class Directory {
  readonly #file: Uint8Array
  readonly little: boolean
  readonly fields: ReadonlyMap<number, Field>

  constructor(file: Uint8Array, little: boolean) {
    this.#file = file
    this.little = little
    const bytes = new Bytes(file, little, 4)
    bytes.at = bytes.u32()
    const fields = new Map<number, Field>()
    for (let left = bytes.u16(); left > 0; left--) {
      const [id, type, count] = [bytes.u16(), bytes.u16(), bytes.u32()]
      const size = (sizes[type] ?? 0) * count
      // A field longer than the file is a lie; its values are never asked for one by one.
      if (size > file.length) throw new Beyond(bytes.at)
      fields.set(id, { type, count, at: size <= 4 ? bytes.at : new Bytes(file, little, bytes.at).u32() })
      bytes.take(4)
    }
    this.fields = fields
  }

  /** Whole numbers of a field; `rest` where it is not there. */
  numbers(id: number, rest: readonly number[] = []): readonly number[] {
    const field = this.fields.get(id)
    if (!field) return rest
    const { type, count, at } = field
    const bytes = new Bytes(this.#file, this.little, at)
    if (type !== 1 && type !== 3 && type !== 4) throw new Beyond(at)
    return Array.from({ length: count }, () => (type === 1 ? bytes.u8() : type === 3 ? bytes.u16() : bytes.u32()))
  }

  number(id: number, rest: number): number {
    return this.numbers(id, [rest])[0] ?? rest
  }

  /** Type, count and values of a field as they stand, the byte order before them. */
  note(id: number): Uint8Array {
    const { type, count, at } = this.fields.get(id)!
    const head = new Uint8Array(7)
    const view = new DataView(head.buffer)
    head[0] = this.little ? 1 : 0
    view.setUint16(1, type, true)
    view.setUint32(3, count, true)
    return Buffer.concat([head, new Bytes(this.#file, this.little, at).take(sizes[type]! * count)])
  }
}

/** How the samples lie in a block: what unpacks to what. */
interface Layout {
  readonly bytes: 1 | 2 | 4
  readonly packing: number
  readonly predictor: number
  readonly little: boolean
}

const packings: Readonly<Record<number, string>> = {
  1: 'none',
  5: 'LZW',
  8: 'deflate',
  32946: 'deflate',
  32773: 'PackBits',
}

/** The samples of a block as bytes of this machine's order, `rows × width × samples` of them. */
function unpackBlock(packed: Uint8Array, width: number, rows: number, samples: number, layout: Layout): Uint8Array {
  const { bytes, packing, predictor, little } = layout
  const size = width * rows * samples * bytes
  const raw = unpackTo(packed, size, packings[packing]!)
  const row = width * samples
  if (predictor === 3) {
    // The bytes of a row's floats in four planes, the highest first, then differences.
    const out = new Uint8Array(size)
    for (let y = 0; y < rows; y++) {
      const line = raw.subarray(y * row * bytes, (y + 1) * row * bytes)
      for (let i = samples; i < line.length; i++) line[i] = line[i]! + line[i - samples]!
      for (let i = 0; i < row; i++)
        for (let b = 0; b < bytes; b++) out[(y * row + i) * bytes + (bytes - 1 - b)] = line[b * row + i]!
    }
    return out
  }
  if (!little && bytes > 1) for (let i = 0; i < raw.length; i += bytes) raw.subarray(i, i + bytes).reverse()
  if (predictor === 2) {
    const all =
      bytes === 1
        ? raw
        : bytes === 2
          ? new Uint16Array(raw.buffer, 0, size / 2)
          : new Uint32Array(raw.buffer, 0, size / 4)
    for (let y = 0; y < rows; y++)
      for (let i = y * row + samples; i < (y + 1) * row; i++) all[i] = all[i]! + all[i - samples]!
  }
  return raw
}

/** A copy of exactly so many bytes; throws where the block holds fewer. What a block holds beyond them is nothing of the picture. */
function unpackTo(packed: Uint8Array, size: number, packing: string): Uint8Array {
  const out = new Uint8Array(size)
  if (packing === 'none') {
    if (packed.length < size) throw new Beyond(0)
    out.set(packed.subarray(0, size))
  } else if (packing === 'LZW') unlzw(packed, out)
  else if (packing === 'PackBits') unpackBits(packed, out)
  else {
    let made: Uint8Array
    try {
      made = inflateSync(packed, { maxOutputLength: size })
    } catch {
      throw new Beyond(0)
    }
    if (made.length !== size) throw new Beyond(0)
    out.set(made)
  }
  return out
}

function readPicture(file: Uint8Array): Image | string {
  const little = file[0] === 0x49
  const directory = new Directory(file, little)
  const [width, height] = [directory.number(tag.width, 0), directory.number(tag.height, 0)]
  const wrong = checkSize(width, height)
  if (wrong !== null) return wrong
  const samples = directory.number(tag.samples, 1)
  const bits = directory.numbers(tag.bits, [1])
  const format = directory.number(tag.format, 1)
  const photometric = directory.number(tag.photometric, 2)
  const packing = directory.number(tag.packing, 1)
  const predictor = directory.number(tag.predictor, 1)
  const extra = directory.numbers(tag.extra)
  const colours = photometric === 2 ? 3 : 1
  if (photometric !== 2 && photometric !== 1)
    return `Its colours are of kind ${photometric}; RGB and grey from black are read.`
  if (samples < colours || samples > 16) return `It has ${samples} samples a pixel.`
  const depth = bits[0]!
  if (bits.some((b) => b !== depth)) return `Its samples have ${bits.join(', ')} bits; they must be alike.`
  if (!(format === 1 ? depth === 8 || depth === 16 : format === 3 && depth === 32))
    return `Its samples have ${depth} bits of format ${format}; 8 and 16 bits and 32-bit float are read.`
  if (packings[packing] === undefined)
    return `It is packed by method ${packing}; ${[...new Set(Object.values(packings))].join(', ')} are read.`
  if (predictor !== 1 && !(predictor === 2 && format === 1) && !(predictor === 3 && format === 3))
    return `Its predictor ${predictor} is not read.`
  if (directory.number(tag.orientation, 1) !== 1)
    return `Its rows run by orientation ${directory.number(tag.orientation, 1)}; from the top left is read.`
  const bytes = (depth / 8) as 1 | 2 | 4
  const apart = directory.number(tag.planar, 1) === 2
  const tiled = directory.fields.has(tag.tileOffsets)
  const blockWidth = tiled ? directory.number(tag.tileWidth, 0) : width
  const blockHeight = tiled ? directory.number(tag.tileHeight, 0) : Math.min(height, directory.number(tag.rows, height))
  if (blockWidth < 1 || blockHeight < 1 || blockWidth * blockHeight > 4 * Math.max(65536, width * height))
    throw new Beyond(0)
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)]
  const blocks = across * down * (apart ? samples : 1)
  const offsets = directory.numbers(tiled ? tag.tileOffsets : tag.offsets)
  const counts = directory.numbers(tiled ? tag.tileCounts : tag.counts)
  if (offsets.length < blocks || counts.length < blocks) throw new Beyond(file.length)
  // Deflate packs 1,032 bytes into one at best, LZW some 2,700: a file too small for its picture does not hold it.
  if (file.length * 4096 < width * height * samples * bytes) throw new Beyond(file.length)
  const layout: Layout = { bytes, packing, predictor, little }
  const data =
    bytes === 1
      ? new Uint8Array(width * height * samples)
      : bytes === 2
        ? new Uint16Array(width * height * samples)
        : new Float32Array(width * height * samples)
  for (let block = 0; block < blocks; block++) {
    const sample = apart ? Math.floor(block / (across * down)) : 0
    const place = block % (across * down)
    const [left, top] = [(place % across) * blockWidth, Math.floor(place / across) * blockHeight]
    const rows = tiled ? blockHeight : Math.min(blockHeight, height - top)
    const own = apart ? 1 : samples
    const packed = new Bytes(file, little, offsets[block]!).take(counts[block]!)
    const raw = unpackBlock(packed, blockWidth, rows, own, layout)
    const from = bytes === 1 ? raw : bytes === 2 ? new Uint16Array(raw.buffer) : new Float32Array(raw.buffer)
    const wide = Math.min(blockWidth, width - left)
    for (let y = 0; y < Math.min(rows, height - top); y++) {
      const out = ((top + y) * width + left) * samples
      const at = y * blockWidth * own
      if (!apart) data.set(from.subarray(at, at + wide * samples), out)
      else for (let x = 0; x < wide; x++) data[out + x * samples + sample] = from[at + x]!
    }
  }
  // The first sample beyond the colours is alpha unless it says it is something else.
  const channels = samples > colours && extra[0] !== 0 ? colours + 1 : colours
  const { planes, alpha } = planesOf(data, width * height, samples, colours, channels)
  const list = [...directory.fields.keys()].flatMap((id): Note[] => {
    const named = kept[id]
    return named ? [{ name: named[0], bytes: directory.note(id), colour: named[1] }] : []
  })
  return {
    width,
    height,
    depth: format === 3 ? 'float' : (depth as 8 | 16),
    planes,
    alpha,
    notes: {
      format: 'tiff',
      list,
      dropped: samples > channels ? [`${samples - channels} samples a pixel`] : [],
    },
  }
}

function read(file: Uint8Array): Image | string {
  try {
    return readPicture(file)
  } catch (error) {
    if (error instanceof Beyond) return `The TIFF is cut off or damaged (${file.length} bytes).`
    throw error
  }
}

/** Rows of a strip that is written. */
const ROWS = 64

function write(image: Image): Uint8Array | string {
  const { width, height, depth, alpha, notes } = image
  const samples = alpha ? 4 : 3
  const data = depth === 'float' ? floats(image) : interleave(image)
  const isFloat = depth === 'float'
  const raw = new Uint8Array(data.buffer)
  const row = width * samples * (isFloat ? 4 : depth === 8 ? 1 : 2)
  const strips: Uint8Array[] = []
  for (let y = 0; y < height; y += ROWS)
    strips.push(deflateSync(raw.subarray(y * row, Math.min(height, y + ROWS) * row), { level: 1 }))
  const bits = isFloat ? 32 : (depth as number)
  const fields: { id: number; type: number; count: number; value: Uint8Array }[] = []
  const short = (id: number, ...values: readonly number[]): void =>
    void fields.push({ id, type: 3, count: values.length, value: new Uint8Array(Uint16Array.from(values).buffer) })
  const long = (id: number, ...values: readonly number[]): void =>
    void fields.push({ id, type: 4, count: values.length, value: new Uint8Array(Uint32Array.from(values).buffer) })
  const same = (value: number) => Array.from({ length: samples }, () => value)
  let at = 8
  const starts = strips.map(({ length }) => {
    const start = at
    at += length + (length & 1)
    return start
  })
  long(tag.width, width)
  long(tag.height, height)
  short(tag.bits, ...same(bits))
  short(tag.packing, 8)
  short(tag.photometric, 2)
  long(tag.offsets, ...starts)
  short(tag.orientation, 1)
  short(tag.samples, samples)
  long(tag.rows, ROWS)
  long(tag.counts, ...strips.map(({ length }) => length))
  short(tag.planar, 1)
  if (alpha) short(tag.extra, 2)
  short(tag.format, ...same(isFloat ? 3 : 1))
  for (const [id, [name]] of Object.entries(kept)) {
    const note = notes.format === 'tiff' ? notes.list.find((one) => one.name === name) : undefined
    if (note) fields.push(turned(Number(id), note.bytes))
  }
  fields.sort((a, b) => a.id - b.id)
  // The directory, then the values that do not fit in it.
  const directory = new Uint8Array(2 + fields.length * 12 + 4)
  const view = new DataView(directory.buffer)
  view.setUint16(0, fields.length, true)
  let beyond = at + directory.length
  const values: Uint8Array[] = []
  fields.forEach(({ id, type, count, value }, i) => {
    const entry = 2 + i * 12
    view.setUint16(entry, id, true)
    view.setUint16(entry + 2, type, true)
    view.setUint32(entry + 4, count, true)
    if (value.length <= 4) directory.set(value, entry + 8)
    else {
      view.setUint32(entry + 8, beyond, true)
      values.push(value, new Uint8Array(value.length & 1))
      beyond += value.length + (value.length & 1)
    }
  })
  if (beyond > 0xffffffff) return `A TIFF holds 4 GB at most; this one would have ${beyond} bytes.`
  const head = new Uint8Array(8)
  head.set([0x49, 0x49, 42, 0])
  new DataView(head.buffer).setUint32(4, at, true)
  return Buffer.concat([
    head,
    ...strips.flatMap((strip) => [strip, new Uint8Array(strip.length & 1)]),
    directory,
    ...values,
  ])
}

function floats({ planes, alpha }: Image): Float32Array {
  const all = alpha ? [...planes, alpha] : planes
  const out = new Float32Array(planes[0].length * all.length)
  all.forEach((plane, c) => {
    for (let p = 0, o = c; p < plane.length; p++, o += all.length) out[o] = plane[p]!
  })
  return out
}

/** A note as a field of a little-endian file. */
function turned(id: number, note: Uint8Array): { id: number; type: number; count: number; value: Uint8Array } {
  const view = new DataView(note.buffer, note.byteOffset)
  const [type, count] = [view.getUint16(1, true), view.getUint32(3, true)]
  const value = Uint8Array.from(note.subarray(7))
  // A rational is two numbers of four bytes.
  const unit = type === 5 || type === 10 ? 4 : sizes[type]!
  if (note[0] === 0 && unit > 1) for (let i = 0; i < value.length; i += unit) value.subarray(i, i + unit).reverse()
  return { id, type, count, value }
}

export const tiff: ImageFormat = {
  id: 'tiff',
  title: 'TIFF',
  endings: ['tif', 'tiff'],
  depths: [16, 8, 'float'],
  alpha: true,
  fits: (bytes) => {
    const word = [...bytes.subarray(0, 4)].join()
    return word === '73,73,42,0' || word === '77,77,0,42'
  },
  read,
  write,
}
