/** Text by lines, and the numbers in them. Nothing is taken from a file but through these. */

/** Longest line that is looked at, characters: a row of a table has some 40, a prelut of .csp has all its knots on one. */
const LONGEST = 1_048_576

/** A cursor over the lines of a text, whatever ends them. */
export class Lines {
  readonly #text: string
  #at = 0
  /** Number of the line `next` gave last, from 1. */
  number = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next line without its ends of white space; null after the last one. */
  next(): string | null {
    const text = this.#text
    if (this.#at >= text.length) return null
    let end = this.#at
    while (end < text.length) {
      const c = text.charCodeAt(end)
      if (c === 10 || c === 13) break
      end++
    }
    const line = text.slice(this.#at, Math.min(end, this.#at + LONGEST))
    this.#at = end + (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? 2 : 1)
    this.number++
    return line.trim()
  }

  /** The next line that is not empty and begins with no `#`; null after the last one. */
  row(): string | null {
    for (let line = this.next(); line !== null; line = this.next()) if (line !== '' && line[0] !== '#') return line
    return null
  }

  /** A sentence about the line `next` gave last. */
  at(rule: string): string {
    return `Line ${this.number}: ${rule}`
  }
}

/** A word of the file for a sentence: short, in quotes, on one line. */
export const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text)

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/

/** A decimal number that f32 can hold, as f64; null for anything else, such as `nan`, `0x10` or 1e39. */
export function numberOf(word: string): number | null {
  if (word.length > 64 || !decimal.test(word)) return null
  const x = Number(word)
  return Number.isFinite(Math.fround(x)) ? x : null
}

/** A whole number 0 … 2^31 − 1, or null. */
export function wholeOf(word: string): number | null {
  const x = /^\+?\d{1,10}$/.test(word) ? Number(word) : Number.NaN
  return x <= 2147483647 ? x : null
}

export const wordsOf = (line: string): string[] => line.split(/[\s]+/).filter((word) => word !== '')

/** As many numbers as are asked for, and nothing else on the line; null where it is not so. Word by word: a lattice has a hundred thousand. */
export function numbersOf(line: string, count: number): number[] | null {
  const numbers: number[] = []
  const end = line.length
  for (let at = 0; at < end; ) {
    if (isSpace(line.charCodeAt(at))) {
      at++
      continue
    }
    const from = at
    while (at < end && !isSpace(line.charCodeAt(at))) at++
    const x = numbers.length < count ? numberOf(line.slice(from, at)) : null
    if (x === null) return null
    numbers.push(x)
  }
  return numbers.length === count ? numbers : null
}
/** A space, a tab, or another of white space that a line may hold. */
const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || c === 160

/**
 * `rows` rows of `count` numbers into one array, as f32; `first` is a row that was read already. `what` names the table in a sentence, or
 * the sentence comes back that says which row is none. Rows are counted before anything of their number is made.
 */
export function readRows(
  lines: Lines,
  what: string,
  rows: number,
  count: number,
  first: string | null = lines.row(),
): Float32Array | string {
  const chunks: Float32Array[] = []
  let chunk = new Float32Array(0)
  let line = first
  for (let i = 0; i < rows; i++) {
    if (line === null) return `The file ends after ${i} of the ${rows} rows of its ${what}.`
    const numbers = numbersOf(line, count)
    if (numbers === null)
      return lines.at(
        `a row of the ${what} holds ${count === 1 ? 'one number' : `${count} numbers`}, not ${quoted(line)}.`,
      )
    const place = i % CHUNK
    if (place === 0) {
      chunk = new Float32Array(Math.min(CHUNK, rows - i) * count)
      chunks.push(chunk)
    }
    for (let c = 0; c < count; c++) chunk[place * count + c] = numbers[c]!
    if (i < rows - 1) line = lines.row()
  }
  if (chunks.length === 1) return chunks[0]!
  const all = new Float32Array(rows * count)
  chunks.forEach((part, k) => {
    all.set(part, k * CHUNK * count)
  })
  return all
}
/** Rows taken at a time: a file that promises millions and holds ten costs no more than this. */
const CHUNK = 65_536

/** Column `c` of rows of `count`. */
export function column(rows: Float32Array, count: number, c: number): Float32Array {
  const values = new Float32Array(rows.length / count)
  for (let i = 0; i < values.length; i++) values[i] = rows[i * count + c]!
  return values
}
