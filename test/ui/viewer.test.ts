import { describe, expect, it } from 'vitest'
import { Thumbs } from '../../client/viewer/thumbs.ts'
import { FakeEasel, made, PictureRoom } from './kit/picture-room.ts'

const gain = 'c.clip0000/0/aaaaaaaa/primaries.gain'

describe('a picture that stands', () => {
  it('[UI51] a preview comes first, the full picture after it, and then nothing until something changes', () => {
    const room = new PictureRoom()
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
    for (let i = 0; i < 5; i++) room.loop.tick()
    expect(room.open).toEqual([])
    room.suite.seek(7)
    room.loop.tick()
    expect(room.settle()).toEqual(['preview 7', 'full 7'])
    room.suite.seek(0)
    room.loop.tick()
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
  })

  it('[UI50] never more than one picture is under way, and the newest want decides what is next', () => {
    const room = new PictureRoom()
    room.settle()
    for (let frame = 1; frame <= 30; frame++) {
      room.suite.seek(frame)
      room.loop.tick()
      expect(room.open.length).toBe(1)
    }
    expect(room.settle()).toEqual(['preview 1', 'preview 30', 'full 30'])
  })

  it('[UI51] while somebody adjusts, previews only; the release always ends in the full picture and its receipt', () => {
    const room = new PictureRoom()
    room.settle('before')
    const [first] = room.reports
    const held = room.hold(gain, [1, 1.1, 1, 1])
    for (let i = 0; i < 20; i++) {
      room.ms += 16
      room.hold(gain, [1, 1.1 + i / 100, 1, 1])
      room.loop.tick()
      if (i % 3 === 2) expect(room.answer(`drag ${i}`).kind).toBe('preview')
    }
    room.settle('held')
    room.ms += 10_000
    room.loop.tick()
    expect(room.open).toEqual([])
    expect(room.reports).toEqual([first])
    held.release()
    room.loop.tick()
    expect(room.settle('after').at(-1)).toBe('full 0')
    expect(room.reports.length).toBe(2)
    expect(room.reports[1]).toMatchObject({ plan: 'after', digest: 'digest of after', clip: 'clip0000', frame: 0 })
    expect(room.desk.receipt).toBe(room.reports[1])
  })

  it('[UI133] under the fingers each move is ordered at once, sixty at most before an answer, and each answer is put', () => {
    const room = new PictureRoom()
    room.settle('before')
    const versions = () => room.open.map(({ version }) => version)
    for (let i = 0; i < 63; i++) {
      room.hold(gain, [1, 1.1 + i / 100, 1, 1])
      room.loop.tick()
      room.loop.tick()
      expect(room.open).toHaveLength(Math.min(60, i + 1))
    }
    expect(room.open.every(({ kind }) => kind === 'preview')).toBe(true)
    const [first, ...later] = room.open
    const last = later.pop()
    expect([...new Set(versions())]).toEqual(versions())
    room.hear({ kind: 'drawn', order: first!, made: made('1'), pixels: Uint8Array.of(1).buffer, pane: first!.canvas })
    expect(room.easel.pictures.at(-1)).toBe(1)
    // The worker begins the newest of those that waited; in the place of the first the last move has been ordered.
    for (const order of later) room.hear({ kind: 'dropped', order })
    expect(room.open).toHaveLength(2)
    expect(room.open[0]).toBe(last)
    expect(room.settle('held')).toEqual(['preview 0', 'preview 0'])
    // Pixels that were put come back to be drawn into, and a picture of the strip takes none of them.
    const drawn = room.posted.flatMap((m) => (m.kind === 'draw' && m.order.kind === 'preview' ? [m.spare] : []))
    expect(drawn.at(-1)).not.toBe(null)
  })

  it('[UI134] the canvas waits for no picture of the clip strip, and that one comes to its place', () => {
    const room = new PictureRoom()
    room.settle('before')
    const strip = new FakeEasel()
    room.loop.thumbs.hang('clip0001', strip)
    room.loop.tick()
    const [thumb] = room.open
    expect(thumb).toMatchObject({ kind: 'thumb', clip: 'clip0001' })
    room.hold(gain, [1, 1.5, 1, 1])
    room.loop.tick()
    expect(room.open.map(({ kind }) => kind)).toEqual(['thumb', 'preview'])
    const [, preview] = room.open
    room.loop.hear({
      kind: 'drawn',
      order: preview!,
      made: made('drag'),
      pixels: Uint8Array.of(7).buffer,
      pane: preview!.canvas,
    })
    expect(room.easel.pictures.at(-1)).toBe(7)
    room.loop.hear({
      kind: 'drawn',
      order: thumb!,
      made: made('thumb'),
      pixels: Uint8Array.of(9).buffer,
      pane: thumb!.canvas,
    })
    expect([strip.pictures, room.easel.pictures.at(-1)]).toEqual([[9], 7])
  })

  it('[UI52] a full picture under way is left when another one is wanted', () => {
    const room = new PictureRoom()
    room.answer()
    expect(room.open[0]!.kind).toBe('full')
    const { id } = room.open[0]!
    room.suite.seek(3)
    room.loop.tick()
    room.loop.tick()
    expect(room.drops).toEqual([id])
    room.hear({ kind: 'dropped', order: room.open[0]! })
    expect(room.settle()).toEqual(['preview 3', 'full 3'])
  })

  it('[UI50] the same picture again costs no pixels, and what the worker takes for the same but is not here is drawn once more', () => {
    const room = new PictureRoom()
    room.settle()
    const before = room.easel.pictures.length
    room.desk.setBypass(false)
    room.loop.tick()
    expect(room.answer('plan', null).kind).toBe('preview')
    expect(room.answer('plan', null).kind).toBe('full')
    expect(room.easel.pictures.length).toBe(before)
    room.suite.seek(2)
    room.loop.tick()
    room.answer('plan', null)
    expect(room.open[0]).toMatchObject({ kind: 'preview', frame: 2, again: true })
  })
})

