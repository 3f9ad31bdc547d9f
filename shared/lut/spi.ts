/** Sony Pictures Imageworks' `.spi1d` and `.spi3d`, as OpenColorIO reads them. */
import { LUT_LIMITS, type Lut, UNIT } from '../op/lut.ts'
import { wide } from './cube.ts'
import { column, Lines, numberOf, numbersOf, quoted, readRows, wholeOf, wordsOf } from './lines.ts'

export const isSpi1d = (text: string): boolean => /^\s*(?:#[^\n]*\n\s*)*(?:Version|From|Length|Components)\s/.test(text)
export const isSpi3d = (text: string): boolean => /^\s*SPILUT\s/.test(text)

/** `Version 1`, `From low high`, `Length n`, `Components 1 or 3`, then the rows in braces. */
export function readSpi1d(text: string): Lut | string {
  const lines = new Lines(text)
  const said = new Map<string, number[]>()
  for (let line = lines.row(); line !== '{'; line = lines.row()) {
    if (line === null) return 'The file ends before the brace that opens its table.'
    const [word, ...rest] = wordsOf(line) as [string, ...string[]]
    if (!['Version', 'From', 'Length', 'Components'].includes(word))
      return lines.at(`${quoted(word)} is no keyword of an .spi1d file.`)
    if (said.has(word)) return lines.at(`${word} stands in a file once.`)
    const numbers = numbersOf(rest.join(' '), word === 'From' ? 2 : 1)
    if (numbers === null)
      return lines.at(`${word} takes ${word === 'From' ? 'two numbers' : 'one number'}, not ${quoted(rest.join(' '))}.`)
    said.set(word, numbers)
  }
  const one = (word: string, otherwise: number) => said.get(word)?.[0] ?? otherwise
  if (one('Version', Number.NaN) !== 1) return 'An .spi1d file says Version 1.'
  const [low, high] = said.get('From') ?? [0, 1]
  if (!wide(low!, high!)) return `From takes two numbers, the second one greater, not ${low} ${high}.`
  const length = one('Length', Number.NaN)
  if (!Number.isInteger(length) || length < 2 || length > LUT_LIMITS.entries)
    return `Length is a whole number 2 … ${LUT_LIMITS.entries}${said.has('Length') ? `, not ${length}` : ''}.`
  const count = one('Components', Number.NaN)
  if (count !== 1 && count !== 3) return `Components is 1 or 3${said.has('Components') ? `, not ${count}` : ''}.`
  const rows = readRows(lines, 'table', length, count)
  if (typeof rows === 'string') return rows
  const last = lines.row()
  if (last !== '}')
    return last === null
      ? 'The file ends before the brace that closes its table.'
      : lines.at(`after ${length} rows the table ends with a brace, not with ${quoted(last)}.`)
  const first = column(rows, count, 0)
  const values =
    count === 1 ? ([first, first, first] as const) : ([first, column(rows, 3, 1), column(rows, 3, 2)] as const)
  const domain = [low!, high!] as const
  return { title: '', steps: [{ kind: 'lut1d', domain: [domain, domain, domain], values }] }
}

/** `SPILUT 1.0`, `3 3`, the three sizes, then `i j k r g b` of each vertex, in any order, i along red. */
export function readSpi3d(text: string): Lut | string {
  const lines = new Lines(text)
  const magic = lines.row()
  if (magic === null || !/^SPILUT\s+1\.0$/.test(magic)) return lines.at('an .spi3d file begins with SPILUT 1.0.')
  const shape = lines.row()
  if (shape === null || wordsOf(shape).join(' ') !== '3 3')
    return lines.at(`an .spi3d file has 3 inputs and 3 outputs, not ${quoted(shape ?? '')}.`)
  const line = lines.row() ?? ''
  const sizes = wordsOf(line).map(wholeOf)
  if (sizes.length !== 3 || sizes.some((n) => n === null || n < 2 || n > LUT_LIMITS.cube))
    return lines.at(`sizes are three whole numbers 2 … ${LUT_LIMITS.cube}, not ${quoted(line)}.`)
  const [nr, ng, nb] = sizes as [number, number, number]
  const all = nr * ng * nb
  // A row takes twelve characters at the least: what is promised is made only where the file may hold it.
  if (text.length < all * 11) return `The file ends before the ${all} vertices its sizes ask for.`
  const values = new Float32Array(3 * all)
  const had = new Uint8Array(all)
  for (let n = 0; n < all; n++) {
    const row = lines.row()
    if (row === null) return `The file ends after ${n} of its ${all} vertices.`
    const words = wordsOf(row)
    const place = words.slice(0, 3).map(wholeOf)
    const rgb = words.slice(3).map(numberOf)
    if (words.length !== 6 || place.includes(null) || rgb.includes(null))
      return lines.at(`a vertex takes three whole numbers and three numbers, not ${quoted(row)}.`)
    const [i, j, k] = place as [number, number, number]
    if (i >= nr || j >= ng || k >= nb) return lines.at(`vertex ${i} ${j} ${k} lies outside ${nr} × ${ng} × ${nb}.`)
    const at = i + nr * (j + ng * k)
    if (had[at]) return lines.at(`vertex ${i} ${j} ${k} stands in the file twice.`)
    had[at] = 1
    values.set(rgb as number[], 3 * at)
  }
  const rest = lines.row()
  if (rest !== null) return lines.at(`after ${all} vertices the file ends, not with ${quoted(rest)}.`)
  return { title: '', steps: [{ kind: 'lut3d', size: [nr, ng, nb], domain: UNIT, values }] }
}
