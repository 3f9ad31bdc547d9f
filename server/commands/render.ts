/** `samelight render`: one graded frame as a 16-bit PNG that holds exactly what its digest is of. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { encode } from 'fast-png'
import type { Entries } from '../../shared/doc/grade.ts'
import { readEntries } from '../../shared/doc/read.ts'
import type { Session } from '../../shared/doc/session.ts'
import { readSession } from '../../shared/doc/session-read.ts'
import { buildReceipt } from '../../shared/suite/receipt.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { HubDocument } from '../document.ts'
import { FrameDrawer, findClip } from '../draw-frame.ts'
import { joinHeadless, mediaFor, readLink } from '../join-headless.ts'
import { lutsOfData, OwnLuts } from '../own-luts.ts'
import { mediaOfFiles, mediaOfFolder, type OwnMedia } from '../own-media.ts'
import { openSqlite } from '../store/sqlite.ts'
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

/** What a frame is rendered from. */
interface Ground {
  readonly session: Session
  readonly entries: Entries
  readonly media: OwnMedia
  readonly luts: OwnLuts
  readonly seat: string
  readonly revision: number
  readonly at: number
  readonly leave: () => void
}

async function fromLink(text: string, dir: string | null, io: Io): Promise<Ground> {
  const link = readLink(text)
  const suite = await joinHeadless(link, undefined, io.err)
  const { seat, revision } = suite
  // Held like every room, it renders what the rooms are held on; else what is committed.
  const { session, entries } = suite.holding.held ? suite.shown : suite
  try {
    const media = await mediaFor(dir, link, suite, session)
    const luts = new OwnLuts((blob) => suite.luts.bytes(blob))
    return { session, entries, media, luts, seat, revision, at: suite.hubNow(), leave: () => suite.leave() }
  } catch (error) {
    suite.leave()
    throw error
  }
}

async function fromData(folder: string, dir: string | null, name: string | undefined): Promise<Ground> {
  const file = join(folder, 'samelight.sqlite')
  if (!existsSync(file))
    throw new Error(`${folder} is neither a link nor a hub's data folder: it holds no samelight.sqlite.`)
  const store = openSqlite(file)
  try {
    const rows = (await store.sessions()).filter((row) => name === undefined || row.name === name || row.id === name)
    const row = rows[0]
    if (!row) throw new Error(`${folder} holds no session${name === undefined ? '' : ` ${name}`}.`)
    if (rows.length > 1)
      throw new Error(
        `${folder} holds ${rows.length} sessions: name one with --session ${rows.map((one) => one.id).join(', ')}.`,
      )
    const loaded = await store.load(row.id)
    const session = readSession(HubDocument.load('session', loaded).doc)
    return {
      session,
      entries: readEntries(HubDocument.load('grade', loaded).doc, 'grade'),
      media: dir === null ? mediaOfFiles(row.files) : await mediaOfFolder(dir, session),
      luts: lutsOfData(folder, row.id),
      seat: '',
      revision: loaded.revision,
      at: Date.now(),
      leave: () => {},
    }
  } finally {
    await store.close()
  }
}

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
  const ground = /^https?:/.test(from)
    ? await fromLink(from, dir, io)
    : await fromData(resolve(io.cwd, from), dir, values.session)
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
