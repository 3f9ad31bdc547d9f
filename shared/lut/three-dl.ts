/**
 * Autodesk's `.3dl`: a line of whole numbers (the grid's inputs), then a lattice of whole numbers, blue fastest. Bit depths are read off
 * the greatest numbers, as OpenColorIO does; Lustre's `Mesh` line says them.
 */
import { LUT_LIMITS, type Lut, type LutStep, UNIT } from '../op/lut.ts'
import { Lines, quoted, wholeOf, wordsOf } from './lines.ts'

export const isThreeDl = (text: string): boolean =>
  /^\s*(?:#[^\n]*\n\s*)*(?:3DMESH\b|Mesh\s|\d+(?:[ \t]+\d+){2,}\s)/.test(text)

/** Vertices of the largest lattice. */
const MOST = LUT_LIMITS.cube * LUT_LIMITS.cube * LUT_LIMITS.cube

/** Greatest code of the depth that a greatest number most likely is of: half to twice of it (OpenColorIO, FileFormat3DL.cpp). */
function scaleOf(most: number): number | null {
  const bits = [8, 10, 12, 14, 16].find((n) => most < 2 * (1 << n))
  return bits === undefined ? null : (1 << bits) - 1
}

export function readThreeDl(text: string): Lut | string {
  const lines = new Lines(text)
  let shaper: number[] | null = null
  let mesh: readonly [inBits: number, outBits: number] | null = null
  const rows: number[] = []
  let most = 0
  for (let line = lines.row(); line !== null; line = lines.row()) {
    if (/^3DMESH$/i.test(line)) continue
    // Lustre ends its files with these.
    if (/^(?:LUT\d+|gamma\s+[\d.]+)$/i.test(line)) continue
    const words = wordsOf(line)
    if (/^Mesh$/i.test(words[0]!)) {
      const [a, b] = [wholeOf(words[1] ?? ''), wholeOf(words[2] ?? '')]
      if (words.length !== 3 || a === null || b === null || a < 1 || a > 8 || b < 8 || b > 16)
        return lines.at(`Mesh takes the grid's bits 1 … 8 and the output's bits 8 … 16, not ${quoted(line)}.`)
      mesh = [a, b]
      continue
    }
    const numbers = words.map(wholeOf)
    if (numbers.includes(null)) return lines.at(`a row holds whole numbers, not ${quoted(line)}.`)
    if (numbers.length > 3 && rows.length === 0 && shaper === null) {
      if (numbers.length > LUT_LIMITS.entries) return lines.at(`the grid has at most ${LUT_LIMITS.entries} inputs.`)
      shaper = numbers as number[]
      continue
    }
    if (numbers.length !== 3) return lines.at(`a row of the lattice holds three whole numbers, not ${quoted(line)}.`)
    for (const n of numbers as number[]) {
      rows.push(n)
      if (n > most) most = n
    }
    if (rows.length > 3 * MOST) return lines.at(`a lattice has at most ${LUT_LIMITS.cube} vertices each way.`)
  }
  let size = 2
  while (size * size * size * 3 < rows.length) size++
  if (size * size * size * 3 !== rows.length)
    return `A lattice of ${rows.length / 3} rows has no whole number of vertices each way.`
  const scale = mesh ? (1 << mesh[1]) - 1 : scaleOf(most)
  if (scale === null) return `${most} is beyond the whole numbers of 16 bits.`
  const steps: LutStep[] = []
  if (shaper) {
    const last = scaleOf(Math.max(...shaper))
    if (last === null) return `${Math.max(...shaper)} is beyond the whole numbers of 16 bits.`
    const even = shaper.every((v, i) => Math.abs(v - (i * last) / (shaper.length - 1)) <= 1)
    if (!even) {
      const values = Float32Array.from(shaper, (v) => v / last)
      steps.push({ kind: 'lut1d', domain: UNIT, values: [values, values, values] })
    }
  }
  const values = new Float32Array(rows.length)
  let from = 0
  for (let r = 0; r < size; r++)
    for (let g = 0; g < size; g++)
      for (let b = 0; b < size; b++) {
        const to = 3 * (r + size * (g + size * b))
        for (let c = 0; c < 3; c++) values[to + c] = rows[from++]! / scale
      }
  steps.push({ kind: 'lut3d', size: [size, size, size], domain: UNIT, values })
  return { title: '', steps }
}
