/** A chunk of a PNG (ISO/IEC 15948, clause 5.3): length, type, body, and the check sum of type and body. */

/** CRC-32 of bytes, 0 … 2^32 − 1, by whatever is at hand. */
export type Crc32 = (bytes: Uint8Array) => number

/** `type` is four letters. */
export function pngChunk(type: string, body: Uint8Array, crc32: Crc32): Uint8Array {
  const out = new Uint8Array(12 + body.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, body.length)
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i)
  out.set(body, 8)
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)))
  return out
}
