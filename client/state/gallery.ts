/**
 * Fleeting: the hands on the gallery. Which still is chosen, what is searched for; grabbing, wiping, taking grades, memories, PowerGrades. Loaded
 * when it is first used; one for each desk.
 */

import type { Content } from '../../shared/doc/content.ts'
import { drawId } from '../../shared/doc/edit.ts'
import type { Entries } from '../../shared/doc/grade.ts'
import type { Grade } from '../../shared/doc/grade-json.ts'
import { parseGrade } from '../../shared/doc/grade-parse.ts'
import { printGrade } from '../../shared/doc/grade-print.ts'
import { clipVersion } from '../../shared/doc/read.ts'
import type { GalleryStill, MemorySlot } from '../../shared/doc/records.ts'
import { stillLabel } from '../../shared/doc/still-label.ts'
import { hexOf } from '../../shared/suite/hub-api.ts'
import { Listeners } from '../../shared/suite/listeners.ts'
import { browserGrades, type GradeStore, type KeptLut, type PowerGrade } from '../sync/power-grades.ts'
import type { Desk, LivePreview } from './desk.ts'
import { lutsOf, type TakeHow, type Taken, takeGrade, writesOfTaking } from './take-grade.ts'

export type { PowerGrade } from '../sync/power-grades.ts'

export type GalleryKind = 'chosen' | 'search' | 'grades' | 'split'

/** What the cells of the split screen are. */
export const splitKinds = ['versions', 'stills', 'memories', 'neighbours'] as const
export type SplitKind = (typeof splitKinds)[number]

