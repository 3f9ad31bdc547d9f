/** The two packings of TIFF that zlib does not know, each to exactly as many bytes as are wanted. */
import { Beyond } from './bytes.ts'

/** PackBits (TIFF 6.0, section 9). */
export function unpackBits(packed: Uint8Array, out: Uint8Array): void {
  let [at, made] = [0, 0]
  while (made < out.length) {
    if (at >= packed.length) throw new Beyond(at)
    const count = (packed[at++]! << 24) >> 24
    if (count === -128) continue
    const run = count < 0 ? 1 - count : count + 1
    const used = count < 0 ? 1 : run
    if (made + run > out.length || at + used > packed.length) throw new Beyond(at)
    if (count < 0) out.fill(packed[at]!, made, made + run)
    else out.set(packed.subarray(at, at + run), made)
    at += used
    made += run
  }
}

const CLEAR = 256
const END = 257
const MOST = 4096

/** LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest first, widened one code early. */
export function unlzw(packed: Uint8Array, out: Uint8Array): void {
  // Each string is a stretch of what was made before: where it begins and how long it is.
  const [starts, lengths] = [new Uint32Array(MOST), new Uint16Array(MOST)]
  let [at, made, width, next, before] = [0, 0, 9, 258, -1]
  while (made < out.length) {
    const byte = at >> 3
    if (at + width > packed.length * 8) throw new Beyond(byte)
    const word = ((packed[byte] ?? 0) << 16) | ((packed[byte + 1] ?? 0) << 8) | (packed[byte + 2] ?? 0)
    const code = (word >> (24 - (at & 7) - width)) & ((1 << width) - 1)
    at += width
    if (code === END) throw new Beyond(byte)
    if (code === CLEAR) {
      ;[width, next, before] = [9, 258, -1]
      continue
    }
    const start = made
    if (code < CLEAR) out[made++] = code
    else {
      // A string that is just being made: the one before and its own first byte.
      if (code > next || (code === next && before < 0)) throw new Beyond(byte)
      const from = code === next ? before : starts[code]!
      const length = code === next ? start - before + 1 : lengths[code]!
      if (made + length > out.length) throw new Beyond(byte)
      for (let i = 0; i < length; i++) out[made++] = out[from + i]!
    }
    if (before >= 0 && next < MOST) {
      starts[next] = before
      lengths[next] = start - before + 1
      next++
    }
    before = start
    if (next >= (1 << width) - 1 && width < 12) width++
  }
}
