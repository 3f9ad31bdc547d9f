/** What a day's growth may be: as much in its last part as in the one before, and little a gesture. */
import type { Hour } from './day.ts'

/** Most bytes that one gesture leaves: in the documents (an overwritten tuple between others is a deleted item of some ten bytes), in the log, in the heap of hub, log and three suites together. */
const most = { documentBytes: 16, logBytes: 64, heapBytes: 3000 } as const

export interface Grown {
  /** A sentence for each thing that grows faster than it may. */
  readonly faults: readonly string[]
  /** Bytes a gesture, in the last part of the day. */
  readonly documentBytes: number
  readonly logBytes: number
  readonly heapBytes: number
}

/** The first part is left out: controls are touched there for the first time, and the engine warms up. */
export function grown(hours: readonly Hour[]): Grown {
  const slope = (read: (hour: Hour) => number, to: number, from: number): number =>
    (read(hours.at(to)!) - read(hours.at(from)!)) / (hours.at(to)!.gestures - hours.at(from)!.gestures)
  const reads = {
    documentBytes: (hour: Hour) => hour.documentBytes,
    logBytes: (hour: Hour) => hour.logBytes,
    heapBytes: (hour: Hour) => hour.heapMB * 1e6,
  }
  const faults: string[] = []
  const found = { documentBytes: 0, logBytes: 0, heapBytes: 0 }
  for (const name of ['documentBytes', 'logBytes', 'heapBytes'] as const) {
    const half = hours.length >> 1
    const [early, late] = [slope(reads[name], half, 0), slope(reads[name], -1, half)]
    found[name] = Math.round(late * 10) / 10
    if (late > most[name]) faults.push(`A gesture leaves ${late.toFixed(1)} of ${name}; ${most[name]} is the most.`)
    // Linear: the second half of the day grows no faster than the first; the heap by the noise of its collections.
    if (late > early * (name === 'heapBytes' ? 1.5 : 1.1))
      faults.push(`${name} grow faster and faster: ${early.toFixed(1)} a gesture, then ${late.toFixed(1)}.`)
  }
  return { faults, ...found }
}
