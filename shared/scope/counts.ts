/**
 * Scopes as counts: how many pixels of the graded 16-bit frame fall in each bin. Fixed bins, whole numbers, every pixel once: equal frames,
 * equal counts, whoever rendered and whoever counts.
 */
import { CHROMA_BITS, LUMA_BITS, type Weights } from './weights.ts'

/** Columns of a waveform: pixel x of a frame of width w falls in column ⌊x · COLUMNS / w⌋. */
export const COLUMNS = 480
/** Levels of a waveform: a 16-bit value's upper nine bits. */
export const LEVELS = 512
/** Bins of a histogram: a 16-bit value's upper ten bits. */
export const BINS = 1024
/** Sides of a vectorscope: a ten-bit code of chroma (512 as none, ±448 as all there is), two codes a bin. */
export const SIDE = 512

export type ScopeKind = 'waveform' | 'parade' | 'vectorscope' | 'histogram'

export interface Counts {
  /** Luma, [column × LEVELS + level]. */
  readonly waveform?: Uint32Array
  /** Red, green and blue, each as the waveform. */
  readonly parade?: readonly [Uint32Array, Uint32Array, Uint32Array]
  /** [Cr bin × SIDE + Cb bin]: Cb to the right, Cr upwards. */
  readonly vectorscope?: Uint32Array
  /** Red, green, blue and luma, BINS each. */
  readonly histogram?: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
}

export interface ScopeOptions {
  readonly kinds: readonly ScopeKind[]
  readonly weights: Weights
  /** Of the waveform: luma is the mean of a pixel, twice, and its neighbours (1 2 1), as a scope's low pass takes it. */
  readonly lowPass?: boolean
  /** Counts rows 0, n, 2n, …: a scope while playing may take every second or fourth. Every row without it. */
  readonly every?: number
  /** Counts that nobody reads any more: their memory is counted in again. */
  readonly into?: Counts | undefined
}

/** Counts a frame, R G B row by row. Throws when it is not of that size (a bug of ours). */
export function countScopes(frame: Uint16Array, width: number, height: number, options: ScopeOptions): Counts {
  if (frame.length !== width * height * 3)
    throw new Error(`a frame of ${width}×${height} holds ${width * height * 3} values, not ${frame.length}`)
  const { kinds, weights, lowPass = false, every = 1, into = {} } = options
  // From the end of a row that is counted to the beginning of the next one.
  const skip = (every - 1) * width * 3
  const has = (kind: ScopeKind): boolean => kinds.includes(kind)
  const columns = columnsOf(width)
  return {
    ...(has('waveform') && { waveform: waveform(frame, width, columns, weights, lowPass, skip, into.waveform) }),
    ...(has('parade') && { parade: parade(frame, width, columns, skip, into.parade) }),
    ...(has('vectorscope') && { vectorscope: vectorscope(frame, width, weights, skip, into.vectorscope) }),
    ...(has('histogram') && { histogram: histogram(frame, width, weights, skip, into.histogram) }),
  }
}

/** So many counts of nothing, in the memory of others where these are as many. */
function emptied(length: number, into: Uint32Array | undefined): Uint32Array {
  return into?.length === length ? into.fill(0) : new Uint32Array(length)
}

/** Of each pixel of a row, where its column's levels begin. */
function columnsOf(width: number): Int32Array {
  return Int32Array.from({ length: width }, (_, x) => Math.floor((x * COLUMNS) / width) * LEVELS)
}

const HALF = 1 << (LUMA_BITS - 1)
/** From a 16-bit value to a level, and to a bin. */
const LEVEL = 7
const BIN = 6

function waveform(
  frame: Uint16Array,
  width: number,
  columns: Int32Array,
  weights: Weights,
  lowPass: boolean,
  skip: number,
  into: Counts['waveform'],
) {
  const counts = emptied(COLUMNS * LEVELS, into)
  const [kr, kg, kb] = weights.luma
  if (!lowPass) {
    for (let o = 0; o < frame.length; o += skip)
      for (let x = 0; x < width; x++, o += 3) {
        const y = (kr * frame[o]! + kg * frame[o + 1]! + kb * frame[o + 2]! + HALF) >> (LUMA_BITS + LEVEL)
        counts[columns[x]! + y]!++
      }
    return counts
  }
  const row = new Int32Array(width + 2)
  for (let o = 0; o < frame.length; o += skip) {
    for (let x = 1; x <= width; x++, o += 3)
      row[x] = (kr * frame[o]! + kg * frame[o + 1]! + kb * frame[o + 2]! + HALF) >> LUMA_BITS
    row[0] = row[1]!
    row[width + 1] = row[width]!
    for (let x = 0; x < width; x++)
      counts[columns[x]! + ((row[x]! + 2 * row[x + 1]! + row[x + 2]! + 2) >> (2 + LEVEL))]!++
  }
  return counts
}

function parade(frame: Uint16Array, width: number, columns: Int32Array, skip: number, into: Counts['parade']) {
  const [red, green, blue] = [0, 1, 2].map((i) => emptied(COLUMNS * LEVELS, into?.[i])) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  for (let o = 0; o < frame.length; o += skip)
    for (let x = 0; x < width; x++, o += 3) {
      const at = columns[x]!
      red[at + (frame[o]! >> LEVEL)]!++
      green[at + (frame[o + 1]! >> LEVEL)]!++
      blue[at + (frame[o + 2]! >> LEVEL)]!++
    }
  return [red, green, blue] as const
}

function vectorscope(frame: Uint16Array, width: number, weights: Weights, skip: number, into: Counts['vectorscope']) {
  const counts = emptied(SIDE * SIDE, into)
  const [kr, kg, kb] = weights.luma
  const { blue, red } = weights
  const half = 1 << (CHROMA_BITS - 1)
  for (let o = 0; o < frame.length; o += skip)
    for (let x = 0; x < width; x++, o += 3) {
      const r = frame[o]!
      const b = frame[o + 2]!
      const y = (kr * r + kg * frame[o + 1]! + kb * b + HALF) >> LUMA_BITS
      const cb = 512 + (((b - y) * blue + half) >> CHROMA_BITS)
      const cr = 512 + (((r - y) * red + half) >> CHROMA_BITS)
      counts[(cr >> 1) * SIDE + (cb >> 1)]!++
    }
  return counts
}

function histogram(frame: Uint16Array, width: number, weights: Weights, skip: number, into: Counts['histogram']) {
  const [red, green, blue, luma] = [0, 1, 2, 3].map((i) => emptied(BINS, into?.[i])) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  const [kr, kg, kb] = weights.luma
  for (let o = 0; o < frame.length; o += skip)
    for (let x = 0; x < width; x++, o += 3) {
      const r = frame[o]!
      const g = frame[o + 1]!
      const b = frame[o + 2]!
      red[r >> BIN]!++
      green[g >> BIN]!++
      blue[b >> BIN]!++
      luma[(kr * r + kg * g + kb * b + HALF) >> (LUMA_BITS + BIN)]!++
    }
  return [red, green, blue, luma] as const
}
