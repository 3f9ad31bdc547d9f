/** `samelight bake`: a grade as a LUT file, with how far it is from the grade. */
import { basename, extname, resolve } from 'node:path'
import { chainGrades } from '../../shared/doc/grade-chain.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { printClf } from '../../shared/lut/clf-print.ts'
import { printCube } from '../../shared/lut/cube.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { type BakeRequest, type BakeShape, bakeLut, compileBake, measureBake } from '../../shared/render/bake.ts'
import { bakeRunner, clipLevels } from '../../shared/render/bake-clip.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { spacesFor } from '../apply.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { findClip } from '../draw-frame.ts'
import { openGround } from '../ground.ts'
import { type GradeFile, readGrade, readLutFile } from '../read-grade.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  clip: { type: 'string' },
  frame: { type: 'string' },
  session: { type: 'string' },
  size: { type: 'string' },
  range: { type: 'string' },
  shaper: { type: 'boolean' },
  from: { type: 'string' },
  working: { type: 'string' },
  to: { type: 'string' },
  lut: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight bake <link-or-data-dir> OUT.cube|OUT.clf --clip C [--frame N] [--session NAME] [--size 33] [--range=LOW,HIGH] [--shaper] [--from SPACE] [--to SPACE] [--json]
samelight bake GRADE… OUT.cube|OUT.clf [--frame N] [--from SPACE] [--to SPACE] [--working SPACE] [--lut FILE]… [--size 33] [--range=LOW,HIGH] [--shaper] [--json]
Writes a clip's grade, with its group's and the timeline's, as a lattice of 17, 33 or 65 vertices each way, from the code values of the clip's own space to those of the
session's output, or between --from and --to; of grade files as apply has them. The LUT is for inputs of --range (0,1 without it); --shaper puts a table that follows a
logarithm before the lattice, for light. What it is off by, in ten-bit code values, is measured on what was written. A node with a window, a key or an operator
that sees neighbours is left out whole, and named.`

const sizes = [17, 33, 65]

/** A sentence for a person ends the command. */
function need<T>(found: T | string): T {
  if (typeof found === 'string') throw new Error(found)
  return found
}

function spaceOf(flag: string, id: string) {
  const space = spaces.find((one) => one.id === id)
  if (!space) throw new Error(`${flag} ${id} is no colour space; there are ${spaces.map((one) => one.id).join(', ')}.`)
  return space
}

/** What is baked, and what it is called. */
interface Baked {
  readonly request: Omit<BakeRequest, 'luts'>
  readonly luts: (blob: string) => Lut | null
  /** Has LUTs that are not here brought, where somebody may have them. */
  readonly bring: (blobs: readonly string[]) => Promise<void>
  readonly title: string
  readonly leave: () => void
}

type Values = Readonly<Record<'clip' | 'session' | 'from' | 'working' | 'to', string | undefined>> & {
  readonly lut: readonly string[]
}

async function fromSession(at: string, frame: number, values: Values, io: Io): Promise<Baked> {
  if (values.working !== undefined) throw new Error('--working is the session’s own; it goes with grade files.')
  const ground = await openGround(at, null, values.session, io)
  try {
    const { session, entries } = ground
    const clip = need<Clip>(findClip(session, values.clip!))
    if (frame >= clip.length)
      throw new Error(`Clip ${clip.name} has frames 0 to ${clip.length - 1}; there is no frame ${frame}.`)
    const media = session.media.get(clip.media)
    if (!media) throw new Error(`Clip ${clip.name} points at media ${clip.media}, which the session does not have.`)
    return {
      request: {
        entries,
        levels: clipLevels(entries, clip, frame),
        from: spaceOf('--from', values.from ?? media.space),
        working: spaceOf('The working space', session.pipeline.working),
        to: spaceOf('--to', values.to ?? session.pipeline.output),
      },
      luts: (blob) => ground.luts.get(blob),
      bring: async (blobs) => void (await Promise.all(blobs.map((blob) => ground.luts.bring(blob)))),
      title: clip.name,
      leave: ground.leave,
    }
  } catch (error) {
    ground.leave()
    throw error
  }
}

async function fromFiles(paths: readonly string[], frame: number, values: Values, io: Io): Promise<Baked> {
  const grades: GradeFile[] = []
  for (const path of paths) grades.push(need(await readGrade(resolve(io.cwd, path), { id: null, style: null })))
  for (const { path, lost } of grades) for (const sentence of lost) io.err(`${path}: ${sentence}`)
  const list = grades.map(({ grade }) => grade)
  const { from, working, to } = need(spacesFor({ from: values.from, working: values.working, to: values.to }, list))
  const luts = new Map(grades.flatMap((file) => [...file.luts]))
  for (const path of values.lut) {
    const { name, lut } = need(await readLutFile(resolve(io.cwd, path)))
    luts.set(name, lut)
  }
  const level = 'c.picture0'
  return {
    request: {
      entries: need(chainGrades(list, level, '0')),
      levels: [{ level, version: '0', frame, title: 'the grade' }],
      from: spaceOf('--from', from),
      working: spaceOf('--working', working),
      to: spaceOf('--to', to),
    },
    luts: (blob) => luts.get(blob) ?? null,
    bring: async () => {},
    title: paths.map((one) => basename(one, extname(one))).join(', '),
    leave: () => {},
  }
}

function shapeOf(size = '33', range = '0,1', shaper = false): BakeShape {
  if (!sizes.includes(Number(size))) throw new Error(`--size is ${sizes.join(', ')}, not ${size}.`)
  const ends = /^([-+.\deE]+),([-+.\deE]+)$/.exec(range)?.slice(1).map(Number) ?? []
  const [low = Number.NaN, high = Number.NaN] = ends.map(Math.fround)
  if (!(low < high && low >= -65504 && high <= 65504))
    throw new Error(`--range is two numbers within ±65504, the second one greater, such as 0,1; not ${range}.`)
  return { size: Number(size), range: [low, high], shaper }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length < 2) throw new Error(`bake takes a grade and where to write the LUT.\n${usage}`)
  const path = resolve(io.cwd, positionals.at(-1)!)
  const kind = extname(path).toLowerCase()
  if (kind !== '.cube' && kind !== '.clf')
    throw new Error(`bake writes .cube and .clf, not ${kind || 'a file without an extension'}.`)
  const { frame: askedFrame = '0' } = values
  if (!/^\d{1,9}$/.test(askedFrame)) throw new Error(`--frame ${askedFrame} is not a frame number from 0.`)
  const shape = shapeOf(values.size, values.range, values.shaper)
  const { clip, session, from, working, to, lut = [] } = values
  const given: Values = { clip, session, from, working, to, lut }
  const sources = positionals.slice(0, -1)
  if (clip !== undefined && (sources.length > 1 || lut.length > 0))
    throw new Error('--clip goes with one link or data folder, and not with --lut.')
  const frame = Number(askedFrame)
  const baked = await (clip === undefined
    ? fromFiles(sources, frame, given, io)
    : fromSession(sources[0]!, frame, given, io))
  try {
    const missing = new Set<string>()
    const luts = (blob: string): Lut | null => {
      const own = baked.luts(blob)
      if (own === null) missing.add(blob)
      return own
    }
    let made = compileBake({ ...baked.request, luts })
    if (missing.size > 0) {
      await baked.bring([...missing])
      made = compileBake({ ...baked.request, luts })
    }
    if (made.lacks.length > 0) throw new Error(`This grade cannot be baked: ${made.lacks.join(' ')}`)
    const runs = bakeRunner()
    const own = bakeLut(made, shape, baked.title, runs)
    const text = kind === '.cube' ? printCube(own) : printClf(own, `samelight ${baked.title}`)
    if (typeof text !== 'string') throw new Error(text.refusal)
    // What is measured is what whoever reads the file gets.
    const read = need(readLut(new TextEncoder().encode(text)))
    const error = measureBake(made, read, shape, runs)
    await writeWhole(new Map([[path, text]]))
    for (const sentence of made.left) io.err(sentence)
    const at = error.at.map((x) => Number(x.toPrecision(4)))
    if (values.json)
      io.out(
        JSON.stringify({
          out: path,
          ...shape,
          from: baked.request.from.id,
          to: baked.request.to.id,
          left: made.left,
          error: { unit: 'ten-bit code value', mean: error.mean, max: error.max, at, colours: error.count },
        }),
      )
    else
      io.out(
        `${positionals.at(-1)}: ${shape.size}³, ${baked.request.from.id} to ${baked.request.to.id}; off by ${error.mean.toFixed(3)} ten-bit code values on average, by ${error.max.toFixed(2)} at worst, at ${at.join(' ')}${made.left.length === 0 ? '' : `; ${made.left.length} ${made.left.length === 1 ? 'node is' : 'nodes are'} left out`}.`,
      )
    return 0
  } finally {
    baked.leave()
  }
}

export const command: Command = {
  name: 'bake',
  doc: 'Writes a grade as a LUT, .cube or CLF, with its measured error.',
  run,
}