describe('receipts', () => {
  it('[UI53] none for a change that came in between, for a view of one’s own, and for what the engine does not draw', () => {
    const room = new PictureRoom()
    room.answer()
    const full = room.open[0]!
    room.hold(gain, [1, 2, 1, 1])
    room.hear({ kind: 'drawn', order: full, made: made('late'), pixels: new ArrayBuffer(4), pane: full!.canvas })
    expect(room.reports).toEqual([])
    room.suite.adjusting = new Map()
    room.desk.setBypass(true)
    room.loop.tick()
    room.settle('bare')
    expect([room.reports.length, room.desk.receipt]).toEqual([0, null])
    room.desk.setBypass(false)
    room.loop.tick()
    room.answer()
    room.hear({
      kind: 'drawn',
      order: room.open[0]!,
      made: made('p', ['Node 2 blurs.']),
      pixels: new ArrayBuffer(4),
      pane: room.open[0]!.canvas,
    })
    expect([room.reports.length, room.loop.sentence]).toEqual([0, 'Node 2 blurs.'])
  })

  it('[UI92] none while a node’s matte is looked at; another node is looked into at once, and leaving it is the picture again', () => {
    const room = new PictureRoom()
    const views = () => room.posted.flatMap((m) => (m.kind === 'draw' ? [m.order.view] : []))
    room.suite.edit('c.clip0001', 'Two', (grade) => {
      grade.append('c.clip0001', '0')
      grade.append('c.clip0001', '0')
    })
    room.suite.seek(96)
    room.loop.tick()
    room.settle()
    const before = room.reports.length
    const [one, two] = room.desk.graph!.nodes
    room.desk.setHighlight('matte')
    expect(room.suite.views).toBe(true)
    room.loop.tick()
    room.settle('matte')
    expect(views().at(-1)).toEqual({ level: 'c.clip0001', node: two!.id, show: 'matte' })
    room.desk.select(one!.id)
    room.loop.tick()
    room.settle('matte')
    expect(views().at(-1)).toMatchObject({ node: one!.id })
    expect([room.reports.length, room.desk.receipt]).toEqual([before, null])
    room.desk.setHighlight('off')
    expect(room.suite.views).toBe(false)
    room.loop.tick()
    room.settle('again')
    expect(views().at(-1)).toBeNull()
    expect([room.reports.length, room.desk.receipt === null]).toEqual([before + 1, false])
  })

  it('[UI53] a raised revision is sworn again for the same picture, once', () => {
    const room = new PictureRoom()
    room.settle()
    const { revision } = room.reports[0]!
    room.suite.edit('c.clip0001', 'Label', (grade) => grade.append('c.clip0001', '0'))
    room.loop.tick()
    room.settle()
    expect(room.reports.map((r) => r.revision)).toEqual([revision, revision + 1])
  })
})

