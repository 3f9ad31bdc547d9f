/**
 * DPX (SMPTE 268M-2003) of 8, 10, 12 and 16 bits, RGB, RGBA and grey, either byte order, not run-length packed. Ten and twelve bits as methods A
 * and B of the standard fill words, and packed; written by method A, which everything reads.
 */
import { Beyond, Bytes } from './bytes.ts'
import { checkSize, freshPlanes, type Image, type ImageFormat } from './image.ts'

/** Bytes of the headers that every file has: generic 768, orientation 256, film 256, television 128, then room for a user's. */
const HEADER = 2048
const UNDEFINED = 0xffffffff

/** Element kinds that are read: channels in the file's order, by the letters of R G B A. */
const elements: Readonly<Record<number, string>> = { 6: 'Y', 50: 'RGB', 51: 'RGBA', 52: 'ABGR' }

/** What the header says of where the picture stands: kept from DPX to DPX, for people and conforms read it. */
const kept = [
  { name: 'file', from: 36, to: 660, colour: false },
  { name: 'transfer and colorimetric', from: 801, to: 803, colour: true },
  { name: 'orientation, film and television', from: 1408, to: 2048, colour: false },
] as const

interface Element {
  readonly depth: 8 | 10 | 12 | 16
  readonly order: string
  /** 0: packed without gaps, 1: filled words with the gap low (method A), 2: high (method B). */
  readonly packing: number
  readonly at: number
  /** Bytes of padding after each row. */
  readonly pad: number
}

function elementOf(file: Uint8Array, little: boolean): Element | string {
  const bytes = new Bytes(file, little, 780)
  bytes.take(20)
  const [descriptor, transfer, colorimetric, depth] = [bytes.u8(), bytes.u8(), bytes.u8(), bytes.u8()]
  const [packing, encoding, at, pad] = [bytes.u16(), bytes.u16(), bytes.u32(), bytes.u32()]
  const order = elements[descriptor]
  if (order === undefined) return `Its element is of kind ${descriptor}; RGB, RGBA, ABGR and luma are read.`
  if (depth !== 8 && depth !== 10 && depth !== 12 && depth !== 16)
    return `It has ${depth} bits (transfer ${transfer}, colorimetric ${colorimetric}); 8, 10, 12 and 16 are read.`
  if (encoding !== 0 && encoding !== 0xffff) return 'It is packed by run lengths, which is not read.'
  if (packing > 2) return `Its words are filled by method ${packing}, which is not read.`
  return { depth, order, packing, at: at === UNDEFINED ? HEADER : at, pad: pad === UNDEFINED ? 0 : pad }
}

/** Bytes that so many samples take, their last word not filled where their depth fills bytes. */
function rowBytes(samples: number, { depth, packing }: Pick<Element, 'depth' | 'packing'>): number {
  if (depth === 8 || depth === 16) return (samples * depth) / 8
  if (packing === 0) return Math.ceil((samples * depth) / 32) * 4
  return depth === 10 ? Math.ceil(samples / 3) * 4 : samples * 2
}

/** Bytes of a row in a file: some writers fill its last word of 32 bits and some do not, which the file's very length tells. */
function rowLength(samples: number, element: Element, height: number, length: number): number {
  const tight = rowBytes(samples, element)
  const filled = Math.ceil(tight / 4) * 4
  return element.at + (filled + element.pad) * height === length ? filled : tight
}

/** The samples of a row, in the file's order. */
function readRow(row: Bytes, out: Uint16Array, { depth, packing }: Element): void {
  const n = out.length
  if (depth === 8) for (let i = 0; i < n; i++) out[i] = row.u8()
  else if (depth === 16) for (let i = 0; i < n; i++) out[i] = row.u16()
  else if (packing === 0) {
    // Samples one after the other from the low end of each word on; one may lie across two.
    let [held, bits] = [0, 0]
    const mask = (1 << depth) - 1
    for (let i = 0; i < n; i++) {
      if (bits >= depth) {
        out[i] = held & mask
        held >>>= depth
        bits -= depth
        continue
      }
      const word = row.u32()
      const need = depth - bits
      out[i] = (held | (word << bits)) & mask
      held = need === 32 ? 0 : word >>> need
      bits = 32 - need
    }
  } else if (depth === 10) {
    // Three to a word, the first highest; two spare bits below (A) or above (B).
    const shift = packing === 1 ? 2 : 0
    for (let i = 0; i < n; i += 3) {
      const word = row.u32() >>> shift
      for (let c = 0; c < 3 && i + c < n; c++) out[i + c] = (word >>> (20 - 10 * c)) & 1023
    }
  } else {
    const shift = packing === 1 ? 4 : 0
    for (let i = 0; i < n; i++) out[i] = (row.u16() >>> shift) & 4095
  }
}

