/** Tables in DCTL: a formula where the table names one, else quadratic pieces that lie on it, as short constant arrays. */
import type { Formula, Table } from '../op/expr.ts'

/** A piece holds from its first index to the next one's: c + t·(b + t·a), t counted from there. */
export interface Piece {
  readonly from: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** How far a piece may lie from what it stands for, of itself; and of 1 where a power does not follow, so that it counts for what it is. */
const WITHIN = 5e-7
/** Of a function by octaves near 0: a power of 1/2.6 may follow. */
const LEAST = 1e-13

/**
 * The fewest quadratics, taken greedily, that come to every number within what `room` says for it; the first and the last stand alone,
 * since what lies beyond a table goes on from them. Null where it would be more than `most`.
 */
export function fitPieces(numbers: ArrayLike<number>, room: (i: number) => number, most: number): Piece[] | null {
  const pieces: Piece[] = []
  const n = numbers.length
  const alone = (i: number): Piece => ({ from: i, a: 0, b: 0, c: numbers[i]! })
  /** Through both ends and the middle of from … to. */
  const through = (from: number, to: number): Piece => {
    const width = to - from
    const [y0, y2] = [numbers[from]!, numbers[to]!]
    if (width < 2) return { from, a: 0, b: Math.fround(width === 1 ? y2 - y0 : 0), c: y0 }
    const at = width >> 1
    const y1 = numbers[from + at]!
    const a = ((y2 - y0) / width - (y1 - y0) / at) / (width - at)
    return { from, a: Math.fround(a), b: Math.fround((y1 - y0) / at - a * at), c: y0 }
  }
  const fits = ({ from, a, b, c }: Piece, to: number): boolean => {
    for (let i = from; i <= to; i++) {
      const t = i - from
      const y = Math.fround(Math.fround(Math.fround(Math.fround(Math.fround(a * t) + b) * t) + c))
      if (!(Math.abs(y - numbers[i]!) <= room(i))) return false
    }
    return true
  }
  if (n > 0) pieces.push(alone(0))
  for (let from = 1; from < n - 1; ) {
    if (pieces.length >= most) return null
    // Twice as far while it fits, then by halves.
    let good = from
    let reach = 1
    while (from + reach <= n - 2 && fits(through(from, from + reach), from + reach)) {
      good = from + reach
      reach *= 2
    }
    let bad = Math.min(from + reach, n - 1)
    while (bad - good > 1) {
      const middle = (good + bad) >> 1
      if (middle <= n - 2 && fits(through(from, middle), middle)) good = middle
      else bad = middle
    }
    pieces.push(through(from, good))
    from = good + 1
  }
  if (n > 1) pieces.push(alone(n - 1))
  return pieces.length > most ? null : pieces
}

/** A number as a float constant of C: the shortest that is the same f32. */
export function float(x: number): string {
  const f = Math.fround(x)
  let text = String(f)
  for (let digits = 1; digits <= 9; digits++) {
    text = f.toPrecision(digits)
    if (Math.fround(Number(text)) === f) break
  }
  text = String(Number(text))
  if (Math.fround(Number(text)) !== f) text = String(f)
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`
}

/** Lines of a constant array. */
function array(name: string, numbers: readonly number[]): string {
  const rows: string[] = []
  for (let i = 0; i < numbers.length; i += 8)
    rows.push(
      numbers
        .slice(i, i + 8)
        .map(float)
        .join(', '),
    )
  return `__CONSTANT__ float ${name}[${numbers.length}] = {\n  ${rows.join(',\n  ')}\n};`
}

/** A function of an index through pieces: a search by halves, of a fixed number of steps. */
function piecesText(name: string, pieces: readonly Piece[]): string {
  const steps = Math.max(0, 31 - Math.clz32(Math.max(1, pieces.length - 1))) + (pieces.length > 1 ? 1 : 0)
  const search = Array.from({ length: steps }, (_, i) => 1 << (steps - 1 - i))
    .map((step) => `  if (k + ${step} < ${pieces.length} && ${name}_at[k + ${step}] <= x) k += ${step};`)
    .join('\n')
  return `${array(
    `${name}_at`,
    pieces.map(({ from }) => from),
  )}
${array(
  `${name}_abc`,
  pieces.flatMap(({ a, b, c }) => [a, b, c]),
)}
__DEVICE__ float ${name}(int i)
{
  float x = (float)i;
  int k = 0;
${search}
  float t = x - ${name}_at[k];
  return (${name}_abc[3 * k] * t + ${name}_abc[3 * k + 1]) * t + ${name}_abc[3 * k + 2];
}`
}

const formulas: Readonly<Record<Formula['form'], (p: string) => { readonly value: string; readonly slope: string }>> = {
  exp2: () => ({ value: '_exp2f((float)i * 0.0009765625f)', slope: 'VALUE(i + 1) - VALUE(i)' }),
  log2: () => ({
    value: '_log2f(1.0f + (float)i * 0.0009765625f)',
    slope: '(VALUE(i + 1) - VALUE(i)) * 0.0001220703125f',
  }),
  power: (p) => ({
    value: `_powf(1.0f + (float)i * 0.0009765625f, ${p})`,
    slope: '(VALUE(i + 1) - VALUE(i)) * 0.0001220703125f',
  }),
  octave: (p) => ({
    value: `i < 87 || i > 255 ? 0.0f : _exp2f(${p} * (float)((i < 150 ? i : 150) - 127))`,
    slope: '0.0f',
  }),
  reciprocal: () => ({ value: '1.0f / (1.0f + ((float)i + 0.5f) * 0.0009765625f)', slope: '0.0f' }),
}

/** Pieces of a table's values and of its slopes; null where either would be more than `PIECES`. */
interface Fit {
  readonly values: readonly Piece[]
  readonly slopes: readonly Piece[]
}
const PIECES = 1024
/** A table is fitted once for as long as it lives. */
const fits = new WeakMap<Table, Fit | null>()

function fitOf(table: Table): Fit | null {
  let had = fits.get(table)
  if (had === undefined) {
    had = piecesOf(table)
    fits.set(table, had)
  }
  return had
}

function piecesOf(table: Table): Fit | null {
  const { data } = table
  const n = data.length / 2
  const values = Float32Array.from({ length: n }, (_, i) => data[2 * i]!)
  const slopes = Float32Array.from({ length: n }, (_, i) => data[2 * i + 1]!)
  // A function by octaves has a toe and is as near near 0 as anywhere; one by even cells is of code values.
  const floor = 'toe' in table ? LEAST : WITHIN
  const room = (i: number): number => Math.max(floor, WITHIN * Math.abs(values[i]!))
  // What a slope is off counts over its step: from here to the next value.
  const step = (i: number): number => {
    const rise = (i + 1 < n ? values[i + 1]! : values[i]! + slopes[i]!) - values[i]!
    return slopes[i] === 0 || rise === 0 ? 1 : Math.abs(rise / slopes[i]!)
  }
  const [y, rise] = [fitPieces(values, room, PIECES), fitPieces(slopes, (i) => room(i) / step(i), PIECES)]
  return y && rise && { values: y, slopes: rise }
}

/** A function or an array of the text, by what it is called. */
export interface TextFunction {
  readonly name: string
  readonly text: string
}

export interface TableText {
  readonly functions: readonly TextFunction[]
  /** Constants in their arrays. */
  readonly size: number
}

const plain = (name: string, expression: string): TextFunction => ({
  name,
  text: `__DEVICE__ float ${name}(int i)\n{\n  return ${expression};\n}`,
})

/** Functions `<name>v` and `<name>s` of a pair's index; null where they would take more than `most` constants. */
export function tableText(name: string, table: Table, most: number): TableText | null {
  const { formula } = table
  const [v, s] = [`${name}v`, `${name}s`]
  if (formula) {
    const { value, slope } = formulas[formula.form](float('p' in formula ? formula.p : 0))
    return { functions: [plain(v, value), plain(s, slope.replaceAll('VALUE', v))], size: 0 }
  }
  const made = fitOf(table)
  const size = made === null ? 0 : 4 * (made.values.length + made.slopes.length)
  if (made === null || size > most) return null
  const functions = [
    { name: v, text: piecesText(v, made.values) },
    { name: s, text: piecesText(s, made.slopes) },
  ]
  return { functions, size }
}

/** A table as it is, for what reads vertices: the array `<name>r`. */
export function wholeText(name: string, { data }: Table, most: number): TableText | null {
  if (data.length > most) return null
  return { functions: [{ name: `${name}r`, text: array(`${name}r`, [...data]) }], size: data.length }
}
