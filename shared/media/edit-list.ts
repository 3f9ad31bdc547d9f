/** Which part of a track its edit list shows (ISO/IEC 14496-12, 8.6.6): frames outside it are in the file and in no picture. */
import { type Movie, viewOf } from './movie.ts'

/** Times as mediabunny gives them: seconds from the start of the presentation. */
export interface Edit {
  /** True where a frame of this presentation time is shown. */
  shows(seconds: number): boolean
}

/**
 * Null where the track has no edit list: then all is shown from time 0. A frame is shown when its time lies in the one segment, counted
 * in the track's ticks, the end exclusive. More than one segment, or one at another speed, is a sentence: decoders disagree about it.
 */
export function readEdit(movie: Movie, trackId: number): Edit | null | string {
  const track = movie.tracks.find(({ id }) => id === trackId)
  const body = track?.edits
  if (!body || body.length < 8) return null
  const view = viewOf(body)
  const wide = body[0] === 1
  const size = wide ? 20 : 12
  const count = Math.min(view.getUint32(4), Math.floor((body.length - 8) / size))
  const entries = Array.from({ length: count }, (_, i) => {
    const at = 8 + i * size
    return {
      length: wide ? Number(view.getBigUint64(at)) : view.getUint32(at),
      from: wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4),
      speed: view.getInt32(at + size - 4) / 65536,
    }
  })
  const shown = entries.filter(({ from }) => from !== -1)
  if (shown.length === 0) return null
  if (shown.length > 1) return `its edit list has ${shown.length} segments; one is read`
  const [segment] = shown as [(typeof entries)[number]]
  if (segment.speed !== 1) return 'its edit list changes the speed'
  const perTick = track.timescale / movie.timescale
  const lead = entries.slice(0, entries.indexOf(segment)).reduce((sum, { length }) => sum + length, 0)
  const start = Math.round(lead * perTick)
  // A length of 0 belongs to a file in fragments, whose end nobody knew: open.
  const end = segment.length === 0 ? Infinity : start + Math.round(segment.length * perTick)
  return {
    shows(seconds) {
      const tick = Math.round(seconds * track.timescale)
      return tick >= start && tick < end
    },
  }
}
