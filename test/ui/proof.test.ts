import { describe, expect, it } from 'vitest'
import type { DrawnBy } from '../../client/state/desk.ts'
import type { Made, Order } from '../../client/viewer/work.ts'
import { drawnSentence, drawnWord } from '../../client/words/drawn-word.ts'
import { made, PictureRoom } from './kit/picture-room.ts'

const gpu: DrawnBy = { id: 'wgsl', adapter: 'fake', sentence: null, alarm: false }
const fallen: DrawnBy = { id: 'wasm', adapter: 'fake', sentence: 'The GPU was lost.', alarm: true }

/** Answers the open order as drawn by the GPU. */
function answer(room: PictureRoom, plan: string, executor: Made['executor'] = 'wgsl'): Order {
  const order = room.open[0]!
  room.hear({ kind: 'drawn', order, made: { ...made(plan), executor }, pixels: new ArrayBuffer(4), pane: order.canvas })
  return order
}
/** Answers until nothing more is asked for: the last order. */
function settle(room: PictureRoom, plan: string, executor: Made['executor'] = 'wgsl'): Order {
  let last = answer(room, plan, executor)
  while (room.open[0]) last = answer(room, plan, executor)
  return last
}
function prove(
  room: PictureRoom,
  order: Order,
  plan: string,
  proof: string,
  executor: Made['executor'] = 'wgsl',
): void {
  const { digest } = made(plan)
  room.loop.hear({ kind: 'proof', order, made: { ...made(plan), executor }, digest, proof })
}

describe('a picture that stands is proved', () => {
  it('[UI72] the receipt is given at once, and again when the second rendering has said the same', () => {
    const room = new PictureRoom()
    answer(room, 'p')
    const full = answer(room, 'p')
    expect(room.reports.map(({ executor, proof }) => [executor, proof])).toEqual([['wgsl', null]])
    prove(room, full, 'p', 'digest of p')
    expect(room.reports).toHaveLength(2)
    expect(room.reports[1]).toMatchObject({ executor: 'wgsl', digest: 'digest of p', proof: 'digest of p' })
    expect([room.loop.proofs.taken, room.loop.proofs.disagreed]).toEqual([1, 0])
  })

  it('[UI72] a proof that comes when the picture has gone is of no receipt; the same picture again needs no other', () => {
    const room = new PictureRoom()
    answer(room, 'p')
    const full = answer(room, 'p')
    room.suite.seek(5)
    room.loop.tick()
    prove(room, full, 'p', 'digest of p')
    answer(room, 'q')
    answer(room, 'q')
    expect(room.reports.at(-1)).toMatchObject({ frame: 5, digest: 'digest of q', proof: null })
    room.suite.seek(0)
    room.loop.tick()
    answer(room, 'p')
    answer(room, 'p')
    expect(room.reports.at(-1)).toMatchObject({ frame: 0, digest: 'digest of p', proof: 'digest of p' })
  })

  it('[UI73] while playing, an order in 48 asks for a proof, and no still one does', () => {
    const room = new PictureRoom()
    room.settle()
    room.suite.play(true)
    for (let i = 0; i < 400; i++) {
      room.ms += 1000 / 60
      room.loop.tick()
      if (room.open[0]) room.answer()
    }
    const asked = room.orders.filter(({ prove }) => prove)
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked.map(({ frame, clip }) => [clip, frame]).slice(0, 3)).toEqual([
      ['clip0000', 0],
      ['clip0000', 48],
      ['clip0001', 0],
    ])
    expect(asked.every(({ kind }) => kind === 'preview')).toBe(true)
  })
})

describe('another executor', () => {
  it('[UI74] after an alarm it is said on screen, drawn again by WASM, and sworn to by its name', () => {
    const room = new PictureRoom()
    room.loop.hear({ kind: 'executor', by: gpu })
    const full = settle(room, 'p')
    prove(room, full, 'p', 'another digest')
    expect(room.reports.at(-1)).toMatchObject({ executor: 'wgsl', digest: 'digest of p', proof: 'another digest' })
    room.loop.hear({ kind: 'executor', by: fallen })
    expect([room.desk.drawnBy, room.desk.said?.sentence]).toEqual([fallen, 'The GPU was lost.'])
    expect(room.open.map(({ kind }) => kind)).toEqual(['preview'])
    const again = settle(room, 'p', 'wasm')
    expect(room.reports.at(-1)).toMatchObject({ executor: 'wasm', proof: null })
    prove(room, again, 'p', 'digest of p', 'wasm')
    expect(room.reports.at(-1)).toMatchObject({ executor: 'wasm', digest: 'digest of p', proof: 'digest of p' })
    expect(room.loop.proofs.disagreed).toBe(1)
  })

  it('[UI70] when a GPU may draw what stands, it is drawn once more; while playing nothing is', () => {
    const room = new PictureRoom()
    room.settle()
    room.loop.hear({ kind: 'kernels' })
    expect(room.settle()).toEqual(['preview 0', 'full 0'])
    room.suite.play(true)
    room.ms += 500
    room.loop.tick()
    const before = room.orders.length
    room.loop.hear({ kind: 'kernels' })
    expect(room.orders.length).toBe(before)
  })

  it('[UI71] the node under the fingers goes with each preview, for a GPU that may arm it, and with no full picture', () => {
    const room = new PictureRoom()
    const level = 'c.clip0000'
    room.suite.edit(level, 'Node', (grade) => grade.append(level, '0'))
    room.settle()
    expect(room.orders.every(({ armed }) => armed === null)).toBe(true)
    room.loop.hear({ kind: 'executor', by: gpu })
    const [preview, full] = [answer(room, 'p'), answer(room, 'p')]
    expect(preview).toMatchObject({ kind: 'preview', armed: { level, node: room.desk.node!.id } })
    expect(full).toMatchObject({ kind: 'full', armed: null })
  })

  it('[UI71] at rest the selected node is armed, once, and again when another is selected or the grade has changed', () => {
    const room = new PictureRoom()
    const level = 'c.clip0000'
    const arms = () => room.posted.flatMap((m) => (m.kind === 'arm' ? [m.armed.node] : []))
    for (let i = 0; i < 2; i++) room.suite.edit(level, 'Node', (grade) => grade.append(level, '0'))
    room.settle()
    room.loop.tick()
    expect(arms()).toEqual([])
    room.loop.hear({ kind: 'executor', by: gpu })
    settle(room, 'p')
    for (let i = 0; i < 5; i++) room.loop.tick()
    const [first, second] = room.desk.graph!.nodes.map(({ id }) => id)
    expect(arms()).toEqual([second])
    room.desk.select(first!)
    room.loop.tick()
    expect(arms()).toEqual([second, first])
    room.hold(`${level}/0/${first}/primaries.gain`, [1, 1.1, 1, 1]).release()
    room.loop.tick()
    settle(room, 'q')
    expect(arms()).toEqual([second, first, first])
  })

  it('[UI72] two words beside a picture say who drew it and whether it is proved', () => {
    const receipt = { executor: 'wgsl', digest: 'a', proof: null } as const
    expect(drawnWord(receipt)).toBe('GPU')
    expect(drawnWord({ ...receipt, proof: 'a' })).toBe('GPU · proved')
    expect(drawnWord({ ...receipt, executor: 'wasm', proof: 'b' })).toBe('CPU · proof differs')
    expect([drawnSentence(gpu), drawnSentence(fallen)]).toEqual(['The GPU draws: fake.', 'The GPU was lost.'])
  })
})
