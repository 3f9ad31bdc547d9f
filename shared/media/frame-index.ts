/** Which frame is frame N: by presentation time, never by round(t·fps) (media.md section 1.4). */
import type { Rate } from '../doc/session.ts'
import type { Edit } from './edit-list.ts'

export interface FrameIndex {
  /** Presentation times in seconds, rising. */
  readonly times: Float64Array
  /** A time that lies inside frame n, for seeking. */
  middle(n: number): number
  /** The last key frame at or before frame n; frame 0 where none is shown before it. */
  keyBefore(n: number): number
  /** True for a key frame with frames stored after it and shown before it: they need what a decoder that begins here has not seen. */
  isOpen(key: number): boolean
}

export interface PacketTime {
  readonly timestamp: number
  readonly duration: number
  /** True where decoding may begin. */
  readonly key: boolean
}

/**
 * From packets in the order in which they are stored; those with the same time count once. Of a file with an edit list only what it shows; else what is at or
 * after 0. `most` keeps the first so many: the session's count stands for an end that the edit list gave to whoever probed the file.
 */
export function frameIndex(packets: readonly PacketTime[], edit: Edit | null = null, most = Infinity): FrameIndex {
  const shown = (t: number): boolean => (edit ? edit.shows(t) : t > -0.0005)
  const sorted = packets.filter(({ timestamp }) => shown(timestamp)).sort((a, b) => a.timestamp - b.timestamp)
  const rising = sorted.filter(({ timestamp }, i) => i === 0 || timestamp > sorted[i - 1]!.timestamp)
  const times = Float64Array.from(rising, ({ timestamp }) => timestamp).subarray(0, Math.min(most, rising.length))
  const last = rising[times.length - 1]?.duration ?? 0
  const middle = (n: number): number =>
    n + 1 < times.length ? (times[n]! + times[n + 1]!) / 2 : (times[n] ?? 0) + (last > 0 ? last : 0.001) / 2
  const keys = rising.flatMap(({ key }, i) => (key && i < times.length ? [i] : []))
  const keyBefore = (n: number): number => keys.findLast((key) => key <= n) ?? 0
  const open = new Set<number>()
  for (let i = packets.length - 1, earliest = Infinity; i >= 0; i--) {
    const { timestamp, key } = packets[i]!
    if (key && earliest < timestamp) open.add(timestamp)
    earliest = Math.min(earliest, timestamp)
  }
  return { times, middle, keyBefore, isOpen: (key) => open.has(times[key] ?? NaN) }
}

const usual: readonly (readonly [number, number])[] = [
  [24, 1],
  [24000, 1001],
  [25, 1],
  [30, 1],
  [30000, 1001],
  [48, 1],
  [48000, 1001],
  [50, 1],
  [60, 1],
  [60000, 1001],
  [100, 1],
  [120, 1],
]

const closest = (gap: number, tolerance: number): Rate | null => {
  const off = ([num, den]: readonly [number, number]): number => Math.abs((gap * num) / den - 1)
  const best = usual.reduce((a, b) => (off(b) < off(a) ? b : a))
  return off(best) < tolerance ? { num: best[0], den: best[1] } : null
}

/**
 * Frames a second: a usual rate where the mean gap is within 0.04 % of it; else, for a variable rate, where the middle gap is within
 * 1.5 %; else the mean to a thousandth.
 */
export function rateOf({ times }: FrameIndex): Rate {
  const n = times.length
  if (n < 2) return { num: 24, den: 1 }
  const mean = (times[n - 1]! - times[0]!) / (n - 1)
  const gaps = Float64Array.from({ length: n - 1 }, (_, i) => times[i + 1]! - times[i]!).sort()
  const near = closest(mean, 0.0004) ?? closest(gaps[n >> 1] ?? gaps[0]!, 0.015)
  return near ?? { num: Math.max(1, Math.round(1000 / mean)), den: 1000 }
}
