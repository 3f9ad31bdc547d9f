/**
 * Names of what a draft's values hold, for planes that are kept from one picture to the next: equal names, equal bits for equal source
 * frames, however the draft is cut. 128 bits of whole-number mixing, made anew for each plan in a fraction of a millisecond; a plan's own
 * name is SHA-256 and is made elsewhere.
 */
import { ARITY, type Builder, type Code, type DrawnPass, type Table } from '../op/expr.ts'
import { bitsOf } from '../op/f32.ts'
import type { Pass } from '../op/pass.ts'
import { tableName } from './name.ts'
import { numbersOf } from './pass-numbers.ts'

/** Lanes of 32 bits. */
const LANES = 4
const codes = Object.keys(ARITY) as Code[]
const codeNumber = new Map(codes.map((code, i) => [code, i + 1]))

/** Odd multipliers, one a lane: those of MurmurHash3 for 128 bits in 32-bit words (Appleby, public domain). */
const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const

export type Mark = readonly [number, number, number, number]

const fold = (h: number, word: number, factor: number): number => {
  const mixed = Math.imul(h ^ word, factor)
  return mixed ^ (mixed >>> 15)
}

/** A mark of whole numbers. */
export function markOf(...words: readonly number[]): Mark {
  return FACTORS.map((factor, lane) => words.reduce((h, word) => fold(h, word, factor), lane + 1)) as unknown as Mark
}

/** A mark of a text. */
export const markText = (text: string): Mark => markOf(text.length, ...[...text].map((c) => c.codePointAt(0)!))

export const nameOf = (mark: Mark): string => mark.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')

const f64 = new Float64Array(1)
const halves = new Int32Array(f64.buffer)

const tables = new WeakMap<Table, Mark>()
function markTable(table: Table): Mark {
  let had = tables.get(table)
  if (!had) tables.set(table, (had = markText(tableName(table))))
  return had
}

/** Marks of the source frame's planes: what they hold is said by the frame itself. */
export const SOURCE_MARKS: readonly Mark[] = [markOf(1), markOf(2), markOf(3)]

/** What a pass makes of a plane with that mark. */
export function markPass(pass: Pass, given: Mark): Mark {
  const words = numbersOf(pass).flatMap((n) => {
    f64[0] = n
    return [halves[0]!, halves[1]!]
  })
  return markOf(pass.kind.charCodeAt(0), pass.kind.charCodeAt(1), ...words, ...given)
}

/** Of each value of a draft its mark; `given`: those of the picture's planes that it begins with. */
export function markValues(b: Builder, given: readonly Mark[]): (v: number) => Mark {
  const { list, coefs } = b
  const marks = new Int32Array(list.length * LANES)
  const passes = new Map<number, DrawnPass>()
  for (const drawn of b.passes) for (const i of drawn.inputs.keys()) passes.set(drawn.plane + i, drawn)
  const fields = new Map([...b.fields].map(([plane, { name }]) => [plane, markText(name)]))
  const tables = b.tables.map(markTable)
  const at = (v: number): Mark => [marks[v * 4]!, marks[v * 4 + 1]!, marks[v * 4 + 2]!, marks[v * 4 + 3]!]
  const planeMark = (n: number): Mark => {
    if (n < given.length) return given[n]!
    const drawn = passes.get(n)
    if (!drawn) return fields.get(n)!
    const own = at(drawn.inputs[n - drawn.plane]!)
    return drawn.pass.kind === 'keep' ? own : markPass(drawn.pass, own)
  }
  for (let k = 0; k < list.length; k++) {
    const { code, a, b: second, c, n } = list[k]!
    if (code === 'plane') {
      marks.set(planeMark(n), k * LANES)
      continue
    }
    const table = code === 'value' || code === 'slope' ? tables[n]! : code === 'vertex' ? tables[n >> 2]! : null
    const word = code === 'coef' ? bitsOf(coefs[n]!) : table === null ? n : n & 3
    const arity = ARITY[code]
    for (let lane = 0; lane < LANES; lane++) {
      const factor = FACTORS[lane]!
      const next = (lane + 1) & 3
      let h = fold(fold(lane + 1, codeNumber.get(code)!, factor), word, factor)
      if (table !== null) h = fold(fold(h, table[lane]!, factor), table[next]!, factor)
      if (arity > 0) h = fold(fold(h, marks[a * 4 + lane]!, factor), marks[a * 4 + next]!, factor)
      if (arity > 1) h = fold(fold(h, marks[second * 4 + lane]!, factor), marks[second * 4 + next]!, factor)
      if (arity > 2) h = fold(fold(h, marks[c * 4 + lane]!, factor), marks[c * 4 + next]!, factor)
      marks[k * 4 + lane] = h
    }
  }
  return at
}