/** Whether a label answers a search: each word of it, whatever its case. */
export const answers = (label: string, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

/** The grade of a clip in some entries, as it goes by itself: wires and litter left out. */
export function gradeIn(entries: Entries, clip: string, working: string): Grade | string {
  return parseGrade(gradeText(entries, clip, working))
}
export const gradeText = (entries: Entries, clip: string, working: string): string =>
  printGrade(entries, `c.${clip}`, clipVersion(entries, clip), working)

export class GalleryDesk {
  readonly #desk: Desk
  readonly #store: GradeStore
  /** The still that keys go on from; also what the menu and the wipe are of. */
  chosen: string | null = null
  search = ''
  split: SplitKind = 'versions'
  grades: readonly PowerGrade[] = []
  readonly #ears = new Listeners<GalleryKind>()

  constructor(desk: Desk, store: GradeStore) {
    this.#desk = desk
    this.#store = store
  }

  on(kind: GalleryKind, hear: () => void): () => void {
    return this.#ears.on(kind, hear)
  }

  /** Stills that answer the search, newest first. */
  get listed(): readonly GalleryStill[] {
    return this.#desk.suite.gallery.stills.filter(({ label }) => answers(label, this.search))
  }
  setSearch(search: string): void {
    this.search = search
    this.#ears.tell('search')
  }
  setSplit(split: SplitKind): void {
    this.split = split
    this.#ears.tell('split')
  }
  choose(still: string | null): void {
    this.chosen = still
    this.#ears.tell('chosen')
  }

  /** Keeps the frame on show with its grade; with a slot as that memory. */
  async grab(slot: MemorySlot | null = null): Promise<void> {
    const { suite, clip, frame, receipt } = this.#desk
    if (!clip) return this.#desk.say('There is no clip here to grab a still of.')
    const at = frame - clip.recordIn
    const seen = receipt?.clip === clip.id && receipt.frame === at ? receipt : null
    const { timeline } = suite.session
    const { stills, memories } = suite.gallery
    const taken = [...stills, ...memories.values()].map((still) => still.label)
    const label = stillLabel(timeline, taken, clip.id)
    const answer = await suite.gallery.grab({
      ...{ clip: clip.id, frame: at, label, slot },
      ...(seen ? { look: seen.look, digest: seen.digest } : {}),
    })
    if (!answer.ok) return this.#desk.say(answer.refusal.sentence)
    if (slot === null) this.choose((answer.value as { still: string }).still)
    this.#desk.say(slot === null ? `Still ${label} grabbed.` : `Memory ${slot} is ${label}.`)
  }

  /** The next or the previous still of those listed; where one is wiped against, the wipe goes along. */
  step(by: 1 | -1): void {
    const { listed, chosen } = this
    if (listed.length === 0) {
      this.#desk.say('There is no still in the gallery.')
      return
    }
    const at = listed.findIndex(({ id }) => id === chosen)
    const next = listed[at < 0 ? (by > 0 ? 0 : listed.length - 1) : (at + by + listed.length) % listed.length]!
    this.choose(next.id)
    const { compare } = this.#desk
    if (compare.mode !== 'now' && compare.against?.kind === 'still') compare.setAgainst({ kind: 'still', id: next.id })
  }

  /** Lays a still over the picture; the one that lies there already is taken off. */
  wipe(still: string): void {
    const { compare } = this.#desk
    this.choose(still)
    const lies = compare.mode !== 'now' && compare.against?.kind === 'still' && compare.against.id === still
    if (lies) compare.setMode('now')
    else compare.setAgainst({ kind: 'still', id: still })
  }

  /** The grade of a still, with all that it takes to be taken; or the sentence why it is not to be had. */
  async gradeOf(still: GalleryStill): Promise<Taken | string> {
    const content = await this.#desk.suite.gallery.open(still)
    return typeof content === 'string' ? content : takenFrom(content, still)
  }

  async take(still: GalleryStill, how: TakeHow): Promise<void> {
    const taken = await this.gradeOf(still)
    if (typeof taken === 'string') return this.#desk.say(taken)
    takeGrade(this.#desk, taken, how)
  }

  /** What applying a still's grade would make of the clip on show: fetched when it is first asked for, laid over whatever the grade is by then. */
  previewOf(still: GalleryStill): LivePreview {
    let taken: Promise<Taken | string> | null = null
    return {
      title: still.slot === null ? still.label : `${still.slot} · ${still.label}`,
      load: async () => {
        taken ??= this.gradeOf(still)
        return this.#laid(await taken, [])
      },
    }
  }
  #laid(taken: Taken | string, luts: readonly KeptLut[]): Awaited<ReturnType<LivePreview['load']>> {
    if (typeof taken === 'string') return taken
    const writes = writesOfTaking(this.#desk, taken, 'apply')
    return writes ? { writes, luts } : 'There is no clip here to look at the grade on.'
  }

  async load(slot: MemorySlot): Promise<void> {
    const still = this.#desk.suite.gallery.memories.get(slot)
    if (still) await this.take(still, 'apply')
    else this.#desk.say(`Memory ${slot} is empty.`)
  }

  async rename(still: GalleryStill, label: string): Promise<void> {
    const name = label.trim()
    if (name === '' || name === still.label) return
    const answer = await this.#desk.suite.gallery.label(still.id, name)
    if (!answer.ok) this.#desk.say(answer.refusal.sentence)
  }

  async delete(still: GalleryStill): Promise<void> {
    const { compare, suite } = this.#desk
    const answer = await suite.gallery.delete(still.id)
    if (!answer.ok) return this.#desk.say(answer.refusal.sentence)
    if (this.chosen === still.id) this.choose(null)
    if (compare.against?.kind === 'still' && compare.against.id === still.id) compare.setAgainst(null)
    this.#desk.say(`Still ${still.label} deleted.`)
  }

  /** Reads the PowerGrades of this browser. */
  async refresh(): Promise<void> {
    await this.#stored(async () => {
      this.grades = await this.#store.list()
      this.#ears.tell('grades')
    })
  }

  /** Keeps a still's grade across sessions, with the LUT files it names. */
  async keep(still: GalleryStill, picture: Blob | null): Promise<void> {
    const { suite } = this.#desk
    const content = await suite.gallery.open(still)
    if (typeof content === 'string') return this.#desk.say(content)
    const text = gradeText(content.entries, still.clip, content.session.pipeline.working)
    const taken = takenFrom(content, still)
    if (typeof taken === 'string') return this.#desk.say(taken)
    const luts: KeptLut[] = []
    for (const blob of lutsOf(taken.grade)) {
      const bytes = await suite.luts.bytes(blob)
      if (typeof bytes === 'string') return this.#desk.say(bytes)
      luts.push({ blob, name: suite.luts.list.find((one) => one.blob === blob)?.name ?? 'LUT', bytes })
    }
    await this.#put({ label: still.label, text, sourceIn: taken.sourceIn, picture, luts })
  }

  /** A grade JSON from a file becomes a PowerGrade. */
  async bringIn(name: string, text: string): Promise<void> {
    const grade = parseGrade(text)
    if (typeof grade === 'string') return this.#desk.say(`${name}: ${grade}`)
    await this.#put({ label: name.replace(/\.json$/i, ''), text, sourceIn: null, picture: null, luts: [] })
  }

  async #put(grade: Omit<PowerGrade, 'id' | 'owner' | 'at'>): Promise<void> {
    const { suite } = this.#desk
    const id = drawId((below) => Math.floor(Math.random() * below))
    const owner = suite.session.seats.get(suite.seat)?.name ?? ''
    await this.#stored(() => this.#store.put({ ...grade, id, owner, at: Date.now() }))
    await this.refresh()
    this.#desk.say(`“${grade.label}” is kept in your PowerGrades.`)
  }

  /** The grade of a PowerGrade, its LUT files brought to the session first. */
  async takePower(power: PowerGrade, how: TakeHow): Promise<void> {
    const { suite } = this.#desk
    const grade = parseGrade(power.text)
    if (typeof grade === 'string') return this.#desk.say(`“${power.label}”: ${grade}`)
    for (const blob of lutsOf(grade)) {
      if (suite.luts.list.some((one) => one.blob === blob)) continue
      const lut = power.luts.find((one) => one.blob === blob)
      const answer = lut ? await suite.luts.put(lut.name, lut.bytes) : null
      if (!answer)
        return this.#desk.say(`“${power.label}” names a LUT, ${blob.slice(0, 8)}, that this session does not have.`)
      if (!answer.ok) return this.#desk.say(answer.refusal.sentence)
    }
    takeGrade(this.#desk, { grade, label: power.label, sourceIn: power.sourceIn }, how)
  }

  /** What applying a PowerGrade would make of the clip on show. LUT files of its own are lent to the picture once they are what they are called. */
  previewPower(power: PowerGrade): LivePreview {
    let luts: Promise<readonly KeptLut[] | string> | null = null
    return {
      title: power.label,
      load: async () => {
        const grade = parseGrade(power.text)
        if (typeof grade === 'string') return `“${power.label}”: ${grade}`
        luts ??= this.#lent(power, lutsOf(grade))
        const found = await luts
        if (typeof found === 'string') return found
        return this.#laid({ grade, label: power.label, sourceIn: power.sourceIn }, found)
      },
    }
  }
  async #lent(power: PowerGrade, blobs: readonly string[]): Promise<readonly KeptLut[] | string> {
    const { list } = this.#desk.suite.luts
    const missing = blobs.filter((blob) => !list.some((one) => one.blob === blob))
    const out: KeptLut[] = []
    for (const blob of missing) {
      const lut = power.luts.find((one) => one.blob === blob)
      const name = lut && hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', lut.bytes)))
      if (!lut || name !== blob) return `“${power.label}” names a LUT, ${blob.slice(0, 8)}, that is not here.`
      out.push(lut)
    }
    return out
  }

  async renamePower(power: PowerGrade, label: string): Promise<void> {
    const name = label.trim()
    if (name === '' || name === power.label) return
    await this.#stored(() => this.#store.put({ ...power, label: name }))
    await this.refresh()
  }

  async deletePower(power: PowerGrade): Promise<void> {
    await this.#stored(() => this.#store.delete(power.id))
    await this.refresh()
    this.#desk.say(`“${power.label}” is deleted from your PowerGrades.`)
  }

  async #stored(ask: () => Promise<void>): Promise<void> {
    try {
      await ask()
    } catch (error) {
      this.#desk.say(error instanceof Error ? error.message : String(error))
    }
  }
}

function takenFrom(content: Content, still: GalleryStill): Taken | string {
  const grade = gradeIn(content.entries, still.clip, content.session.pipeline.working)
  if (typeof grade === 'string') return `The grade of the still “${still.label}” cannot be read: ${grade}`
  const clip = content.session.timeline.clips.find(({ id }) => id === still.clip)
  return { grade, label: still.label, sourceIn: clip?.sourceIn ?? 0 }
}

const all = new WeakMap<Desk, GalleryDesk>()

/** The one gallery of a desk. */
export function galleryOf(desk: Desk): GalleryDesk {
  let own = all.get(desk)
  if (!own) all.set(desk, (own = new GalleryDesk(desk, browserGrades(indexedDB))))
  return own
}
