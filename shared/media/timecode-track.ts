/** Source timecode out of an MP4's or MOV's `tmcd` track (QuickTime File Format, "Timecode Sample Description"). */
import type { Bytes } from './bytes.ts'
import { find, type Movie, viewOf } from './movie.ts'

export interface Timecode {
  /** Number of the first frame, counted from 00:00:00:00. */
  readonly frame: number
  /** Frame numbers a second: 24, 25, 30, … */
  readonly framesPerSecond: number
}

/** Null where the file has no timecode. */
export async function readTimecode(file: Bytes, movie: Movie): Promise<Timecode | null> {
  for (const { kind, table } of movie.tracks) {
    if (kind !== 'tmcd' || !table) continue
    const entry = find(table, 'stsd')
    const wide = find(table, 'co64')
    const offsets = wide ?? find(table, 'stco')
    if (!entry || entry.length < 8 + 34 || !offsets || offsets.length < (wide ? 16 : 12)) continue
    // stsd: 8 bytes of version and count; then the entry: 16 of a sample entry, 4 reserved, 4 flags, 4 timescale, 4 frame duration, 1 frames.
    const framesPerSecond = entry[8 + 16 + 4 + 4 + 4 + 4]!
    const at = wide ? Number(viewOf(offsets).getBigUint64(8)) : viewOf(offsets).getUint32(8)
    if (framesPerSecond === 0 || at + 4 > file.size) continue
    return { frame: viewOf(await file.read(at, 4)).getUint32(0), framesPerSecond }
  }
  return null
}
