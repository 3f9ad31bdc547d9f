/** What is pointed at in the gallery, on the clip on show: what is asked of the worker for it, and what nobody else hears of it. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Desk, LivePreview } from '../../client/state/desk.ts'
import { GalleryDesk } from '../../client/state/gallery.ts'
import type { GradeStore, PowerGrade } from '../../client/sync/power-grades.ts'
import { LivePicture } from '../../client/viewer/live-picture.ts'
import type { FromPair, PairOrder } from '../../client/viewer/pair.ts'
import type { PairLine } from '../../client/viewer/pair-line.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import { fakeDesk } from '../ui/kit/demo.ts'
import type { FakeSuite } from '../ui/kit/fake-suite.ts'
import { PictureRoom } from '../ui/kit/picture-room.ts'

const made = { look: '', digest: '', plan: 'p', source: 's', executor: 'wasm', lacks: [] } as const
const settled = () => new Promise<void>((go) => setTimeout(go))
const gain = 'c.clip0000/0/aaaaaaaa/primaries.gain'
const preview = (value = 2): LivePreview => ({
  title: 'Warm park',
  load: async () => ({ writes: new Map([[gain, [1, value, 1, 1]]]), luts: [] }),
})

describe('the picture of it', () => {
  let desk: Desk
  let suite: FakeSuite
  let posted: ToWorker[]
  let line: PairLine
  let told: (string | null)[]
  let put: number
  let size: readonly [number, number]
  const orders = (): readonly PairOrder[] => posted.flatMap((m) => (m.kind === 'pair' ? [m.order] : []))
  const answer = async (order = orders().at(-1)!) => {
    const pixels = { a: new ArrayBuffer(4), b: null, difference: null }
    const message: FromPair = { kind: 'pair', order, a: made, b: null, difference: null, codes: null, pixels }
    for (const hear of line.hear) hear(message)
    await settled()
  }
  const open = (live = preview()) => {
    const easel = {
      get size() {
        return size
      },
      put: () => void put++,
      clear: () => {},
    }
    return new LivePicture({ desk, line, easel, live, told: (sentence) => void told.push(sentence) })
  }
  beforeEach(() => {
    ;({ desk, suite } = fakeDesk('colorist'))
    posted = []
    told = []
    put = 0
    size = [640, 360]
    line = {
      ...{ hear: new Set(), post: (m: ToWorker) => void posted.push(m), bring: () => {}, has: () => true },
      ...{ rests: () => true, finish: () => {}, finished: null },
    }
  })

  it('[GALUI9] is drawn small over the grade of now, at the frame on show, and again after whatever changes meanwhile; gone, it is drawn no more', async () => {
    const live = open()
    await settled()
    expect(orders()[0]).toMatchObject({
      full: false,
      small: true,
      clip: 'clip0000',
      frame: 0,
      canvases: { a: [640, 360] },
    })
    expect(orders()[0]!.a).toMatchObject({ content: null, over: [[gain, [1, 2, 1, 1]]] })
    suite.seek(7)
    suite.seek(8)
    await settled()
    expect(orders().length).toBe(1)
    await answer()
    expect([put, orders().length, orders()[1]!.frame]).toEqual([1, 2, 8])
    await answer()
    expect([put, told.at(-1), orders().length]).toEqual([2, null, 2])
    suite.seek(9)
    await settled()
    live.close()
    await answer()
    suite.seek(10)
    await settled()
    expect([put, orders().length, line.hear.size]).toEqual([2, 3, 0])
  })

  it('[GALUI9] what is not to be had is said, and nothing is drawn for it', async () => {
    open({ title: 'x', load: async () => 'The still is no longer in the gallery.' })
    await settled()
    expect([told, orders().length]).toEqual([['The still is no longer in the gallery.'], 0])
    line = { ...line, has: () => false }
    open()
    await settled()
    expect([told.at(-1), orders().length]).toEqual(['You have no media of A012_C004.', 0])
  })

  it('[GALUI9] a LUT that only a PowerGrade has is lent to the picture, if it is what it is called, and never goes to the session', async () => {
    const bytes = new TextEncoder().encode('LUT_1D_SIZE 2\n0 0 0\n1 1 1\n') as Uint8Array<ArrayBuffer>
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const blob = [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const kept = (name: string): PowerGrade => ({
      ...{ id: 'power001', label: 'Print', owner: '', sourceIn: null, picture: null, at: 0 },
      text: JSON.stringify({ format: 'samelight grade 1', nodes: [{ 'lut.table': [name] }] }),
      luts: [{ blob: name, name: 'Print.cube', bytes }],
    })
    const store = { list: async () => [], put: async () => {}, delete: async () => {} } satisfies GradeStore
    const gallery = new GalleryDesk(desk, store)
    const before = [...suite.entries]
    open(gallery.previewPower(kept(blob)))
    await expect.poll(() => posted.map(({ kind }) => kind)).toEqual(['lut', 'pair'])
    expect(posted[0]).toMatchObject({ kind: 'lut', blob })
    expect(orders()[0]!.a.over.some(([key, value]) => key.endsWith('/lut.table') && value?.[0] === blob)).toBe(true)
    expect([suite.luts.list, [...suite.entries]]).toEqual([[], before])
    const other = 'ab'.repeat(32)
    expect(await gallery.previewPower(kept(other)).load()).toBe('“Print” names a LUT, abababab, that is not here.')
    expect(await gallery.previewPower({ ...kept(blob), text: '{' }).load()).toMatch(/^“Print”: /)
  })
})

describe('for everybody else', () => {
  it('[GALUI9] while it lies there the rooms are told of an own view and no receipt is given; what was edited meanwhile is sworn to once it has gone', () => {
    const room = new PictureRoom()
    room.settle('before')
    expect(room.reports.length).toBe(1)
    const entries = [...room.suite.entries]
    room.desk.compare.setLive(preview())
    expect([room.suite.views, room.desk.ownView]).toEqual([true, true])
    room.loop.tick()
    room.settle('before')
    expect([room.reports.length, room.desk.receipt]).toEqual([1, null])
    room.suite.edit('c.clip0000', 'Gain', (grade) => grade.append('c.clip0000', '0'))
    room.loop.tick()
    room.settle('after')
    expect(room.reports.length).toBe(1)
    room.desk.compare.setLive(null)
    expect(room.suite.views).toBe(false)
    room.loop.tick()
    room.settle('after')
    expect(room.reports.at(-1)?.plan).toBe('after')
    expect(entries.length).toBeLessThan([...room.suite.entries].length)
  })
})
