/** A grade from a file: .cc, .ccc, .cdl, a LUT of any format, or the JSON of docs/grade.md, told by what stands in it. */
import { createHash } from 'node:crypto'
import { gradeOf } from '../shared/doc/grade-chain.ts'
import { type Grade, MOST_GRADE_BYTES } from '../shared/doc/grade-json.ts'
import { parseGrade } from '../shared/doc/grade-parse.ts'
import { type Correction, chooseCorrection, parseCdl } from '../shared/formats/cdl.ts'
import { lutFormats, readLut } from '../shared/lut/read-lut.ts'
import { checkControl } from '../shared/op/check.ts'
import { LUT_LIMITS, type Lut } from '../shared/op/lut.ts'
import type { Value } from '../shared/op/param.ts'
import { ops } from '../shared/ops/index.ts'
import { readWhole } from './images/files.ts'

export interface GradeFile {
  readonly path: string
  readonly kind: 'cdl' | 'json' | 'lut'
  readonly grade: Grade
  /** The LUTs it brings, by the hash of their bytes. */
  readonly luts: ReadonlyMap<string, Lut>
  /** Operators that it sets, in the order of a node, each once. */
  readonly operators: readonly string[]
  /** What of the file is left out, one sentence each. */
  readonly lost: readonly string[]
}

export interface GradeChoice {
  /** Id of the correction of a collection. */
  readonly id: string | null
  /** Style of a CDL; null: what its file claims. */
  readonly style: 'asc' | 'noclamp' | null
}

/** The text of bytes in UTF-8, or in UTF-16 with its mark; null where they are neither. */
function textOf(bytes: Uint8Array): string | null {
  const mark = (bytes[0]! << 8) | bytes[1]!
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The controls of a correction, or the sentence why the operator cannot hold it. */
export function cdlControls({ slope, offset, power, saturation, style }: Correction): Record<string, Value> | string {
  const controls: Record<string, Value> = { slope, offset, power, saturation: [saturation], style: [style] }
  for (const [control, value] of Object.entries(controls)) {
    const wrong = checkControl(ops, 'cdl', control, value)
    if (wrong !== null) return wrong
  }
  return Object.fromEntries(Object.entries(controls).map(([control, value]) => [`cdl.${control}`, value]))
}

/** Operators of the nodes of a grade. */
const operatorsOf = ({ body, shared }: Grade): string[] => {
  const keys = [body, ...shared.values()].flatMap((one) => [...one.keys()])
  return ops
    .map(({ id }) => id)
    .filter((id) => keys.some((key) => key.slice(key.indexOf('/') + 1).startsWith(`${id}.`)))
}

/** The bytes of a text file that a grade may be, or one sentence that begins with its path. */
async function readText(path: string): Promise<{ bytes: Uint8Array; text: string } | string> {
  const bytes = await readWhole(path, Math.max(MOST_GRADE_BYTES, LUT_LIMITS.bytes))
  if (typeof bytes === 'string') return bytes
  const text = textOf(bytes)
  return text === null ? `${path} is no grade: it is no text.` : { bytes, text }
}

/** A LUT by the hash of its bytes, or one sentence that begins with its path. */
function lutOf(path: string, bytes: Uint8Array): { name: string; lut: Lut } | string {
  const lut = readLut(bytes)
  return typeof lut === 'string' ? `${path}: ${lut}` : { name: createHash('sha256').update(bytes).digest('hex'), lut }
}

/** The LUT of a file, or one sentence. */
export async function readLutFile(path: string): Promise<{ name: string; lut: Lut } | string> {
  const bytes = await readWhole(path, LUT_LIMITS.bytes)
  return typeof bytes === 'string' ? bytes : lutOf(path, bytes)
}

/** The grade of a file, or one sentence that begins with its path. */
export async function readGrade(path: string, { id, style }: GradeChoice): Promise<GradeFile | string> {
  const file = await readText(path)
  if (typeof file === 'string') return file
  const { bytes, text } = file
  const start = text.trimStart()[0]
  if (start === '{' || start === '[') {
    const grade = parseGrade(text)
    if (typeof grade === 'string') return `${path}: ${grade}`
    return { path, kind: 'json', grade, luts: new Map(), operators: operatorsOf(grade), lost: [] }
  }
  if (lutFormats.some(({ is }) => is(text))) {
    const found = lutOf(path, bytes)
    if (typeof found === 'string') return found
    const grade = gradeOf([{ 'lut.table': [found.name] }])
    return { path, kind: 'lut', grade, luts: new Map([[found.name, found.lut]]), operators: ['lut'], lost: [] }
  }
  if (start !== '<')
    return `${path} is no grade that is read here (.cc, .ccc, .cdl, ${lutFormats.map(({ extension }) => `.${extension}`).join(', ')}, or the JSON of a grade).`
  const list = parseCdl(text)
  if (typeof list === 'string') return `${path}: ${list}`
  // An id chooses among several; a file of one correction is meant whatever its id.
  const correction = chooseCorrection(list, list.corrections.length > 1 ? id : null)
  if (typeof correction === 'string') return `${path}: ${correction}`
  const controls = cdlControls(style === null ? correction : { ...correction, style })
  if (typeof controls === 'string') return `${path}: ${controls}`
  return { path, kind: 'cdl', grade: gradeOf([controls]), luts: new Map(), operators: ['cdl'], lost: list.lost }
}
