/** `samelight render`: graded frames on disk that hold exactly what their digests are of. */
import { resolve } from 'node:path'
import type { Session } from '../../shared/doc/session.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { FrameDrawer, findClip } from '../draw-frame.ts'
import { type Ground, openGround } from '../ground.ts'
import { depthFor, formatOf, levelsOf } from '../images/files.ts'
import type { Depth, ImageFormat, Levels } from '../images/image.ts'
import { checkPattern, frameBytes, renderFrames, renderReceipt, type Wanted } from '../render-frames.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  clip: { type: 'string' },
  frame: { type: 'string' },
  frames: { type: 'string' },
  out: { type: 'string' },
  depth: { type: 'string' },
  levels: { type: 'string' },
  media: { type: 'string' },
  session: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight render <link-or-data-dir> --clip C --frame N --out F.png [--depth D] [--levels full|video] [--media DIR] [--session NAME] [--json]
samelight render <link-or-data-dir> [--clip C] --frames A-B|all --out DIR/%06d.exr [--depth D] [--levels full|video] [--media DIR] [--session NAME] [--json]
Renders frame N, or frames A to B, of the clip of that id, name or number: from 0 at its first frame in the cut; without --clip, frames of the
timeline. Files are PNG, TIFF, OpenEXR or DPX. Of frames there is a receipts.jsonl beside them; the same command goes on where it was cut
off. Media comes from --media, else from the hub's library.`

/** Milliseconds between two lines of progress. */
const progressMs = 1000

/** The frames of a clip, or of the timeline, that a range names; or one sentence. */
function wantedOf(session: Session, askedClip: string | undefined, range: string): Wanted[] | string {
  const clip = askedClip === undefined ? null : findClip(session, askedClip)
  if (typeof clip === 'string') return clip
  const { timeline } = session
  const [what, length] = clip ? [`Clip ${clip.name}`, clip.length] : ['The timeline', timeline.length]
  const [, first, last] = /^(\d{1,9})-(\d{1,9})$/.exec(range) ?? []
  if (range !== 'all' && first === undefined) return `--frames ${range} is neither A-B nor all.`
  const [from, to] = range === 'all' ? [0, length - 1] : [Number(first), Number(last)]
  if (from > to) return `--frames ${range} ends before it begins.`
  if (to >= length) return `${what} has frames 0 to ${length - 1}; there is no frame ${to}.`
  const wanted: Wanted[] = []
  for (let number = from; number <= to; number++) {
    const own =
      clip ?? timeline.clips.find(({ recordIn, length: own }) => number >= recordIn && number < recordIn + own)
    if (!own) return `No clip stands at frame ${number} of the timeline.`
    wanted.push({ number, clip: own, frame: clip ? number : number - own.recordIn })
  }
  return wanted
}

/** Where frames come from, and what becomes of them. */
interface Work {
  readonly ground: Ground
  readonly drawer: FrameDrawer
  readonly format: ImageFormat
  readonly depth: Depth
  readonly levels: Levels
  /** Path, or pattern of paths, that is written. */
  readonly path: string
  readonly json: boolean
  readonly io: Io
}

async function renderOne(
  { ground, drawer, format, depth, levels, path, json, io }: Work,
  asked: string,
  frame: number,
) {
  const clip = findClip(ground.session, asked)
  if (typeof clip === 'string') throw new Error(clip)
  const drawn = await drawer.draw(ground.session, ground.entries, clip, frame)
  for (const lack of drawn.plan.lacks) io.err(`Not drawn: ${lack}`)
  await writeWhole(new Map([[path, frameBytes(drawn, format, depth, levels)]]))
  if (drawn.plan.lacks.length > 0) return 1
  const receipt = renderReceipt(ground, { number: frame, clip, frame }, drawn, drawer.engine)
  io.out(json ? JSON.stringify(receipt) : `${path}: ${clip.name}, frame ${frame}, digest ${receipt.digest}`)
  return 0
}

async function renderMany({ ground, drawer, format, depth, levels, path, json, io }: Work, wanted: readonly Wanted[]) {
  let stopped = false
  void io.stop.then(() => {
    stopped = true
  })
  const lacks = new Set<string>()
  let [made, kept] = [0, 0]
  const began = performance.now()
  let said = began
  const count = await renderFrames({
    ground,
    drawer,
    wanted,
    pattern: path,
    format,
    depth,
    levels,
    stopped: () => stopped,
    lack: (plan) => {
      for (const lack of plan.lacks) if (!lacks.has(lack)) io.err(`Not drawn: ${lack}`)
      for (const lack of plan.lacks) lacks.add(lack)
    },
    done: (receipt, stood, whole) => {
      if (stood) kept++
      else made++
      if (json && whole) io.out(JSON.stringify(receipt))
      const now = performance.now()
      if (now - said < progressMs) return
      said = now
      const speed = made / ((now - began) / 1000)
      const left = wanted.length - made - kept
      const rest = speed > 0 && left > 0 ? `, ${Math.ceil(left / speed)} s left` : ''
      io.err(`${made + kept} of ${wanted.length} frames, ${speed.toFixed(1)} a second${rest}`)
    },
  })
  if (count < wanted.length) {
    io.err(`Stopped after ${count} of ${wanted.length} frames; the same command goes on from there.`)
    return 1
  }
  const say = json ? io.err : io.out
  const stood = kept > 0 ? `, ${kept} of them stood there already` : ''
  say(`${count} frames in ${path}${stood}, ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  return lacks.size === 0 ? 0 : 1
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const { clip, frame, frames, out } = values
  const many = frames !== undefined
  if (
    positionals.length !== 1 ||
    out === undefined ||
    (many ? frame !== undefined : frame === undefined || clip === undefined)
  )
    throw new Error(`render takes a link or a data folder, --clip and --frame or --frames, and --out.\n${usage}`)
  if (!many && !/^\d{1,9}$/.test(frame!)) throw new Error(`--frame ${frame} is not a frame number from 0.`)
  const path = resolve(io.cwd, out)
  const wrong = many ? checkPattern(path) : null
  if (wrong !== null) throw new Error(wrong)
  const format = formatOf(path)
  if (typeof format === 'string') throw new Error(format)
  const found = depthFor(format, values.depth, 16)
  if (typeof found === 'string') throw new Error(found)
  const { depth } = found
  const asked = levelsOf(values.levels)
  if (typeof asked === 'string') throw new Error(asked)
  const dir = values.media ? resolve(io.cwd, values.media) : null
  const ground = await openGround(positionals[0]!, dir, values.session, io)
  const drawer = new FrameDrawer(ground.media, ground.luts)
  try {
    const wanted = many ? wantedOf(ground.session, clip, frames) : []
    if (typeof wanted === 'string') throw new Error(wanted)
    const work = { ground, drawer, format, depth, levels: asked.levels, path, json: values.json ?? false, io }
    return many ? await renderMany(work, wanted) : await renderOne(work, clip!, Number(frame))
  } finally {
    ground.leave()
    await drawer.close()
  }
}

export const command: Command = { name: 'render', doc: 'Renders graded frames as PNG, TIFF, OpenEXR or DPX.', run }
