/** A reel: the clips of a stretch of the timeline, locked together, and found again when the cut is another. */
import type { Lock, Timeline } from '../doc/session.ts'

/** Timeline frames, the last one not in it. */
export interface Reel {
  readonly from: number
  readonly to: number
}

/** First item of a reel's region: it says which stretch the clips after it were found in, and covers no key, since none begins so. */
const mark = ({ from, to }: Reel): string => `@${from}-${to}`

/** The region of all clips that show in the stretch. */
export function reelRegion({ clips }: Timeline, reel: Reel): readonly string[] {
  const inside = clips.filter(({ recordIn, length }) => recordIn < reel.to && recordIn + length > reel.from)
  return [mark(reel), ...inside.map(({ id }) => `c.${id}/`)]
}

/** The stretch that a lock is of, or null where it is of no reel. */
export function reelOf({ region }: Pick<Lock, 'region'>): Reel | null {
  const found = /^@(\d+)-(\d+)$/.exec(region[0] ?? '')
  return found ? { from: Number(found[1]), to: Number(found[2]) } : null
}
