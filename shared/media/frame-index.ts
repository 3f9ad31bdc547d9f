/** Which frame is frame N: by presentation time, never by round(t·fps) (media.md section 1.4). */

export interface FrameIndex {
  /** Presentation times in seconds, rising. */
  readonly times: Float64Array
  /** A time that lies inside frame n, for seeking. */
  middle(n: number): number
}

/** From packets in any order; those with the same time count once. */
export function frameIndex(packets: readonly { readonly timestamp: number; readonly duration: number }[]): FrameIndex {
  const sorted = [...packets].sort((a, b) => a.timestamp - b.timestamp)
  const times = Float64Array.from(sorted.map((p) => p.timestamp).filter((t, i, all) => i === 0 || t > all[i - 1]!))
  const last = sorted.at(-1)
  const middle = (n: number): number =>
    n + 1 < times.length ? (times[n]! + times[n + 1]!) / 2 : (times[n] ?? 0) + Math.max(last?.duration ?? 0, 0.001) / 2
  return { times, middle }
}

/** Frames a second as a fraction: the usual ones exactly, else the average to a thousandth. */
export function rateOf(index: FrameIndex): { readonly num: number; readonly den: number } {
  const { times } = index
  const n = times.length
  if (n < 2) return { num: 24, den: 1 }
  const mean = (times[n - 1]! - times[0]!) / (n - 1)
  for (const [num, den] of [
    [24, 1],
    [25, 1],
    [30, 1],
    [24000, 1001],
    [30000, 1001],
    [48, 1],
    [50, 1],
    [60, 1],
    [60000, 1001],
  ] as const)
    if (Math.abs(mean - den / num) < (den / num) * 0.0004) return { num, den }
  return { num: Math.max(1, Math.round(1000 / mean)), den: 1000 }
}
