/** Decoded planes to the engine's frame, and the name of a decoded frame. No matrix here: that is the engine's first kernel. */
import type { SourceFrame } from '../render/picture.ts'
import { upsample } from './chroma.ts'
import { type Turn, turned, turnPlane } from './turn.ts'

/** Planes as a decoder gave them, tight rows. `format` is ffmpeg's name without byte order: yuv420p, yuv422p10, yuv444p12, gbrp10, … */
export interface RawFrame {
  readonly format: string
  readonly width: number
  readonly height: number
  /** Three planes of code values: Y, Cb, Cr (or G, B, R for gbr formats as ffmpeg orders them). */
  readonly planes: readonly (Uint8Array | Uint16Array)[]
  /** What makes the picture upright; width, height and planes are as stored. */
  readonly turn?: Turn | undefined
}

const known = /^yuvj?(420|422|444)p(9|10|12|14|16)?$/

export interface Layout {
  /** Chroma is halved across, down. */
  readonly across: boolean
  readonly down: boolean
  readonly depth: number
}

/** Subsampling and depth of a format's name, or null for one that we do not take apart. */
export function layoutOf(format: string): Layout | null {
  const m = known.exec(format)
  return m ? { across: m[1] !== '444', down: m[1] === '420', depth: m[2] ? Number(m[2]) : 8 } : null
}

/** Samples of each plane: a halved size rounds up. */
export function planeSizes(layout: Layout, width: number, height: number): readonly (readonly [number, number])[] {
  const w = layout.across ? (width + 1) >> 1 : width
  const h = layout.down ? (height + 1) >> 1 : height
  return [
    [width, height],
    [w, h],
    [w, h],
  ]
}

/** Three planes of one frame at full resolution, to be written over by the next. */
export type Planes = readonly [Float32Array, Float32Array, Float32Array]

/**
 * The engine's frame; a format that we do not take apart is a sentence. Where `into` fits the frame its planes are written over and
 * handed back, which spares 25 MB of fresh memory a frame at 1080p.
 */
export function toSourceFrame(raw: RawFrame, source: string, into?: Planes): SourceFrame | string {
  const layout = layoutOf(raw.format)
  if (!layout)
    return `Frames of format ${raw.format} cannot be read; known are 4:2:0, 4:2:2 and 4:4:4 planes of 8 to 16 bits.`
  const { turn } = raw
  const size = raw.width * raw.height
  const fits = into?.every((plane) => plane.length === size)
  const planes: Planes = fits ? into! : [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  const [y, cb, cr] = raw.planes as [Uint8Array, Uint8Array, Uint8Array]
  // The siting of chroma is that of the stored picture: it comes to full resolution first and is turned after.
  const stored: Planes = turn ? [new Float32Array(size), new Float32Array(size), new Float32Array(size)] : planes
  stored[0].set(y)
  upsample(cb, layout, raw.width, raw.height, stored[1])
  upsample(cr, layout, raw.width, raw.height, stored[2])
  if (turn) for (const [i, plane] of stored.entries()) turnPlane(plane, raw.width, raw.height, turn, planes[i]!)
  const [width, height] = turned(turn, raw.width, raw.height)
  return { width, height, kind: 'ycbcr', planes, source }
}

/**
 * The bytes that name a decoded frame: the format's name in ASCII (and ` turned 90`, where the picture is turned), u32le width and height
 * as stored, then the planes' samples, little endian.
 */
export function sourceBytes(raw: RawFrame): Uint8Array<ArrayBuffer> {
  const format = raw.turn ? `${raw.format} turned ${raw.turn}` : raw.format
  const size = raw.planes.reduce((n, p) => n + p.byteLength, format.length + 8)
  const out = new Uint8Array(size)
  for (let i = 0; i < format.length; i++) out[i] = format.charCodeAt(i)
  const view = new DataView(out.buffer)
  view.setUint32(format.length, raw.width, true)
  view.setUint32(format.length + 4, raw.height, true)
  let at = format.length + 8
  for (const plane of raw.planes) {
    out.set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength), at)
    at += plane.byteLength
  }
  return out
}

/** Name of a decoded frame: 32 hex digits of the SHA-256 of `sourceBytes`. */
export async function sourceName(
  raw: RawFrame,
  sha256: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>,
): Promise<string> {
  const hash = await sha256(sourceBytes(raw))
  return [...hash.subarray(0, 16)].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** One NV12 or P010-like chroma plane apart into two; loses nothing. */
export function deinterleave<T extends Uint8Array | Uint16Array>(pairs: T): [T, T] {
  const make = pairs.constructor as new (n: number) => T
  const n = pairs.length >> 1
  const [a, b] = [new make(n), new make(n)]
  for (let i = 0; i < n; i++) {
    a[i] = pairs[2 * i]!
    b[i] = pairs[2 * i + 1]!
  }
  return [a, b]
}
