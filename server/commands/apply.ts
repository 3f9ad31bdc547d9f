/** `samelight apply`: a picture graded by grades from files. */
import { resolve } from 'node:path'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { Applier, spacesFor } from '../apply.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { depthFor, formatOf, levelsOf, readImage } from '../images/files.ts'
import { type Image, type ImageFormat, imageOf, type Notes, topOf } from '../images/image.ts'
import { type GradeFile, readGrade, readLutFile } from '../read-grade.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  id: { type: 'string' },
  style: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  working: { type: 'string' },
  depth: { type: 'string' },
  levels: { type: 'string' },
  lut: { type: 'string', multiple: true },
  frame: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight apply GRADE… IN OUT [--from SPACE] [--to SPACE] [--working SPACE] [--depth D] [--levels full|video] [--id ID] [--style asc|noclamp] [--frame N] [--lut FILE]… [--json]
Grades the picture IN by each GRADE in turn (.cc, .ccc, .cdl, .cube, .clf and other LUTs, the JSON of a grade) and writes OUT, whole or not at all. Pictures are PNG, TIFF,
OpenEXR and DPX. Without --from and --to code values are graded as they are; floating point keeps what lies outside 0 … 1. --id names
the correction of a collection, --style how a CDL clamps, --frame the source frame whose keyframes hold, --depth the bits of OUT, --levels what black and white are as whole codes of both, --lut a LUT that the JSON of a grade names.`

/** A sentence for a person ends the command. */
function need<T>(found: T | string): T {
  if (typeof found === 'string') throw new Error(found)
  return found
}

/** The notes of the picture that its result can keep, and in words what it cannot. */
export function notesFor(image: Image, format: ImageFormat, converted: boolean): { notes: Notes; left: string[] } {
  const { notes } = image
  const same = notes.format === format.id
  const kept = same ? notes.list.filter(({ colour }) => !(colour && converted)) : []
  const names = notes.list.filter((note) => !kept.includes(note)).map(({ name }) => name)
  const left = [...notes.dropped, ...new Set(names)]
  if (image.alpha && !format.alpha) left.push('alpha')
  return { notes: { format: format.id, list: kept, dropped: [] }, left }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length < 2) throw new Error(`apply takes grades, a picture and where to write the result.\n${usage}`)
  const { style = null, frame: askedFrame = '0' } = values
  if (style !== null && style !== 'asc' && style !== 'noclamp')
    throw new Error(`--style is asc or noclamp, not ${style}.`)
  if (!/^\d{1,8}$/.test(askedFrame)) throw new Error(`--frame ${askedFrame} is not a frame number from 0.`)
  const { levels } = need(levelsOf(values.levels))
  const began = performance.now()
  const paths = positionals.map((path) => resolve(io.cwd, path))
  const [from, to] = [paths.at(-2)!, paths.at(-1)!]
  const outFormat = need(formatOf(to))
  const grades: GradeFile[] = []
  for (const path of paths.slice(0, -2)) grades.push(need(await readGrade(path, { id: values.id ?? null, style })))
  for (const { path, lost } of grades) for (const sentence of lost) io.err(`${path}: ${sentence}`)
  const spaces = need(
    spacesFor(
      { from: values.from, working: values.working, to: values.to },
      grades.map(({ grade }) => grade),
    ),
  )
  const luts = new Map(grades.flatMap((file) => [...file.luts]))
  for (const path of values.lut ?? []) {
    const { name, lut } = need(await readLutFile(resolve(io.cwd, path)))
    luts.set(name, lut)
  }
  const applier = need(
    Applier.of(
      grades.map(({ grade }) => grade),
      luts,
      spaces,
    ),
  )
  const { image, format } = need(await readImage(from))
  const { depth } = need(depthFor(outFormat, values.depth, image.depth))
  const { plan, picture, digest } = need(await applier.apply(image, Number(askedFrame), levels))
  const sameSize = picture.width === image.width && picture.height === image.height
  const top = topOf(image.depth)
  const alpha = outFormat.alpha && sameSize ? (image.alpha?.map((x) => x / top) ?? null) : null
  const { notes, left } = notesFor(image, outFormat, spaces.from !== spaces.to)
  const bytes = need(outFormat.write(imageOf(picture, alpha, depth, notes, levels)))
  await writeWhole(new Map([[to, bytes]]))
  const seconds = (performance.now() - began) / 1000
  if (left.length > 0) io.err(`Not in ${to}: ${left.join(', ')}.`)
  const { width, height } = picture
  if (values.json)
    io.out(
      JSON.stringify({
        in: { path: from, format: format.id, width: image.width, height: image.height, depth: image.depth },
        out: { path: to, format: outFormat.id, width, height, depth, alpha: alpha !== null, left },
        grades: grades.map(({ path, kind, operators }) => ({ path, kind, operators })),
        levels,
        spaces: values.from === undefined ? null : spaces,
        plan: plan.name,
        digest,
        engine: ENGINE_VERSION,
        seconds: Number(seconds.toFixed(3)),
      }),
    )
  else io.out(`${to}: ${width} × ${height}, ${typeof depth === 'number' ? `${depth} bits` : depth}, digest ${digest}`)
  return 0
}

export const command: Command = {
  name: 'apply',
  doc: 'Grades a picture by CDL files, LUTs and the JSON of a grade.',
  run,
}
