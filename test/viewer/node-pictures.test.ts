/** Pictures in nodes: when they are asked for, so that no hand ever waits for one, and what the worker keeps of them. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../client/state/desk.ts'
import type { Frames } from '../../client/viewer/frames.ts'
import { NodePictures, quietMs } from '../../client/viewer/node-pictures.ts'
import type { FromPair, PairOrder } from '../../client/viewer/pair.ts'
import { PairDrawer } from '../../client/viewer/pair-drawer.ts'
import type { PairLine } from '../../client/viewer/pair-line.ts'
import type { Rig } from '../../client/viewer/rig.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { Shelves } from '../../shared/doc/read.ts'
import { executorOf } from '../../shared/render/executor.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, node, session, source } from '../render/kit.ts'
import { fakeDesk } from '../ui/kit/demo.ts'
import type { FakeSuite } from '../ui/kit/fake-suite.ts'

const made = { look: '', digest: '', plan: 'p', source: 's', executor: 'wasm', lacks: [] } as const

describe('on the page', () => {
  let desk: Desk
  let suite: FakeSuite
  let posted: ToWorker[]
  let line: PairLine
  let now: number
  let rests: boolean
  let pictures: NodePictures
  const put: string[] = []
  const orders = (): readonly PairOrder[] => posted.flatMap((m) => (m.kind === 'pair' ? [m.order] : []))
  const easel = (name: string) => ({ size: [76, 43] as const, put: () => void put.push(name), clear: () => {} })
  const answer = () => {
    const order = orders().at(-1)!
    const pixels = { a: new ArrayBuffer(4), b: null, difference: null }
    const message: FromPair = { kind: 'pair', order, a: made, b: null, difference: null, codes: null, pixels }
    for (const hear of line.hear) hear(message)
  }
  /** Time goes by, a frame of the screen at a time. */
  const wait = (ms: number) => {
    for (const end = now + ms; now < end; now += 16) pictures.tick()
  }
  const nodes = () => orders().map((order) => order.a.view?.node)

  beforeEach(() => {
    ;({ desk, suite } = fakeDesk('colorist'))
    posted = []
    put.length = 0
    now = 1000
    rests = true
    line = {
      ...{ hear: new Set(), post: (m: ToWorker) => void posted.push(m), bring: () => {}, has: () => true },
      ...{ rests: () => rests, finish: () => {}, finished: null },
    }
    pictures = new NodePictures({ desk, line, now: () => now })
    pictures.hang('c.clip0000', 'aaaaaaaa', easel('a'))
    pictures.hang('c.clip0000', 'bbbbbbbb', easel('b'))
  })

  it('[GRAPHUI10] after a moment of rest each is asked for, one at a time, small, of what comes out of its node; then nothing more', () => {
    wait(quietMs - 20)
    expect(orders()).toEqual([])
    wait(40)
    wait(500)
    expect(nodes()).toEqual(['aaaaaaaa'])
    expect(orders()[0]).toMatchObject({ full: false, small: true, clip: 'clip0000', frame: 0, b: null })
    expect(orders()[0]!.a.view).toEqual({ level: 'c.clip0000', node: 'aaaaaaaa', show: 'output' })
    answer()
    wait(20)
    answer()
    wait(5000)
    expect([nodes(), put]).toEqual([
      ['aaaaaaaa', 'bbbbbbbb'],
      ['a', 'b'],
    ])
  })

  it('[GRAPHUI10] while something is held, plays, is pressed or is drawn in full, none is; a change or another frame asks for all again', () => {
    suite.adjusting = new Map([['c.clip0000/0/aaaaaaaa/primaries.gain', { seat: 'seat0002', name: 'Dana' }]])
    wait(5000)
    suite.adjusting = new Map()
    suite.playing = true
    wait(5000)
    suite.playing = false
    pictures.hold(true)
    wait(5000)
    rests = false
    pictures.hold(false)
    wait(5000)
    expect(orders()).toEqual([])
    rests = true
    wait(20)
    answer()
    wait(20)
    answer()
    expect(nodes()).toEqual(['aaaaaaaa', 'bbbbbbbb'])
    suite.seek(5)
    wait(quietMs - 20)
    expect(nodes().length).toBe(2)
    wait(40)
    expect([nodes().length, orders()[2]!.frame]).toEqual([3, 5])
    // A press in between: the one under way is the last.
    pictures.hold(true)
    answer()
    wait(1000)
    expect(nodes().length).toBe(3)
    pictures.hold(false)
    wait(quietMs + 40)
    expect(nodes().length).toBe(4)
  })

  it('[GRAPHUI10] a box that is gone gets none, and what has closed asks no more', () => {
    const takeDown = pictures.hang('c.clip0000', 'cccccccc', easel('c'))
    wait(quietMs + 20)
    answer()
    takeDown()
    wait(20)
    answer()
    wait(1000)
    expect(nodes()).toEqual(['aaaaaaaa', 'bbbbbbbb'])
    pictures.close()
    suite.seek(9)
    wait(20)
    expect(line.hear.size).toBe(0)
  })
})

