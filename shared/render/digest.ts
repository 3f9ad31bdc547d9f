/** The name of a rendered frame (document.md, "digest"). */
import type { Picture } from './picture.ts'

const hex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')

/** The 16-bit frame, R G B row by row: floor(hold01(x)·65535 + 0.5), each step rounded to f32. */
export function quantise(picture: Picture): Uint16Array<ArrayBuffer> {
  const [r, g, b] = picture.planes
  const n = picture.width * picture.height
  const out = new Uint16Array(n * 3)
  for (let p = 0, o = 0; p < n; p++, o += 3) {
    out[o] = code(r[p]!)
    out[o + 1] = code(g[p]!)
    out[o + 2] = code(b[p]!)
  }
  return out
}

const code = (x: number): number => (x > 0 ? (x < 1 ? Math.fround(Math.fround(x * 65535) + 0.5) | 0 : 65535) : 0)

/** The bytes that are hashed: u32le width, u32le height, then u16le values. `into`: written there, where it has their length. */
export function digestBytes(
  width: number,
  height: number,
  frame: Uint16Array,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = 8 + frame.length * 2
  const bytes = into?.length === length ? into : new Uint8Array(length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  view.setUint32(0, width, true)
  view.setUint32(4, height, true)
  if (LITTLE) bytes.set(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength), 8)
  else for (let i = 0; i < frame.length; i++) view.setUint16(8 + 2 * i, frame[i]!, true)
  return bytes
}

const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** SHA-256 as handed in by the platform. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>

/** First 32 hex digits of SHA-256 over `digestBytes`. */
export async function digest(
  width: number,
  height: number,
  frame: Uint16Array,
  sha256: Sha256,
  into?: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return hex(await sha256(digestBytes(width, height, frame, into))).slice(0, 32)
}