describe('no picture', () => {
  it('[UI57] media that is not here: black, no receipt, a sentence beside it; found, it is drawn', () => {
    const room = new PictureRoom()
    room.settle()
    room.missing.add('media001')
    room.suite.seek(96)
    room.loop.tick()
    expect(room.open).toEqual([])
    expect(room.loop.sentence).toBe('You have no media media001.')
    expect([room.easel.cleared, room.desk.receipt, room.loop.shown]).toEqual([1, null, null])
    room.missing.clear()
    room.mediaChanged()
    room.loop.tick()
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
    expect(room.loop.sentence).toBe(null)
  })

  it('[UI57] a frame that cannot be decoded is asked for once, said why, and asked for again after a change', () => {
    const room = new PictureRoom()
    room.hear({ kind: 'failed', order: room.open[0]!, sentence: 'No decoder.' })
    for (let i = 0; i < 5; i++) room.loop.tick()
    expect([room.open.length, room.loop.sentence, room.easel.cleared]).toEqual([0, 'No decoder.', 1])
    room.mediaChanged()
    room.loop.tick()
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
    expect(room.loop.sentence).toBe(null)
  })
})

describe('playing', () => {
  const play = (room: PictureRoom, drawMs: number, beats: number) => {
    const drawn: number[] = []
    room.suite.play(true)
    for (let i = 0; i < beats; i++) {
      room.ms += 1000 / 60
      room.loop.tick()
      const order = room.open[0]
      if (order && room.ms - since >= drawMs) {
        drawn.push(order.frame)
        room.answer()
        since = room.ms
      } else if (!order) since = room.ms
    }
    return drawn
  }
  let since = 0

  it('[UI56] at speed every frame is drawn before its instant and shown at it; nothing is left out', () => {
    const room = new PictureRoom()
    room.settle()
    since = room.ms
    const drawn = play(room, 10, 90)
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b))
    expect(drawn.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, i) => drawn[0]! + i))
    expect(room.loop.shown?.frame).toBe(room.suite.frameNow())
    expect(room.loop.speed?.dropped).toBe(false)
    expect(Math.abs(room.loop.speed!.fps - 24)).toBeLessThan(1)
  })

  it('[UI56] when a picture takes longer than a frame, fewer are drawn, never one before another, and the lost ones are counted', () => {
    const room = new PictureRoom()
    room.settle()
    since = room.ms
    const drawn = play(room, 100, 180)
    expect(drawn.length).toBeGreaterThan(15)
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b))
    expect(room.suite.frameNow() - room.loop.shown!.frame).toBeLessThan(12)
    expect(room.loop.speed?.dropped).toBe(true)
    room.suite.play(false)
    room.loop.tick()
    const at = room.suite.frameNow()
    expect(room.settle().at(-1)).toBe(`full ${at}`)
    expect(room.reports.at(-1)).toMatchObject({ frame: at })
    expect(room.reports.at(-1)!.dropped).toBeGreaterThan(0)
  })
})

describe('thumbs', () => {
  it('[UI58] a clip that comes back into sight shows its last picture at once, and is asked again only for another one', () => {
    const thumbs = new Thumbs(() => 0)
    const put: number[] = []
    const easel = (size: [number, number]) => ({
      size,
      put: (pixels: ArrayBuffer) => void put.push(pixels.byteLength),
      clear: () => {},
    })
    const away = thumbs.hang('clip0000', easel([4, 2]))
    expect(thumbs.next(1, () => true)).toMatchObject({ clip: 'clip0000', again: true })
    thumbs.done('clip0000', 1, new ArrayBuffer(32), [4, 2])
    away()
    thumbs.hang('clip0000', easel([8, 4]))
    expect(put).toEqual([32])
    thumbs.hang('clip0000', easel([4, 2]))
    expect(put).toEqual([32, 32])
  })

  it('[UI58] are drawn when nothing else is wanted, each once, and again at the earliest after a second and a half', () => {
    const room = new PictureRoom()
    for (const clip of ['clip0000', 'clip0001'])
      room.loop.thumbs.hang(clip, { size: [120, 68], put: () => {}, clear: () => {} })
    const first = room.settle()
    expect(first.slice(0, 2)).toEqual(['preview 0', 'full 0'])
    expect(first.slice(2)).toEqual(['thumb 0', 'thumb 0'])
    room.suite.edit('c.clip0000', 'Node', (grade) => grade.append('c.clip0000', '0'))
    room.loop.tick()
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
    room.ms += 1600
    room.loop.tick()
    expect(room.settle()).toEqual(['thumb 0', 'thumb 0'])
  })
})