describe('in the worker', () => {
  const level = `c.${CLIP}/0`
  const of = (gain: number): [string, Value][] => [
    ...node(level, 'aaaaaaaa', { 'primaries.gain': [1.2, 1, 1, 1] }),
    ...node(level, 'bbbbbbbb', { 'primaries.gain': [gain, 1, 1, 1] }, 'aaaaaaaa'),
  ]
  function worker(pairs: () => [string, Value][]) {
    const entries = () => {
      const out = new Shelves()
      for (const [key, value] of pairs()) out.set(key, value)
      return out
    }
    const drawn: string[] = []
    const wasm = createWasm({ shelf: 0 })
    const counting = (name: string) =>
      executorOf('wasm', wasm.render, (plan, frame) => {
        drawn.push(name)
        return wasm.frame(plan, frame)
      })
    const frame = source(32, 16, (x, y) => [x * 25, 512 + y, 500])
    const frames = { small: async () => frame, full: async () => frame } as unknown as Frames
    const rig = { of: () => counting('rig'), admit: () => undefined } as unknown as Rig
    const drawer = new PairDrawer(
      frames,
      rig,
      counting('wasm'),
      counting('aside'),
      () => ({ session: session(32, 16), entries: entries() }),
      () => null,
    )
    const ask = async (id: string) => {
      const order: PairOrder = {
        ...{ id: 1, full: false, small: true, clip: CLIP, frame: 0, version: 1, gain: 1, b: null },
        a: { content: null, over: [], title: 'it', view: { level: `c.${CLIP}`, node: id, show: 'output' } },
        canvases: { a: [32, 16], b: null, difference: null },
      }
      const answer = await drawer.draw(order, async () => false)
      return [...new Uint8Array(answer!.pixels.a!)]
    }
    return { drawn, ask, drawer }
  }

  it('[GRAPHUI10] what is kept by its plan is not drawn again: turned back, a node has its picture at once; nothing of it touches who draws the picture', async () => {
    let gain = 1.5
    const { drawn, ask, drawer } = worker(() => of(gain))
    const first = await ask('aaaaaaaa')
    const second = await ask('bbbbbbbb')
    expect(first).not.toEqual(second)
    gain = 0.5
    expect(await ask('aaaaaaaa')).toEqual(first)
    const darker = await ask('bbbbbbbb')
    expect(darker).not.toEqual(second)
    gain = 1.5
    expect(await ask('bbbbbbbb')).toEqual(second)
    expect(drawn).toEqual(['aside', 'aside', 'aside'])
    drawer.forget()
    expect(await ask('bbbbbbbb')).toEqual(second)
    expect(drawn).toEqual(['aside', 'aside', 'aside', 'aside'])
  })
})
