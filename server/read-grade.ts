/** A grade from a file: .cc, .ccc, .cdl, or the JSON of docs/grade.md, told by what stands in it. */
import { gradeOf } from '../shared/doc/grade-chain.ts'
import { type Grade, MOST_GRADE_BYTES } from '../shared/doc/grade-json.ts'
import { parseGrade } from '../shared/doc/grade-parse.ts'
import { type Correction, chooseCorrection, parseCdl } from '../shared/formats/cdl.ts'
import { checkControl } from '../shared/op/check.ts'
import type { Value } from '../shared/op/param.ts'
import { ops } from '../shared/ops/index.ts'
import { readWhole } from './images/files.ts'

export interface GradeFile {
  readonly path: string
  readonly kind: 'cdl' | 'json'
  readonly grade: Grade
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

/** The grade of a file, or one sentence that begins with its path. */
export async function readGrade(path: string, { id, style }: GradeChoice): Promise<GradeFile | string> {
  const bytes = await readWhole(path, MOST_GRADE_BYTES)
  if (typeof bytes === 'string') return bytes
  const text = textOf(bytes)
  if (text === null) return `${path} is no grade: it is no text.`
  const start = text.trimStart()[0]
  if (start === '{' || start === '[') {
    const grade = parseGrade(text)
    if (typeof grade === 'string') return `${path}: ${grade}`
    return { path, kind: 'json', grade, operators: operatorsOf(grade), lost: [] }
  }
  if (start !== '<') return `${path} is no grade that is read here (.cc, .ccc, .cdl, or the JSON of a grade).`
  const file = parseCdl(text)
  if (typeof file === 'string') return `${path}: ${file}`
  // An id chooses among several; a file of one correction is meant whatever its id.
  const correction = chooseCorrection(file, file.corrections.length > 1 ? id : null)
  if (typeof correction === 'string') return `${path}: ${correction}`
  const controls = cdlControls(style === null ? correction : { ...correction, style })
  if (typeof controls === 'string') return `${path}: ${controls}`
  return { path, kind: 'cdl', grade: gradeOf([controls]), operators: ['cdl'], lost: file.lost }
}
