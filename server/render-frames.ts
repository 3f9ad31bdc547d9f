/**
 * Frames of a session onto disk, one file each, whole or not at all. What is done already is told by `receipts.jsonl` beside them: the receipt
 * of each file with its hash. A run that was cut off goes on where it was; a frame whose grade or media changed is made anew.
 */
import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clip } from '../shared/doc/session.ts'
import { sourceFrame } from '../shared/render/plan.ts'
import type { Plan } from '../shared/render/stage.ts'
import { buildReceipt } from '../shared/suite/receipt.ts'
import type { Receipt } from '../shared/wire/messages.ts'
import type { DrawnFrame, FrameDrawer } from './draw-frame.ts'
import type { Ground } from './ground.ts'
import { type Depth, type ImageFormat, imageOf, type Levels } from './images/image.ts'
import { writeWhole } from './write-whole.ts'

/** A frame that is asked for: its number in the file's name, the clip it is of, and the frame of that clip. */
export interface Wanted {
  readonly number: number
  readonly clip: Clip
  readonly frame: number
}

/** A line of `receipts.jsonl`. */
export interface FileReceipt extends Receipt {
  readonly file: string
  readonly depth: Depth
  readonly levels: Levels
  /** Of the file's bytes. */
  readonly sha256: string
  /** Quick id of the media, and its frame. */
  readonly media: string
  readonly sourceFrame: number
}

const LIST = 'receipts.jsonl'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The path of a numbered frame: `%06d` or `%d` in a pattern stands for the number. */
export const frameName = (pattern: string, number: number): string =>
  pattern.replace(/%(?:0(\d+))?d/, (_, digits: string | undefined) => `${number}`.padStart(Number(digits ?? 0), '0'))

/** A sentence where the file's name has no place for the number, or more than one. */
export function checkPattern(pattern: string): string | null {
  const places = basename(pattern).match(/%(?:0\d+)?d/g)?.length ?? 0
  if (places === 1 && !/%/.test(dirname(pattern))) return null
  return `--out ${pattern} says where the frame's number goes by one %06d (or %d) in the file's name.`
}

/** The receipts of a folder by file; written again where a crash cut the last line off, so that the next one has a line of its own. */
async function readList(folder: string): Promise<Map<string, FileReceipt>> {
  const path = join(folder, LIST)
  const found = new Map<string, FileReceipt>()
  let text = ''
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new Error(`${path} cannot be read: ${code ?? error}.`)
  }
  for (const line of text.split('\n')) {
    const receipt = receiptOf(line)
    if (receipt) found.set(receipt.file, receipt)
  }
  if (text !== '' && !text.endsWith('\n'))
    await writeWhole(new Map([[path, [...found.values()].map((line) => `${JSON.stringify(line)}\n`).join('')]]))
  return found
}

/** What a line says; null where it was cut off: its frame is made anew. */
function receiptOf(line: string): FileReceipt | null {
  try {
    const receipt = JSON.parse(line) as Partial<FileReceipt> | null
    return typeof receipt?.file === 'string' && typeof receipt.sha256 === 'string' ? (receipt as FileReceipt) : null
  } catch {
    return null
  }
}

/** Takes away what a run that was killed left beside frames that are made now. */
async function sweep(folder: string, names: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, own] = /^(.*)\.[0-9a-f]{8}\.part$/.exec(name) ?? []
    if (own !== undefined && names.has(own)) await rm(join(folder, name), { force: true })
  }
}

/** Whether the file that a receipt speaks of is there, byte for byte. */
async function stands(folder: string, { file, sha256: named }: FileReceipt): Promise<boolean> {
  try {
    return sha256(await readFile(join(folder, file))) === named
  } catch {
    return false
  }
}

/** The file of a drawn frame in a format. */
export function frameBytes(drawn: DrawnFrame, format: ImageFormat, depth: Depth, levels: Levels): Uint8Array {
  const bytes = format.write(imageOf(drawn.picture, null, depth, { format: format.id, list: [], dropped: [] }, levels))
  if (typeof bytes === 'string') throw new Error(bytes)
  return bytes
}

export interface RenderWork {
  readonly ground: Ground
  readonly drawer: FrameDrawer
  readonly wanted: readonly Wanted[]
  readonly pattern: string
  readonly format: ImageFormat
  readonly depth: Depth
  readonly levels: Levels
  /** Hears each frame as it stands on disk, whether it stood there before, and whether all of its grade is drawn. */
  readonly done: (receipt: FileReceipt, kept: boolean, whole: boolean) => void
  /** Hears of what a plan lacks, before anything is drawn by it. */
  readonly lack: (plan: Plan) => void
  /** Asked before each frame. */
  readonly stopped: () => boolean
}

/** A receipt as `render` words it: of no room and no display. */
export const renderReceipt = (ground: Ground, { clip, frame }: Wanted, drawn: DrawnFrame, engine: string): Receipt =>
  buildReceipt({
    seat: ground.seat,
    revision: ground.revision,
    clip: clip.id,
    frame,
    plan: drawn.plan.name,
    source: drawn.source,
    look: drawn.look,
    digest: drawn.digest,
    executor: 'wasm',
    engine,
    display: 'none',
    at: ground.at,
  })

/** Renders what is not there yet, in order; answers how many frames stand in the end. Rejects with one sentence at the first that cannot be. */
export async function renderFrames(work: RenderWork): Promise<number> {
  const { ground, drawer, format, depth, levels, pattern } = work
  const { session, entries } = ground
  const folder = dirname(pattern)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new Error(`The folder ${folder} cannot be made: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
  const had = await readList(folder)
  await sweep(folder, new Set(work.wanted.map(({ number }) => basename(frameName(pattern, number)))))
  let count = 0
  for (const one of work.wanted) {
    if (work.stopped()) break
    const { plan, media } = await drawer.plan(session, entries, one.clip, one.frame)
    const file = basename(frameName(pattern, one.number))
    const at = sourceFrame(one.clip, one.frame)
    const before = had.get(file)
    const same =
      before !== undefined &&
      before.plan === plan.name &&
      before.engine === drawer.engine &&
      before.media === media.quick &&
      before.sourceFrame === at &&
      before.depth === depth &&
      before.levels === levels &&
      plan.lacks.length === 0 &&
      (await stands(folder, before))
    if (!same && plan.lacks.length > 0) work.lack(plan)
    const receipt = same ? before : await make(one, file, media.quick, at)
    count++
    work.done(receipt, same, plan.lacks.length === 0)
  }
  return count

  async function make(one: Wanted, file: string, quick: string, at: number): Promise<FileReceipt> {
    const drawn = await drawer.draw(session, entries, one.clip, one.frame)
    const bytes = frameBytes(drawn, format, depth, levels)
    await writeWhole(new Map([[join(folder, file), bytes]]))
    const receipt: FileReceipt = {
      ...renderReceipt(ground, one, drawn, drawer.engine),
      file,
      depth,
      levels,
      sha256: sha256(bytes),
      media: quick,
      sourceFrame: at,
    }
    // No receipt of what is not all drawn: it is made anew the next time.
    if (drawn.plan.lacks.length === 0) await appendFile(join(folder, LIST), `${JSON.stringify(receipt)}\n`)
    return receipt
  }
}
