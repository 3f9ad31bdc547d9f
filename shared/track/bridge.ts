/** Places over a stretch that was not tracked, or tracked wrongly: on from how the window went before it, into how it goes after. */
import type { Carry, Tracked } from '../doc/track.ts'

/** Frames on each side that say how fast it goes: one alone has all the noise of its place. */
const ASIDE = 3

/** How fast each number goes at the end of a run of frames that follow each other, a frame; nought where the run is one frame long. */
function pace(run: readonly Tracked[]): Carry {
  const [first, last] = [run[0]!, run.at(-1)!]
  const frames = last[0] - first[0]
  return last[1].map((v, i) => (frames === 0 ? 0 : (v - first[1][i]!) / frames))
}

/** Of frames in order, those beside a gap that follow each other without one: the last `ASIDE` + 1 of the first part, or the first of the second. */
function beside(frames: readonly Tracked[], way: 1 | -1): Tracked[] {
  const out = [way > 0 ? frames[0]! : frames.at(-1)!]
  for (let i = 1; i <= ASIDE && i < frames.length; i++) {
    const next = way > 0 ? frames[i]! : frames[frames.length - 1 - i]!
    if (next[0] !== out.at(-1)![0] + way) break
    out.push(next)
  }
  return way > 0 ? out : out.reverse()
}

/**
 * Every source frame from `first` to `last` by a cubic of Hermite's between the nearest tracked frames on both sides, number by number. `tracked`
 * in order of frames; what it has within the stretch is left aside. Null where one side has none.
 */
export function bridge(tracked: readonly Tracked[], first: number, last: number): Tracked[] | null {
  const before = tracked.filter(([frame]) => frame < first)
  const after = tracked.filter(([frame]) => frame > last)
  if (before.length === 0 || after.length === 0) return null
  const [from, to] = [before.at(-1)!, after[0]!]
  const [v0, v1] = [pace(beside(before, -1)), pace(beside(after, 1))]
  const length = to[0] - from[0]
  return Array.from({ length: last - first + 1 }, (_, k): Tracked => {
    const frame = first + k
    const t = (frame - from[0]) / length
    const s = 1 - t
    // Hermite's four: the two ends, and the two paces over the whole length.
    const [p0, p1] = [s * s * (1 + 2 * t), t * t * (3 - 2 * t)]
    const [m0, m1] = [s * s * t * length, -t * t * s * length]
    return [frame, from[1].map((v, i) => p0 * v + p1 * to[1][i]! + m0 * v0[i]! + m1 * v1[i]!)]
  })
}
