/**
 * PIZ, OpenEXR's wavelet compression of 16-bit numbers (ImfPizCompressor, ImfHuf, ImfWav of OpenEXR): a list of the values that occur, a
 * Haar wavelet over each channel, and Huffman codes with runs.
 */
import { Beyond, type Bytes } from './bytes.ts'

const CODES = 65537
/** Longest Huffman code, bits. */
const LONGEST = 58
const SHORT_ZEROS = 59
const LONG_ZEROS = 63

/** Bits of a stretch of bytes, the highest of each byte first. */
class Bits {
  readonly #bytes: Uint8Array
  #at = 0
  readonly #end: number

  constructor(bytes: Uint8Array, bits: number) {
    this.#bytes = bytes
    this.#end = Math.min(bits, bytes.length * 8)
  }
  get left(): number {
    return this.#end - this.#at
  }
  /** Bits used so far, rounded up to bytes. */
  get bytes(): number {
    return (this.#at + 7) >> 3
  }
  bit(): number {
    if (this.#at >= this.#end) throw new Beyond(this.#at >> 3)
    const bit = (this.#bytes[this.#at >> 3]! >> (7 - (this.#at & 7))) & 1
    this.#at++
    return bit
  }
  take(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = value * 2 + this.bit()
    return value
  }
}

/** Codes of one length are consecutive numbers; `first` is the lowest of each length, `from` its place in `symbols`. */
interface Codes {
  readonly first: Float64Array
  readonly count: Uint32Array
  readonly from: Uint32Array
  readonly symbols: Uint32Array
}

/** Lengths of the codes from `least` to `most`, six bits each, runs of zeros packed; then which code is which symbol. */
function readCodes(bits: Bits, least: number, most: number): Codes {
  const lengths = new Uint8Array(CODES)
  for (let symbol = least; symbol <= most; symbol++) {
    const length = bits.take(6)
    if (length < SHORT_ZEROS) {
      lengths[symbol] = length
      continue
    }
    const run = length === LONG_ZEROS ? bits.take(8) + 2 + LONG_ZEROS - SHORT_ZEROS : length - SHORT_ZEROS + 2
    if (symbol + run > most + 1) throw new Beyond(0)
    symbol += run - 1
  }
  const count = new Uint32Array(LONGEST + 1)
  for (const length of lengths) count[length]!++
  count[0] = 0
  // The longest codes come first and are the lowest numbers; each shorter length goes on at half of where the longer one ended.
  const first = new Float64Array(LONGEST + 1)
  let next = 0
  for (let length = LONGEST; length > 0; length--) {
    first[length] = next
    next = Math.floor((next + count[length]!) / 2)
  }
  const from = new Uint32Array(LONGEST + 1)
  let place = 0
  for (let length = 1; length <= LONGEST; length++) {
    from[length] = place
    place += count[length]!
  }
  const symbols = new Uint32Array(place)
  const put = Uint32Array.from(from)
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[put[length]!++] = symbol
  })
  return { first, count, from, symbols }
}

/** Bits that are looked up at once. */
const QUICK = 12

/** The numbers that a Huffman stream stands for, exactly `count` of them. */
function unpack(bytes: Uint8Array, count: number): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 20) throw new Beyond(bytes.length)
  const [least, most, , length] = [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
    number,
  ]
  if (least >= CODES || most >= CODES) throw new Beyond(0)
  const head = new Bits(bytes.subarray(20), Infinity)
  const codes = readCodes(head, least, most)
  const data = bytes.subarray(20 + head.bytes)
  if (length > data.length * 8) throw new Beyond(bytes.length)
  const quick = quickTable(codes)
  const out = new Uint16Array(count)
  let [made, at] = [0, 0]
  // The last symbol means: the number before once more, as often as the next eight bits say.
  const put = (symbol: number): void => {
    if (symbol !== most) {
      if (made >= count) throw new Beyond(at >> 3)
      out[made++] = symbol
      return
    }
    if (at + 8 > length) throw new Beyond(at >> 3)
    const run = peek(data, at, 8)
    at += 8
    if (made === 0 || made + run > count) throw new Beyond(at >> 3)
    out.fill(out[made - 1]!, made, made + run)
    made += run
  }
  while (at < length) {
    const found = quick[peek(data, at, QUICK)]!
    const bits = found >>> 24
    if (bits > 0) {
      at += bits
      if (at > length) throw new Beyond(at >> 3)
      put(found & 0xffffff)
      continue
    }
    let code = peek(data, at, QUICK)
    let wide = QUICK
    for (;;) {
      wide++
      if (wide > LONGEST || at + wide > length) throw new Beyond(at >> 3)
      code = code * 2 + peek(data, at + wide - 1, 1)
      const place = code - codes.first[wide]!
      if (place >= 0 && place < codes.count[wide]!) {
        at += wide
        put(codes.symbols[codes.from[wide]! + place]!)
        break
      }
    }
  }
  if (made !== count) throw new Beyond(bytes.length)
  return out
}

