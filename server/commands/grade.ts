/** `samelight grade`: the grade of a clip out as JSON or CDL, and a grade from a file into a clip. */
import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Level } from '../../shared/doc/grade.ts'
import { placeGrade } from '../../shared/doc/grade-chain.ts'
import { printGrade } from '../../shared/doc/grade-print.ts'
import { clipGroup, clipVersion, levelEntries, sameValue } from '../../shared/doc/read.ts'
import { type CdlForm, printCdl } from '../../shared/formats/cdl.ts'
import { correctionOf } from '../../shared/formats/grade-cdl.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { findClip } from '../draw-frame.ts'
import { type Ground, openGround } from '../ground.ts'
import { readGrade } from '../read-grade.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  clip: { type: 'string' },
  level: { type: 'string' },
  out: { type: 'string' },
  set: { type: 'string' },
  id: { type: 'string' },
  style: { type: 'string' },
  session: { type: 'string' },
  help: { type: 'boolean' },
} as const

const usage = `samelight grade <link-or-data-dir> --clip C [--level L] [--out F.json|F.cc|F.ccc|F.cdl] [--session NAME]
samelight grade <link> --clip C [--level L] --set FILE [--id ID] [--style asc|noclamp]
Prints the grade of the clip of that id, name or number as JSON (docs/grade.md), or writes it; as a CDL where it is exactly one. --set puts
the grade of a file in its place: the JSON, a .cc, .ccc or .cdl, or a LUT. L is clip, before or after (of the clip's group), or timeline.`

/** Milliseconds that a hub has to say that it has a grade on disk. */
const patienceMs = 30_000
const lookMs = 20

interface Place {
  readonly level: Level
  readonly version: string
  /** What the picture has besides, in words. */
  readonly besides: readonly string[]
  /** What a person calls it. */
  readonly name: string
}

function placeOf({ session, entries }: Ground, asked: string | undefined, level: string): Place | string {
  if (level === 'timeline') return { level: 't', version: '0', besides: [], name: 'the timeline' }
  if (asked === undefined) return 'grade takes --clip, or --level timeline.'
  const clip = findClip(session, asked)
  if (typeof clip === 'string') return clip
  const group = clipGroup(entries, clip.id)
  if (level === 'before' || level === 'after') {
    if (group === null) return `Clip ${clip.name} is in no group.`
    const half = level === 'before' ? 'pre' : 'post'
    return { level: `g.${group}.${half}`, version: '0', besides: [], name: `the group of ${clip.name}, ${level}` }
  }
  if (level !== 'clip') return `--level is clip, before, after or timeline, not ${level}.`
  const holds = (own: Level): boolean => !levelEntries(entries, own, '0')[Symbol.iterator]().next().done
  const besides = [
    ...(group !== null && holds(`g.${group}.pre`) ? ['its group’s grade before'] : []),
    ...(group !== null && holds(`g.${group}.post`) ? ['its group’s grade after'] : []),
    ...(holds('t') ? ['the timeline’s grade'] : []),
  ]
  return { level: `c.${clip.id}`, version: clipVersion(entries, clip.id), besides, name: clip.name }
}

/** The text of a file by its ending, JSON without one; or one sentence. */
function textFor(
  ground: Ground,
  { level, version, name }: Place,
  path: string | null,
): string | { readonly text: string } {
  const ending = path === null ? 'json' : extname(path).slice(1).toLowerCase()
  if (ending === 'json') return { text: printGrade(ground.entries, level, version, ground.session.pipeline.working) }
  if (ending !== 'cc' && ending !== 'ccc' && ending !== 'cdl') return `--out ${path} ends in .json, .cc, .ccc or .cdl.`
  const correction = correctionOf(ground.entries, level, version)
  if (typeof correction === 'string') return correction
  const own = { ...correction, id: name, media: ending === 'cdl' ? name : null }
  return { text: printCdl(ending satisfies CdlForm, [own]) }
}

/** Puts a grade in the place of a level and waits until the hub has it on disk; a sentence where it may not. */
async function setGrade(
  suite: Suite,
  { level, version, name }: Place,
  path: string,
  grade: Parameters<typeof placeGrade>[3],
  isLut: boolean,
): Promise<string | null> {
  if (isLut) {
    const answer = await suite.luts.put(basename(path), Uint8Array.from(await readFile(path)))
    if (!answer.ok) return answer.refusal.sentence
  }
  const said = suite.messages.length
  const writes = placeGrade(suite.entries, level, version, grade, (below) => Math.floor(Math.random() * below))
  const refusal = suite.edit(level, `Grade of ${basename(path)}`, (writer) => {
    for (const [key, value] of writes)
      if (value === null) writer.reset(key)
      else writer.put(key, value)
  })
  if (refusal) return refusal.sentence
  const end = performance.now() + patienceMs
  while (suite.unsaved > 0) {
    if (suite.link.kind === 'ended') return suite.link.sentence
    if (performance.now() > end)
      return `The hub has not said within ${patienceMs / 1000} s that it has the grade of ${name} on disk.`
    await setTimeout(lookMs)
  }
  // What the hub refused has been taken back by now.
  const stands = [...writes].every(([key, value]) => sameValue(suite.entries.get(key) ?? null, value))
  if (stands) return null
  return suite.messages.slice(said).at(-1)?.sentence ?? `Somebody changed the grade of ${name} at the same moment.`
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const { style = null, out, set } = values
  if (positionals.length !== 1 || (out !== undefined && set !== undefined))
    throw new Error(`grade takes a link or a data folder, and --out or --set.\n${usage}`)
  if (style !== null && style !== 'asc' && style !== 'noclamp')
    throw new Error(`--style is asc or noclamp, not ${style}.`)
  // A grade is read before anybody is joined.
  const path = set === undefined ? null : resolve(io.cwd, set)
  const file = path === null ? null : await readGrade(path, { id: values.id ?? null, style })
  if (typeof file === 'string') throw new Error(file)
  for (const sentence of file?.lost ?? []) io.err(`${set}: ${sentence}`)
  const ground = await openGround(positionals[0]!, null, values.session, io)
  try {
    const place = placeOf(ground, values.clip, values.level ?? 'clip')
    if (typeof place === 'string') throw new Error(place)
    if (file && path !== null) {
      if (!ground.suite) throw new Error('A grade is set through a link: the hub judges it and tells the rooms.')
      const wrong = await setGrade(ground.suite, place, path, file.grade, file.kind === 'lut')
      if (wrong !== null) throw new Error(wrong)
      io.out(`${place.name} has the grade of ${path}, revision ${ground.suite.revision}.`)
      return 0
    }
    const target = out === undefined ? null : resolve(io.cwd, out)
    const made = textFor(ground, place, target)
    if (typeof made === 'string') throw new Error(made)
    if (place.besides.length > 0) io.err(`Not in it: ${place.besides.join(', ')}.`)
    if (target === null) io.out(made.text)
    else await writeWhole(new Map([[target, made.text.endsWith('\n') ? made.text : `${made.text}\n`]]))
    if (target !== null) io.out(target)
    return 0
  } finally {
    ground.leave()
    await ground.media.close()
  }
}

export const command: Command = {
  name: 'grade',
  doc: 'Prints a clip’s grade as JSON or CDL, or sets it from a file.',
  run,
}
