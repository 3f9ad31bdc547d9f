/** `samelight dctl`: each clip's grade as a text that DaVinci Resolve takes for a colour transform. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Lut } from '../../shared/op/lut.ts'
import { type ClipDctl, clipDctl } from '../../shared/render/dctl-clip.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { findClip } from '../draw-frame.ts'
import { openGround } from '../ground.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  clip: { type: 'string' },
  frame: { type: 'string' },
  out: { type: 'string' },
  to: { type: 'string' },
  session: { type: 'string' },
  strict: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight dctl <link-or-data-dir> --out DIR [--clip C] [--frame N] [--to SPACE] [--session NAME] [--strict] [--json]
Writes one DCTL a clip, of the clip of that id, name or number or of all, named by clip and plan: from the code values of the clip's own
space to those of the session's output, or of --to. Keyframes stand as at frame N, from 0 at the clip's first frame in the cut; 0 without it.
What a DCTL cannot say is left out node by node and named; with --strict nothing is written then and the status is 1.`

/** A clip's name as part of a file's. */
const fileName = (name: string): string => name.replace(/[^0-9A-Za-z._-]+/g, '-').replace(/^[.-]+/, '') || 'clip'

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const { out, to } = values
  if (positionals.length !== 1 || out === undefined)
    throw new Error(`dctl takes a link or a data folder, and --out.\n${usage}`)
  if (values.frame !== undefined && !/^\d{1,9}$/.test(values.frame))
    throw new Error(`--frame ${values.frame} is not a frame number from 0.`)
  const frame = Number(values.frame ?? 0)
  if (to !== undefined && !spaces.some(({ id }) => id === to))
    throw new Error(`--to ${to} is no colour space; there are ${spaces.map(({ id }) => id).join(', ')}.`)
  const ground = await openGround(positionals[0]!, null, values.session, io)
  try {
    const { session, entries } = ground
    const asked = values.clip === undefined ? null : findClip(session, values.clip)
    if (typeof asked === 'string') throw new Error(asked)
    const clips = asked === null ? session.timeline.clips : [asked]
    if (asked !== null && frame >= asked.length)
      throw new Error(`Clip ${asked.name} has frames 0 to ${asked.length - 1}; there is no frame ${frame}.`)
    const files = new Map<string, string>()
    const rows: { file: string; clip: string; plan: string; left: readonly string[] }[] = []
    for (const clip of clips) {
      const missing = new Set<string>()
      const luts = (blob: string): Lut | null => {
        const lut = ground.luts.get(blob)
        if (lut === null) missing.add(blob)
        return lut
      }
      const print = (): ClipDctl | null =>
        clipDctl({
          session,
          entries,
          clip: clip.id,
          frame: Math.min(frame, clip.length - 1),
          luts,
          ...(to !== undefined && { to }),
        })
      let made = print()
      if (missing.size > 0) {
        await Promise.all([...missing].map((blob) => ground.luts.bring(blob)))
        made = print()
      }
      if (made === null)
        throw new Error(`Clip ${clip.name} points at media ${clip.media}, which the session does not have.`)
      const file = join(resolve(io.cwd, out), `${fileName(clip.name)}.${made.plan}.dctl`)
      files.set(file, made.text)
      rows.push({ file, clip: clip.id, plan: made.plan, left: made.left })
      for (const sentence of made.left) io.err(`${clip.name}: left out. ${sentence}`)
    }
    if (values.strict && rows.some(({ left }) => left.length > 0)) return 1
    await mkdir(resolve(io.cwd, out), { recursive: true })
    await writeWhole(files)
    for (const row of rows) io.out(values.json ? JSON.stringify(row) : row.file)
    return 0
  } finally {
    ground.leave()
  }
}

export const command: Command = { name: 'dctl', doc: 'Writes each clip’s grade as a DCTL for DaVinci Resolve.', run }