/** Up to 16 bits from a bit's place; beyond the end they are 0. */
function peek(data: Uint8Array, at: number, bits: number): number {
  const byte = at >>> 3
  const word = (((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0)) >>> 0
  return (word >>> (24 - (at & 7) - bits)) & ((1 << bits) - 1)
}

/** Of each start of twelve bits: the code's length in the top byte and its symbol; 0 where the code is longer. */
function quickTable({ first, count, from, symbols }: Codes): Uint32Array {
  const table = new Uint32Array(1 << QUICK)
  for (let length = 1; length <= QUICK; length++) {
    const span = 1 << (QUICK - length)
    for (let i = 0; i < count[length]!; i++) {
      const start = (first[length]! + i) * span
      // More codes than their length has room for: such a file is damaged.
      if (start + span > table.length) throw new Beyond(0)
      table.fill(((length << 24) | symbols[from[length]! + i]!) >>> 0, start, start + span)
    }
  }
  return table
}

/** One inverse step of the wavelet over two places: on 14 bits, and on 16. */
function unmix(data: Uint16Array, low: number, high: number, narrow: boolean): void {
  const [l, h] = narrow ? [(data[low]! << 16) >> 16, (data[high]! << 16) >> 16] : [data[low]!, data[high]!]
  if (narrow) {
    const a = l + (h & 1) + (h >> 1)
    data[low] = a
    data[high] = a - h
  } else {
    const b = (l - (h >> 1)) & 0xffff
    data[low] = h + b - 0x8000
    data[high] = b
  }
}

/** The inverse wavelet of `width × height` numbers that stand `across` and `down` apart, none above `greatest`. */
function unwave(
  data: Uint16Array,
  start: number,
  width: number,
  across: number,
  height: number,
  down: number,
  greatest: number,
): void {
  const narrow = greatest < 1 << 14
  const less = Math.min(width, height)
  let step = 1
  while (step * 2 <= less) step *= 2
  for (let half = step >> 1; half >= 1; step = half, half >>= 1) {
    const [right, below] = [across * half, down * half]
    let y = 0
    for (; y + step <= height; y += step) {
      let at = start + y * down
      let x = 0
      for (; x + step <= width; x += step, at += across * step) {
        unmix(data, at, at + below, narrow)
        unmix(data, at + right, at + right + below, narrow)
        unmix(data, at, at + right, narrow)
        unmix(data, at + below, at + right + below, narrow)
      }
      if (width & half) unmix(data, at, at + below, narrow)
    }
    if (height & half) {
      let at = start + y * down
      for (let x = 0; x + step <= width; x += step, at += across * step) unmix(data, at, at + right, narrow)
    }
  }
}

/** One channel of a block: numbers of 16 bits a pixel, one of a half, two of a float. */
export interface PizChannel {
  readonly width: number
  readonly height: number
  readonly words: 1 | 2
}

/** A block unpacked: channel after channel, row by row, as many numbers as the channels have. Throws `Beyond` where it is damaged. */
export function unpackPiz(bytes: Bytes, channels: readonly PizChannel[]): Uint16Array {
  const total = channels.reduce((sum, { width, height, words }) => sum + width * height * words, 0)
  const [least, most] = [bytes.u16(), bytes.u16()]
  const occurs = new Uint8Array(8192)
  if (most >= occurs.length) throw new Beyond(bytes.at)
  if (least <= most) occurs.set(bytes.take(most - least + 1), least)
  // 0 occurs always.
  const values = new Uint16Array(65536)
  let found = 0
  for (let value = 0; value < 65536; value++)
    if (value === 0 || (occurs[value >> 3]! >> (value & 7)) & 1) values[found++] = value
  const length = bytes.u32()
  const data = unpack(bytes.take(length), total)
  let start = 0
  for (const { width, height, words } of channels) {
    for (let word = 0; word < words; word++) unwave(data, start + word, width, words, height, width * words, found - 1)
    start += width * height * words
  }
  for (let i = 0; i < data.length; i++) data[i] = values[data[i]!]!
  return data
}