function readPicture(file: Uint8Array): Image | string {
  const little = file[0] === 0x58
  const bytes = new Bytes(file, little, 768)
  const [orientation, count, width, height] = [bytes.u16(), bytes.u16(), bytes.u32(), bytes.u32()]
  const wrong = checkSize(width, height)
  if (wrong !== null) return wrong
  if (orientation !== 0 && orientation !== 0xffff)
    return `Its lines run by orientation ${orientation}; from the top left is read.`
  if (count < 1 || count > 8) return `It has ${count} elements.`
  const element = elementOf(file, little)
  if (typeof element === 'string') return element
  const { order, at, pad, depth } = element
  const bytesARow = rowLength(width * order.length, element, height, file.length)
  if (at + (bytesARow + pad) * (height - 1) + bytesARow > file.length)
    return `The DPX is cut off: its ${height} rows end at byte ${at + (bytesARow + pad) * (height - 1) + bytesARow}, the file at ${file.length}.`
  const rgb = freshPlanes(width * height)
  const alpha = order.includes('A') ? new Float32Array(width * height) : null
  const target = [...order].map((c) => (c === 'A' ? alpha! : c === 'Y' ? rgb[0] : rgb['RGB'.indexOf(c)]!))
  const samples = new Uint16Array(width * order.length)
  for (let y = 0; y < height; y++) {
    readRow(new Bytes(file, little, at + y * (bytesARow + pad)), samples, element)
    for (let x = 0, i = 0, p = y * width; x < width; x++, p++) for (const plane of target) plane[p] = samples[i++]!
  }
  const [r, g, b] = rgb
  return {
    width,
    height,
    depth,
    planes: order === 'Y' ? [r, r, r] : [r, g, b],
    alpha,
    notes: {
      format: 'dpx',
      list: kept.map(({ name, from, to, colour }) => ({
        name,
        // Numbers in the header stand in the file's byte order; the byte order goes with them.
        bytes: Buffer.concat([Uint8Array.of(little ? 1 : 0), file.subarray(from, to)]),
        colour,
      })),
      dropped: [
        ...(count > 1 ? [`${count - 1} elements`] : []),
        ...(at > HEADER && new Bytes(file, little, 28).u32() > 0 && new Bytes(file, little, 28).u32() !== UNDEFINED
          ? ['user data']
          : []),
      ],
    },
  }
}

function read(file: Uint8Array): Image | string {
  if (file.length < HEADER) return `The DPX is cut off within its header: ${file.length} of ${HEADER} bytes.`
  try {
    return readPicture(file)
  } catch (error) {
    if (error instanceof Beyond) return `The DPX is cut off at byte ${file.length}.`
    throw error
  }
}

function write(image: Image): Uint8Array {
  const { width, height, planes, alpha, notes } = image
  const depth = image.depth as Element['depth']
  const channels = alpha ? [...planes, alpha] : planes
  const packing = depth === 8 || depth === 16 ? 0 : 1
  const element: Element = { depth, order: alpha ? 'RGBA' : 'RGB', packing, at: HEADER, pad: 0 }
  const row = rowBytes(width * channels.length, element)
  const out = new Uint8Array(HEADER + row * height)
  const view = new DataView(out.buffer)
  // In the byte order of the notes, which hold numbers; what nobody says is all ones.
  const own = notes.format === 'dpx' ? notes.list : []
  const little = own[0]?.bytes[0] === 1
  out.fill(0xff, 0, HEADER)
  for (const { name, from, to } of kept) {
    const note = own.find((one) => one.name === name)
    if (note) out.set(note.bytes.subarray(1), from)
    else if (name !== 'orientation, film and television') out.fill(0, from, to)
  }
  view.setUint32(0, 0x53445058, little)
  view.setUint32(4, HEADER, little)
  out.set(
    Uint8Array.from('V2.0\0\0\0\0', (c) => c.charCodeAt(0)),
    8,
  )
  view.setUint32(16, out.length, little)
  view.setUint32(20, 1, little)
  view.setUint32(24, 1664, little)
  view.setUint32(28, 384, little)
  view.setUint32(32, 0, little)
  view.setUint32(660, UNDEFINED, little)
  out.fill(0, 664, 768)
  view.setUint16(768, 0, little)
  view.setUint16(770, 1, little)
  view.setUint32(772, width, little)
  view.setUint32(776, height, little)
  view.setUint32(780, 0, little)
  view.setUint32(784, 0, little)
  view.setUint32(792, (1 << depth) - 1, little)
  out[800] = alpha ? 51 : 50
  out[803] = depth
  view.setUint16(804, packing, little)
  view.setUint16(806, 0, little)
  view.setUint32(808, HEADER, little)
  view.setUint32(812, 0, little)
  view.setUint32(816, 0, little)
  const samples = new Uint16Array(width * channels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = 0, p = y * width; x < width; x++, p++) for (const plane of channels) samples[i++] = plane[p]!
    let to = HEADER + y * row
    const n = samples.length
    if (depth === 8) for (let i = 0; i < n; i++) out[to + i] = samples[i]!
    else if (depth === 10)
      for (let i = 0; i < n; i += 3, to += 4)
        view.setUint32(
          to,
          ((samples[i]! << 22) | ((samples[i + 1] ?? 0) << 12) | ((samples[i + 2] ?? 0) << 2)) >>> 0,
          little,
        )
    else for (let i = 0; i < n; i++, to += 2) view.setUint16(to, depth === 12 ? samples[i]! << 4 : samples[i]!, little)
  }
  return out
}

export const dpx: ImageFormat = {
  id: 'dpx',
  title: 'DPX',
  endings: ['dpx'],
  depths: [16, 10, 12, 8],
  alpha: true,
  fits: (bytes) => {
    const word = String.fromCharCode(...bytes.subarray(0, 4))
    return word === 'SDPX' || word === 'XPDS'
  },
  read,
  write,
}
