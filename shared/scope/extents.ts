/** What is read off counts: where a signal reaches, and how much of it is clipped. */
import { COLUMNS, LEVELS } from './counts.ts'

/** Lowest and highest level of each column with at least one pixel in it; −1 and −1 where a column has none. */
export function extentsOf(waveform: Uint32Array): { readonly low: Int16Array; readonly high: Int16Array } {
  const [low, high] = [new Int16Array(COLUMNS).fill(-1), new Int16Array(COLUMNS).fill(-1)]
  for (let column = 0; column < COLUMNS; column++)
    for (let level = 0, at = column * LEVELS; level < LEVELS; level++, at++) {
      if (waveform[at] === 0) continue
      if (low[column]! < 0) low[column] = level
      high[column] = level
    }
  return { low, high }
}

/** The most pixels that any bin holds: what a trace's brightness is scaled by. */
export const peakOf = (counts: Uint32Array): number => counts.reduce((most, n) => Math.max(most, n), 0)
