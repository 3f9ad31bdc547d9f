/** cineSpace's `.csp`: a curve through knots a channel (the prelut), then a 1D table or a lattice, red fastest. */
import { LUT_LIMITS, type Lut, type Lut1d, type LutStep, UNIT } from '../op/lut.ts'
import { wide } from './cube.ts'
import { column, Lines, numbersOf, quoted, readRows, wholeOf, wordsOf } from './lines.ts'

export const isCsp = (text: string): boolean => /^\s*CSPLUTV100/i.test(text)

/** Entries a prelut is sampled to, as OpenColorIO does (FileFormatCSP.cpp, NUM_PRELUT_SAMPLES). */
const SAMPLES = 65_536

interface Knots {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export function readCsp(text: string): Lut | string {
  const lines = new Lines(text)
  if (!/^CSPLUTV100$/i.test(lines.row() ?? '')) return lines.at('a .csp file begins with CSPLUTV100.')
  const kind = lines.row() ?? ''
  if (!/^[13]D$/i.test(kind)) return lines.at(`a .csp file says 1D or 3D, not ${quoted(kind)}.`)
  let title = ''
  let line = lines.row()
  if (line !== null && /^BEGIN\s+METADATA$/i.test(line)) {
    const words: string[] = []
    for (line = lines.next(); line !== null && !/^END\s+METADATA$/i.test(line); line = lines.next()) words.push(line)
    if (line === null) return 'The file ends within its METADATA.'
    title = words.join(' ').trim().slice(0, LUT_LIMITS.title)
    line = lines.row()
  }
  const preluts: Knots[] = []
  for (let c = 0; c < 3; c++, line = lines.row()) {
    const knots = readKnots(lines, line)
    if (typeof knots === 'string') return knots
    preluts.push(knots)
  }
  const steps: LutStep[] = []
  const prelut = sampled(preluts)
  if (prelut) steps.push(prelut)
  const sizes = wordsOf(line ?? '').map(wholeOf)
  const three = /^3D$/i.test(kind)
  const most = three ? LUT_LIMITS.cube : LUT_LIMITS.entries
  if (sizes.length !== (three ? 3 : 1) || sizes.some((n) => n === null || n < 2 || n > most))
    return lines.at(
      `${three ? 'sizes are three whole numbers' : 'a size is one whole number'} 2 … ${most}, not ${quoted(line ?? '')}.`,
    )
  const [nr, ng = 1, nb = 1] = sizes as number[]
  const rows = readRows(lines, three ? 'lattice' : 'table', nr! * ng * nb, 3)
  if (typeof rows === 'string') return rows
  steps.push(
    three
      ? { kind: 'lut3d', size: [nr!, ng, nb], domain: UNIT, values: rows }
      : { kind: 'lut1d', domain: UNIT, values: [column(rows, 3, 0), column(rows, 3, 1), column(rows, 3, 2)] },
  )
  const rest = lines.row()
  if (rest !== null) return lines.at(`after the last row the file ends, not with ${quoted(rest)}.`)
  return { title, steps }
}

/** Number of knots, their inputs, their outputs; fewer than two are a curve that changes nothing. */
function readKnots(lines: Lines, line: string | null): Knots | string {
  const count = line === null ? null : wholeOf(line)
  if (count === null || count > LUT_LIMITS.entries)
    return lines.at(`a prelut says how many knots it has, 0 … ${LUT_LIMITS.entries}, not ${quoted(line ?? '')}.`)
  if (count < 2) return { x: [0, 1], y: [0, 1] }
  const rows: number[][] = []
  for (const what of ['inputs', 'outputs']) {
    const row = lines.row()
    const numbers = row === null ? null : numbersOf(row, count)
    if (numbers === null) return lines.at(`the ${what} of a prelut are ${count} numbers, not ${quoted(row ?? '')}.`)
    rows.push(numbers)
  }
  const [x, y] = rows as [number[], number[]]
  const falls = x.findIndex((v, i) => i > 0 && !wide(x[i - 1]!, v))
  if (falls > 0) return lines.at(`the inputs of a prelut rise: ${x[falls]} stands after ${x[falls - 1]}.`)
  return { x, y }
}

/** The preluts as one table; null where none of them changes anything within 0 … 1, where the next table holds its input anyway. */
function sampled(preluts: readonly Knots[]): Lut1d | null {
  if (preluts.every(({ x, y }) => x.every((v, i) => v === y[i]) && x[0]! <= 0 && x.at(-1)! >= 1)) return null
  const tables = preluts.map(({ x, y }) => {
    if (x.length === 2) return Float32Array.from(y)
    const values = new Float32Array(SAMPLES)
    const [first, last] = [x[0]!, x.at(-1)!]
    let piece = 0
    for (let i = 0; i < SAMPLES; i++) {
      const at = first + ((last - first) * i) / (SAMPLES - 1)
      while (piece < x.length - 2 && at >= x[piece + 1]!) piece++
      values[i] = curveAt(x, y, piece, at)
    }
    return values
  })
  const [r, g, b] = tables as [Float32Array, Float32Array, Float32Array]
  const domain = preluts.map(({ x }) => [x[0]!, x.at(-1)!] as const)
  return { kind: 'lut1d', domain: [domain[0]!, domain[1]!, domain[2]!], values: [r, g, b] }
}

/**
 * cineSpace's curve through knots, as OpenColorIO has it (FileFormatCSP.cpp): a cubic whose slope at a knot is that of the line from the
 * knot before to the one behind; the two end pieces are parabolas with that slope at their inner knot. `at` lies in piece `i`.
 */
function curveAt(x: readonly number[], y: readonly number[], i: number, at: number): number {
  const width = x[i + 1]! - x[i]!
  const z = (at - x[i]!) / width
  const rise = y[i + 1]! - y[i]!
  /** Slope at knot k, in this piece's width. */
  const slope = (k: number) => ((y[k + 1]! - y[k - 1]!) / (x[k + 1]! - x[k - 1]!)) * width
  if (i === 0) {
    const after = slope(1)
    return y[0]! + z * (2 * rise - after + z * (after - rise))
  }
  const before = slope(i)
  if (i === x.length - 2) return y[i]! + z * (before + z * (rise - before))
  const after = slope(i + 1)
  return y[i]! + z * (before + z * (3 * rise - 2 * before - after + z * (before + after - 2 * rise)))
}
