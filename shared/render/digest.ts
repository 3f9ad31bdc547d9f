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

/** The bytes that are hashed: u32le width, u32le height, then u16le values. */
export function digestBytes(width: number, height: number, frame: Uint16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + frame.length * 2)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, width, true)
  view.setUint32(4, height, true)
  if (LITTLE) new Uint16Array(bytes.buffer, 8).set(frame)
  else for (let i = 0; i < frame.length; i++) view.setUint16(8 + 2 * i, frame[i]!, true)
  return bytes
}

const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** SHA-256 as handed in by the platform. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>

/** First 32 hex digits of SHA-256 over `digestBytes`. */
export async function digest(width: number, height: number, frame: Uint16Array, sha256: Sha256): Promise<string> {
  return hex(await sha256(digestBytes(width, height, frame))).slice(0, 32)
}
