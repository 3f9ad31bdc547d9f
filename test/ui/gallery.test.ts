/** The gallery's hands and its pictures, on a fake suite: what is listed and chosen, what is taken, what is drawn and when. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../client/state/desk.ts'
import { answers, GalleryDesk } from '../../client/state/gallery.ts'
import { layReference } from '../../client/state/reference.ts'
import { lutsOf, takeGrade, writesOfTaking } from '../../client/state/take-grade.ts'
import type { GradeStore, PowerGrade } from '../../client/sync/power-grades.ts'
import { CompareLoop } from '../../client/viewer/compare-loop.ts'
import { sheetLayout } from '../../client/viewer/contact-sheet.ts'
import type { FromPair, PairOrder } from '../../client/viewer/pair.ts'
import type { PairLine } from '../../client/viewer/pair-line.ts'
import { type Subject, Tiles } from '../../client/viewer/tiles.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import { gradeOf } from '../../shared/doc/grade-chain.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import type { Shelves } from '../../shared/doc/read.ts'
import type { GalleryStill, MemorySlot } from '../../shared/doc/records.ts'
import { stillLabel } from '../../shared/doc/still-label.ts'
import { grade, serial } from '../kit/grade.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'
import type { FakeSuite } from './kit/fake-suite.ts'

const hex = 'ab'.repeat(16)
const still = (n: number, label: string, slot: MemorySlot | null = null): GalleryStill => ({
  ...{ id: `still00${n}`, label, clip: 'clip0001', frame: 7, revision: 3, hash: 'f'.repeat(63) + n, look: hex },
  ...{ digest: hex, seat: 'seat0001', at: n, slot },
})
const settled = () => new Promise<void>((go) => setTimeout(go))
const order = (posted: readonly ToWorker[]): readonly PairOrder[] =>
  posted.flatMap((m) => (m.kind === 'pair' ? [m.order] : []))
const side = { look: 'l', digest: 'd', plan: 'p', source: 's', executor: 'wasm', lacks: [] } as const
const drawn = (of: PairOrder, digest = 'd'): FromPair => ({
  ...{ kind: 'pair', order: of, a: { ...side, digest }, b: null, difference: null, codes: null },
  pixels: { a: new ArrayBuffer(4), b: null, difference: null },
})
const graph = (gain: number): Shelves =>
  grade({ ...serial('a b'), 'c.clip0001/0/a0000000/primaries.gain': [1, gain, 1, 1] })

let desk: Desk
let suite: FakeSuite
beforeEach(() => {
  ;({ desk, suite } = fakeDesk('colorist'))
  suite.annex.keep({ gallery: [still(1, 'Warm park'), still(2, '1.2.1'), still(3, 'mine', 'A')] })
})

describe('a still is called', () => {
  it('[GALUI1] by track, shot and version, each counted from one', () => {
    const { timeline } = demoSession
    expect(timeline.clips.map(({ id }) => stillLabel(timeline, [], id))).toEqual([
      '1.1.1',
      '1.2.1',
      '1.3.1',
      '1.4.1',
      '1.5.1',
    ])
    // A second still of a shot is a second number: renamed ones and those of other shots count for nothing.
    expect(stillLabel(timeline, ['1.2.1', 'Warm park', '1.1.7', '1.2.x'], 'clip0001')).toBe('1.2.2')
    expect(stillLabel(timeline, ['1.2.1', '1.2.4', '1.2.2'], 'clip0001')).toBe('1.2.5')
    expect(stillLabel(timeline, [], 'clip9999')).toBe('')
  })

  it('[GALUI1] and found by each word of a search, whatever its case', () => {
    expect(['', 'warm', 'PARK wa', 'warm 1', 'p'].map((search) => answers('Warm park', search))).toEqual([
      true,
      true,
      true,
      false,
      true,
    ])
  })
})

const store = (): GradeStore & { readonly kept: Map<string, PowerGrade> } => {
  const kept = new Map<string, PowerGrade>()
  return {
    kept,
    list: async () => [...kept.values()],
    put: async (one) => void kept.set(one.id, one),
    delete: async (id) => void kept.delete(id),
  }
}

describe('the hands on the gallery', () => {
  it('[GALUI2] keys go from still to still of those listed, round its ends, and a wipe goes along', () => {
    const gallery = new GalleryDesk(desk, store())
    expect(gallery.listed.map(({ label }) => label)).toEqual(['1.2.1', 'Warm park'])
    gallery.step(1)
    expect(gallery.chosen).toBe('still002')
    gallery.step(-1)
    expect(gallery.chosen).toBe('still001')
    desk.compare.setOpen(true, true)
    gallery.wipe('still001')
    expect([desk.compare.mode, desk.ownView]).toEqual(['wipe', true])
    gallery.step(1)
    expect(desk.compare.against).toEqual({ kind: 'still', id: 'still002' })
    gallery.wipe('still002')
    expect([desk.compare.mode, desk.ownView]).toEqual(['now', false])
    gallery.setSearch('nothing like it')
    gallery.step(1)
    expect(desk.said?.sentence).toBe('There is no still in the gallery.')
  })

  it('[GALUI4] a memory that is empty, and a browser that keeps nothing, are said', async () => {
    const broken = {
      ...store(),
      list: () => Promise.reject(new Error('PowerGrades cannot be kept in this browser: no.')),
    }
    const gallery = new GalleryDesk(desk, broken)
    await gallery.load('C')
    expect(desk.said?.sentence).toBe('Memory C is empty.')
    await gallery.refresh()
    expect(desk.said?.sentence).toBe('PowerGrades cannot be kept in this browser: no.')
  })

  it('[GAL5] a grade JSON becomes a PowerGrade, and is taken in one undo step; a file that is none is named', async () => {
    const kept = store()
    const gallery = new GalleryDesk(desk, kept)
    await gallery.bringIn('wrong.json', '{')
    expect(desk.said?.sentence).toMatch(/^wrong\.json: /)
    expect(kept.kept.size).toBe(0)
    await gallery.bringIn(
      'Night.json',
      JSON.stringify({ format: 'samelight grade 1', nodes: [{ 'cdl.slope': [2, 1, 1] }] }),
    )
    const [power] = gallery.grades
    expect(power).toMatchObject({ label: 'Night', owner: 'Test Hand', sourceIn: null })
    const before = suite.undoDepth('c.clip0000')
    await gallery.takePower(power!, 'apply')
    expect(suite.undoDepth('c.clip0000')).toBe(before + 1)
    const { nodes } = readGraph(suite.entries, 'c.clip0000', '0')
    expect(nodes.at(-1)?.controls.get('cdl.slope')).toEqual([2, 1, 1])
    await gallery.deletePower(power!)
    expect(gallery.grades).toEqual([])
  })
})

describe('taking a grade', () => {
  const taken = {
    grade: gradeOf([{ 'primaries.gain': [1, 2, 1, 1], 'lut.table': ['c'.repeat(64)] }]),
    label: 'Night',
    sourceIn: null,
  }

  it('[GAL5] a group and the timeline have no use for keyframes of a clip', () => {
    const animated = {
      ...taken,
      grade: {
        ...taken.grade,
        body: new Map([...taken.grade.body, ['00000001/primaries.gain@4', ['linear', 1, 1, 1, 1]]]),
      },
    }
    const frames = () => [...(writesOfTaking(desk, animated, 'apply') ?? [])].filter(([key]) => key.includes('@'))
    expect(frames()).toHaveLength(1)
    desk.setLevelKind('timeline')
    expect(frames()).toHaveLength(0)
  })

  it('[GAL5] a lock refuses it whole, in its own words', () => {
    suite.session = {
      ...demoSession,
      locks: [{ id: 'lock0001', region: ['c.clip0000/'], holder: 'seat0003', rule: 'lock', reason: 'signed off' }],
    }
    const before = [...suite.entries]
    expect(takeGrade(desk, taken, 'apply')).toBe(false)
    expect([...suite.entries]).toEqual(before)
    expect(suite.messages.at(-1)?.sentence).toMatch(/locked by Jo Bell: signed off/)
  })

  it('[GAL5] the LUT files that a grade names are known before it is taken', () => {
    expect(lutsOf(taken.grade)).toEqual(['c'.repeat(64)])
    expect(lutsOf(gradeOf([{ 'cdl.slope': [1, 1, 1] }]))).toEqual([])
  })
})

describe('a reference over the picture', () => {
  it('[GALUI2] is a still with its own frame, another clip, another version or no grade; gone, it is said', () => {
    expect(layReference(suite, { kind: 'still', id: 'still001' }, 'clip0000')).toMatchObject({
      ...{ content: 'still still001', at: { clip: 'clip0001', frame: 7 }, title: 'the still “Warm park”' },
    })
    expect(layReference(suite, { kind: 'clip', id: 'clip0002' }, 'clip0000')).toMatchObject({
      ...{ content: null, at: { clip: 'clip0002', frame: 0 }, title: 'the clip B003_C001' },
    })
    expect(layReference(suite, { kind: 'version', version: 'vers0001' }, 'clip0000')).toMatchObject({
      over: [['c.clip0000/use', ['vers0001']]],
    })
    expect(layReference(suite, { kind: 'original' }, 'clip0000')).toMatchObject({ bare: true, at: null })
    const movie = {
      name: 'offline.mov',
      file: new Blob([]),
      frames: 50,
      start: 10,
      content: { session: demoSession, entries: graph(1) },
    }
    const lay = (frame: number) => {
      suite.seek(frame)
      return layReference(suite, { kind: 'movie' }, 'clip0000', movie)
    }
    expect(lay(9)).toBe('offline.mov has no frame here.')
    expect(lay(10)).toMatchObject({ content: 'movie000', at: { clip: 'movie000', frame: 0 } })
    expect(lay(59)).toMatchObject({ at: { frame: 49 } })
    expect(lay(60)).toBe('offline.mov has no frame here.')
    expect(layReference(suite, { kind: 'still', id: 'still009' }, 'clip0000')).toBe(
      'The still is no longer in the gallery.',
    )
  })

  it('[GALUI2] is drawn alone and once: the picture beneath has its own loop, and a drag asks for nothing here', async () => {
    const posted: ToWorker[] = []
    const media = { source: () => ({ kind: 'file', file: new Blob([]) }) as never, on: () => () => {} }
    suite.annex.contents.set('still001', { session: demoSession, entries: graph(2) })
    const loop = new CompareLoop({ desk, media, post: (m) => posted.push(m), bring: () => {} })
    loop.attach('a', { size: [96, 54], put: () => {}, clear: () => {} })
    desk.compare.setOpen(true, true)
    desk.compare.setAgainst({ kind: 'still', id: 'still001' })
    loop.tick()
    await settled()
    loop.tick()
    expect(order(posted)).toMatchObject([{ full: false, b: null, a: { at: { clip: 'clip0001', frame: 7 } } }])
    loop.hear(drawn(order(posted)[0]!))
    loop.hear(drawn(order(posted)[1]!, hex))
    expect(desk.compare.sentence).toBeNull()
    const scrub = suite.scrub('c.clip0000', 'Gain')
    scrub.set(new Map([['c.clip0000/0/node0001/primaries.gain', [1, 2, 1, 1]]]))
    loop.tick()
    suite.play(true)
    loop.tick()
    expect(order(posted)).toHaveLength(2)
    suite.play(false)
    // Another picture than the one that was grabbed is said to be.
    desk.compare.setMode('mix')
    loop.tick()
    loop.hear(drawn(order(posted)[2]!))
    loop.hear(drawn(order(posted)[3]!, 'cd'.repeat(16)))
    expect(desk.compare.sentence).toMatch(/^The still “Warm park” is not the picture it was/)
  })
})

describe('small pictures', () => {
  const subject = (name: string, content: Subject['content'] = null): Subject => ({
    ...{ name, clip: 'clip0001', frame: 7, content, over: [], bare: false, title: name },
  })
  let posted: ToWorker[]
  let line: PairLine
  let now = 0
  let tiles: Tiles
  const put: string[] = []
  const easel = (name: string) => ({ size: [64, 36] as const, put: () => void put.push(name), clear: () => {} })
  const answer = (): void => {
    for (const hear of line.hear) hear(drawn(order(posted).at(-1)!))
  }
  beforeEach(() => {
    posted = []
    put.length = 0
    now = 0
    line = {
      hear: new Set(),
      post: (m) => void posted.push(m),
      bring: () => {},
      has: () => true,
      rests: () => true,
      finish: () => {},
      finished: null,
    }
    tiles = new Tiles({ suite, line, now: () => now })
  })

  it('[GALUI6] are drawn one at a time, by WASM, at their own size; one that is of a moment never again, one of now after a rest', () => {
    tiles.hang(subject('past', { session: demoSession, entries: graph(2) }), easel('past'))
    tiles.hang(subject('live'), easel('live'))
    tiles.tick()
    tiles.tick()
    expect(posted.map((m) => m.kind)).toEqual(['moment', 'pair'])
    expect(order(posted)[0]).toMatchObject({ full: false, small: true, canvases: { a: [64, 36] } })
    answer()
    tiles.tick()
    answer()
    tiles.tick()
    expect(put).toEqual(['past', 'live'])
    suite.edit('c.clip0001', 'Gain', (g) => g.put('c.clip0001/0/node0001/primaries.gain', [1, 2, 1, 1]))
    tiles.tick()
    expect(order(posted)).toHaveLength(2)
    now = 1000
    tiles.tick()
    answer()
    tiles.tick()
    expect(put).toEqual(['past', 'live', 'live'])
  })

  it('[GALUI6] wait while somebody’s fingers move anything, and while it plays; who is taken down is left', () => {
    const down = tiles.hang(subject('live'), easel('live'))
    suite.adjusting = new Map([['c.clip0000/0/node0001/primaries.gain', { seat: 'seat0001', name: 'Clara' }]])
    tiles.tick()
    suite.adjusting = new Map()
    suite.play(true)
    tiles.tick()
    expect(posted).toEqual([])
    suite.play(false)
    tiles.tick()
    down()
    expect(posted.map((m) => m.kind)).toEqual(['pair', 'leave'])
    answer()
    expect(put).toEqual([])
  })

  it('[GALUI6] without media say so; one that is wanted at once goes before them', async () => {
    const told: (string | null)[] = []
    line = { ...line, has: (media) => media !== 'media001' }
    tiles = new Tiles({ suite, line, now: () => now })
    tiles.hang(subject('live'), easel('live'), (sentence) => void told.push(sentence))
    tiles.tick()
    expect(told).toEqual(['You have no media of live.'])
    expect(await tiles.once(subject('x'), [4, 4])).toBe('You have no media of x.')
    const other = { ...subject('y'), clip: 'clip0002' }
    const wanted = tiles.once(other, [2, 2], true)
    await settled()
    expect(order(posted).at(-1)).toMatchObject({ full: true, codes: true, small: false })
    answer()
    expect(await wanted).toMatchObject({ kind: 'pair' })
  })
})

describe('a contact sheet', () => {
  it('[GALUI6] lays its cells row by row with room for their words', () => {
    const { size, places } = sheetLayout(5, [480, 270], { columns: 4, labels: true })
    expect(places).toEqual([
      [16, 16],
      [512, 16],
      [1008, 16],
      [1504, 16],
      [16, 330],
    ])
    expect(size).toEqual([2000, 644])
    expect(sheetLayout(1, [256, 144], { columns: 1, labels: false })).toEqual({ size: [256, 144], places: [[0, 0]] })
  })
})
