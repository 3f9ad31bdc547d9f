/** `samelight render`: one graded frame as a 16-bit PNG that holds exactly what its digest is of. */
import { resolve } from 'node:path'
import { encode } from 'fast-png'
import { buildReceipt } from '../../shared/suite/receipt.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { FrameDrawer, findClip } from '../draw-frame.ts'
import { openGround } from '../ground.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  clip: { type: 'string' },
  frame: { type: 'string' },
  out: { type: 'string' },
  media: { type: 'string' },
  session: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight render <link-or-data-dir> --clip C --frame N --out F.png [--media DIR] [--session NAME] [--json]
Renders frame N, from 0 at the clip's first frame in the cut, of the clip of that id, name or number.
Media comes from --media, else from the hub's library.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const { clip: askedClip, frame: askedFrame, out } = values
  if (positionals.length !== 1 || askedClip === undefined || askedFrame === undefined || out === undefined)
    throw new Error(`render takes a link or a data folder, --clip, --frame and --out.\n${usage}`)
  if (!/^\d{1,9}$/.test(askedFrame)) throw new Error(`--frame ${askedFrame} is not a frame number from 0.`)
  const frame = Number(askedFrame)
  const from = positionals[0]!
  const dir = values.media ? resolve(io.cwd, values.media) : null
  const ground = await openGround(from, dir, values.session, io)
  const drawer = new FrameDrawer(ground.media, ground.luts)
  try {
    const clip = findClip(ground.session, askedClip)
    if (typeof clip === 'string') throw new Error(clip)
    const drawn = await drawer.draw(ground.session, ground.entries, clip, frame)
    for (const lack of drawn.plan.lacks) io.err(`Not drawn: ${lack}`)
    const { width, height } = drawn.plan
    const png = encode({ width, height, data: drawn.pixels, depth: 16, channels: 3 })
    await writeWhole(new Map([[resolve(io.cwd, out), png]]))
    const receipt = buildReceipt({
      seat: ground.seat,
      revision: ground.revision,
      clip: clip.id,
      frame,
      plan: drawn.plan.name,
      source: drawn.source,
      look: drawn.look,
      digest: drawn.digest,
      executor: 'wasm',
      engine: drawer.engine,
      display: 'none',
      at: ground.at,
    })
    if (drawn.plan.lacks.length === 0)
      io.out(values.json ? JSON.stringify(receipt) : `${out}: ${clip.name}, frame ${frame}, digest ${receipt.digest}`)
    return drawn.plan.lacks.length === 0 ? 0 : 1
  } finally {
    ground.leave()
    await drawer.close()
  }
}

export const command: Command = { name: 'render', doc: 'Renders one graded frame as a 16-bit PNG.', run }
