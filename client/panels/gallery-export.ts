/** What leaves the gallery as files: a still's picture, its grade, its look as a lattice, a sheet of many. */
import type { GalleryStill } from '../../shared/doc/records.ts'
import { printCube } from '../../shared/lut/cube.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { bakeLut, compileBake } from '../../shared/render/bake.ts'
import { bakeRunner, clipLevels } from '../../shared/render/bake-clip.ts'
import { encodeStill } from '../../shared/render/still.ts'
import { spaces } from '../../shared/spaces/index.ts'
import type { Desk } from '../state/desk.ts'
import { gradeText } from '../state/gallery.ts'
import { composeSheet, type SheetCell } from '../viewer/contact-sheet.ts'
import { deflate } from '../viewer/deflate.ts'
import type { Tiles } from '../viewer/tiles.ts'
import { stillTile } from './subjects.ts'

/** Saves a file where the browser saves what it is given. */
export function saveFile(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name.replace(/[\\/:*?"<>|]+/g, '-')
  link.click()
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Width of a PowerGrade's picture and of a cell of the contact sheet, pixels. */
const smallWidth = 256
const cellWidth = 480

const heightOf = ({ suite }: Desk, width: number): number => {
  const { timeline } = suite.session
  return Math.round((width * timeline.height) / timeline.width)
}

/** The whole frame as it was drawn, every bit of it. */
export async function exportPicture(desk: Desk, tiles: Tiles, still: GalleryStill): Promise<void> {
  const subject = await stillTile(desk, still).load()
  if (typeof subject === 'string') return desk.say(subject)
  const drawn = await tiles.once(subject, [2, 2], true)
  if (typeof drawn === 'string') return desk.say(drawn)
  if (!drawn.codes) return desk.say('The picture of the still has not come.')
  saveFile(`${still.label}.png`, new Blob([await encodeStill(drawn.codes, deflate)], { type: 'image/png' }))
  const same = still.digest === '' || still.digest === drawn.a.digest
  desk.say(
    same
      ? `Still ${still.label}: ${drawn.codes.width}×${drawn.codes.height}, 16 bit, digest ${drawn.a.digest.slice(0, 8)}.`
      : `Still ${still.label} is exported, and is not the picture it was: another engine, or another file.`,
  )
}

export async function exportGrade(desk: Desk, still: GalleryStill): Promise<void> {
  const content = await desk.suite.gallery.open(still)
  if (typeof content === 'string') return desk.say(content)
  const text = gradeText(content.entries, still.clip, content.session.pipeline.working)
  saveFile(`${still.label}.json`, new Blob([text], { type: 'application/json' }))
}

/** 33 vertices each way, from the clip's own code values to the session's output, for code values 0 to 1: what `samelight bake` writes. */
const cube = { size: 33, range: [0, 1], shaper: false } as const

export async function exportCube(desk: Desk, still: GalleryStill): Promise<void> {
  const content = await desk.suite.gallery.open(still)
  if (typeof content === 'string') return desk.say(content)
  const { session, entries } = content
  const clip = session.timeline.clips.find(({ id }) => id === still.clip)
  const media = clip && session.media.get(clip.media)
  if (!media) return desk.say(`The still ${still.label} has no media on record.`)
  const luts = new Map<string, Lut>()
  for (const [key, value] of entries) {
    if (!key.endsWith('/lut.table') || luts.has(value[0] as string)) continue
    const bytes = await desk.suite.luts.bytes(value[0] as string)
    const lut = typeof bytes === 'string' ? bytes : readLut(bytes)
    if (typeof lut === 'string') return desk.say(lut)
    luts.set(value[0] as string, lut)
  }
  const space = (id: string) => spaces.find((one) => one.id === id)!
  const { working, output } = session.pipeline
  const baking = compileBake({
    entries,
    levels: clipLevels(entries, clip, still.frame),
    ...{ from: space(media.space), working: space(working), to: space(output) },
    luts: (blob) => luts.get(blob) ?? null,
  })
  if (baking.lacks.length > 0) return desk.say(`This grade cannot be baked: ${baking.lacks.join(' ')}`)
  const text = printCube(bakeLut(baking, cube, still.label, bakeRunner()))
  if (typeof text !== 'string') return desk.say(text.refusal)
  saveFile(`${still.label}.cube`, new Blob([text], { type: 'text/plain' }))
  desk.say(baking.left.length === 0 ? `Look of ${still.label} exported.` : baking.left.join(' '))
}

/** The still small, for a PowerGrade; null where it cannot be drawn here. */
export async function smallPng(desk: Desk, tiles: Tiles, still: GalleryStill): Promise<Blob | null> {
  const small = await drawSmall(desk, tiles, still, smallWidth)
  return typeof small === 'string' ? null : await composeSheet([small], { columns: 1, labels: false })
}

/** Every still of a list on one sheet, with its label. What cannot be drawn here is named instead of shown. */
export async function exportSheet(desk: Desk, tiles: Tiles, list: readonly GalleryStill[]): Promise<void> {
  desk.say(`Contact sheet: drawing ${list.length} ${list.length === 1 ? 'still' : 'stills'}…`)
  const cells: SheetCell[] = []
  for (const still of list) {
    const cell = await drawSmall(desk, tiles, still, cellWidth)
    cells.push(typeof cell === 'string' ? { ...blankCell(desk, still), sentence: cell } : cell)
  }
  const sheet = await composeSheet(cells, { columns: Math.min(4, cells.length), labels: true })
  saveFile(`${desk.suite.session.name} stills.png`, sheet)
  desk.say(`Contact sheet of ${list.length} ${list.length === 1 ? 'still' : 'stills'} saved.`)
}

const blankCell = (desk: Desk, { label }: GalleryStill) => ({
  label,
  pixels: null,
  size: [cellWidth, heightOf(desk, cellWidth)] as const,
})

async function drawSmall(desk: Desk, tiles: Tiles, still: GalleryStill, width: number): Promise<SheetCell | string> {
  const subject = await stillTile(desk, still).load()
  if (typeof subject === 'string') return subject
  const size = [width, heightOf(desk, width)] as const
  const drawn = await tiles.once(subject, size)
  if (typeof drawn === 'string') return drawn
  return { label: still.label, pixels: drawn.pixels.a, size, sentence: null }
}
