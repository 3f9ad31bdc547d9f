/** Source timecode out of an MP4 or MOV's `tmcd` track (QuickTime File Format, "Timecode Sample Description"); mediabunny shows none. */
import type { Bytes } from './bytes.ts'

const ascii = (b: Uint8Array, at: number): string => String.fromCharCode(b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!)
const view = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength)

interface Box {
  readonly type: string
  readonly body: Uint8Array
}

function boxes(bytes: Uint8Array): Box[] {
  const out: Box[] = []
  const v = view(bytes)
  for (let at = 0; at + 8 <= bytes.length; ) {
    let size = v.getUint32(at)
    let head = 8
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(v.getBigUint64(at + 8))
      head = 16
    } else if (size === 0) size = bytes.length - at
    if (size < head || at + size > bytes.length) break
    out.push({ type: ascii(bytes, at + 4), body: bytes.subarray(at + head, at + size) })
    at += size
  }
  return out
}

const find = (bytes: Uint8Array, ...path: string[]): Uint8Array | null => {
  let body: Uint8Array | null = bytes
  for (const type of path) body = (body && boxes(body).find((b) => b.type === type)?.body) ?? null
  return body
}

/** The `moov` box's body, found by walking the top level; null where there is none or it is over 64 MiB. */
async function moov(file: Bytes): Promise<Uint8Array | null> {
  for (let at = 0; at + 8 <= file.size; ) {
    const head = await file.read(at, Math.min(16, file.size - at))
    let size = view(head).getUint32(0)
    let skip = 8
    if (size === 1 && head.length === 16) {
      size = Number(view(head).getBigUint64(8))
      skip = 16
    } else if (size === 0) size = file.size - at
    if (size < skip) return null
    if (ascii(head, 4) === 'moov')
      return size <= 64 << 20 && at + size <= file.size ? file.read(at + skip, size - skip) : null
    at += size
  }
  return null
}

/** Frame number of the first timecode sample, at the timecode's own count of frames a second; null where the file has no timecode. */
export async function readTimecode(
  file: Bytes,
): Promise<{ readonly frame: number; readonly framesPerSecond: number } | null> {
  const movie = await moov(file)
  if (!movie) return null
  for (const trak of boxes(movie).filter((b) => b.type === 'trak')) {
    const handler = find(trak.body, 'mdia', 'hdlr')
    if (!handler || handler.length < 12 || ascii(handler, 8) !== 'tmcd') continue
    const table = find(trak.body, 'mdia', 'minf', 'stbl')
    const entry = table && find(table, 'stsd')
    const offsets = table && (find(table, 'stco') ?? find(table, 'co64'))
    if (!entry || !offsets || entry.length < 8 + 34 || offsets.length < 12) continue
    // stsd: 8 bytes of version and count, then the entry: 16 bytes of sample entry, 4 reserved, flags, timescale, frame duration, frames.
    const framesPerSecond = entry[8 + 16 + 4 + 4 + 4 + 4]!
    const wide = find(table, 'co64') !== null
    const at = wide ? Number(view(offsets).getBigUint64(8)) : view(offsets).getUint32(8)
    if (at + 4 > file.size || framesPerSecond === 0) return null
    return { frame: view(await file.read(at, 4)).getUint32(0), framesPerSecond }
  }
  return null
}
