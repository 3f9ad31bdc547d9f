/** The tracks of an MP4 or MOV, as far as a frame's number and its timecode need them (ISO/IEC 14496-12); mediabunny shows neither. */
import type { Bytes } from './bytes.ts'

export interface MovieTrack {
  readonly id: number
  /** `vide`, `soun`, `tmcd`, … */
  readonly kind: string
  /** Ticks a second. */
  readonly timescale: number
  /** Body of the track's sample table, box `stbl`. */
  readonly table: Uint8Array | null
  /** Body of the edit list, box `elst`. */
  readonly edits: Uint8Array | null
}

export interface Movie {
  /** Ticks a second of the movie, in which an edit's length is counted. */
  readonly timescale: number
  readonly tracks: readonly MovieTrack[]
  /** Bytes that its boxes hold by their own word and the file does not: above 0 it is cut off. */
  readonly missing: number
}

const mostHeader = 64 << 20
const mostBoxes = 1000

export const viewOf = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength)
const name = (b: Uint8Array, at: number): string => String.fromCharCode(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!)

/** Size of the box at `at` and of its head; a size of 0 reaches to `end`. Null where the bytes are no box. */
function boxAt(b: Uint8Array, at: number, end: number): { readonly size: number; readonly head: number } | null {
  const v = viewOf(b)
  const short = v.getUint32(at)
  if (short === 1) {
    if (at + 16 > b.length) return null
    const size = Number(v.getBigUint64(at + 8))
    return size >= 16 ? { size, head: 16 } : null
  }
  if (short === 0) return { size: end, head: 8 }
  return short >= 8 ? { size: short, head: 8 } : null
}

function boxes(b: Uint8Array): { readonly type: string; readonly body: Uint8Array }[] {
  const out: { type: string; body: Uint8Array }[] = []
  for (let at = 0; at + 8 <= b.length; ) {
    const box = boxAt(b, at, b.length - at)
    if (!box || at + box.size > b.length) break
    out.push({ type: name(b, at + 4), body: b.subarray(at + box.head, at + box.size) })
    at += box.size
  }
  return out
}

/** The body of the first box down a path of types, or null. */
export function find(b: Uint8Array, ...path: string[]): Uint8Array | null {
  let body: Uint8Array | null = b
  for (const type of path) body = (body && boxes(body).find((box) => box.type === type)?.body) ?? null
  return body
}

/** Body of the `moov` box, null where there is none among the file's first boxes or it is over 64 MiB; and how far the boxes reach. */
async function header(file: Bytes): Promise<{ readonly body: Uint8Array | null; readonly end: number }> {
  let body: Uint8Array | null = null
  let at = 0
  for (let n = 0; at + 8 <= file.size && n < mostBoxes; n++) {
    const head = await file.read(at, Math.min(16, file.size - at))
    const box = boxAt(head, 0, file.size - at)
    if (!box) break
    const whole = at + box.size <= file.size
    if (name(head, 4) === 'moov' && whole && box.size <= mostHeader)
      body ??= await file.read(at + box.head, box.size - box.head)
    at += box.size
  }
  return { body, end: at }
}

/** Ticks a second of an `mvhd` or `mdhd` body, whose times take 4 bytes in version 0 and 8 in version 1. */
const timescaleOf = (body: Uint8Array | null): number => {
  const at = body?.[0] === 1 ? 20 : 12
  return body && body.length >= at + 4 ? viewOf(body).getUint32(at) : 0
}

/** Null where the file is no MP4 or MOV, or its header is damaged. */
export async function readMovie(file: Bytes): Promise<Movie | null> {
  const { body, end } = await header(file)
  if (!body) return null
  const tracks = boxes(body)
    .filter(({ type }) => type === 'trak')
    .flatMap(({ body: trak }): MovieTrack[] => {
      const [tkhd, hdlr] = [find(trak, 'tkhd'), find(trak, 'mdia', 'hdlr')]
      const at = tkhd?.[0] === 1 ? 20 : 12
      if (!tkhd || tkhd.length < at + 4 || !hdlr || hdlr.length < 12) return []
      return [
        {
          id: viewOf(tkhd).getUint32(at),
          kind: name(hdlr, 8),
          timescale: timescaleOf(find(trak, 'mdia', 'mdhd')),
          table: find(trak, 'mdia', 'minf', 'stbl'),
          edits: find(trak, 'edts', 'elst'),
        },
      ]
    })
  return { timescale: timescaleOf(find(body, 'mvhd')), tracks, missing: Math.max(0, end - file.size) }
}
