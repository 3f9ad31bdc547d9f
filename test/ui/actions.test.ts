import { describe, expect, it } from 'vitest'
import { actionOf, actions } from '../../client/actions/index.ts'
import { nextSpeed } from '../../client/actions/transport.ts'
import type { ActionId } from '../../client/keys/keymap.ts'
import { keymap } from '../../client/keys/keymap.ts'
import type { Desk } from '../../client/state/desk.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'

const run = (desk: Desk, id: ActionId, held: readonly string[] = [], key = '') =>
  actionOf(id).run(desk, { key, held: (code) => held.includes(code) })
const settle = () => new Promise<void>((done) => setTimeout(done))

describe('actions', () => {
  it('[UI24] each row of the keymap has one action, and each action a row', () => {
    expect(actions.map((a) => a.id).sort()).toEqual(Object.keys(keymap).sort())
    expect(actions.filter((a) => a.title === '' || /[.!]$/.test(a.title))).toEqual([])
  })

  it('[UI25] of two presses while the wheel is being taken the later one stands', async () => {
    const { desk, suite } = fakeDesk('colorist')
    run(desk, 'clip-first')
    run(desk, 'play-stop')
    await settle()
    expect(suite.playing).toBe(true)
    run(desk, 'play-stop')
    expect(suite.playing).toBe(false)
  })

  it('[UI25] a colorist who touches the transport takes a free wheel; ↑ ↓ go from clip to clip, ← → frame by frame', async () => {
    const { desk, suite } = fakeDesk('colorist')
    const [first, second] = demoSession.timeline.clips
    run(desk, 'next-clip')
    await settle()
    expect(suite.session.driver).toBe(suite.seat)
    expect(desk.clip?.id).toBe(second!.id)
    run(desk, 'frame-forward')
    expect(desk.frame).toBe(second!.recordIn + 1)
    run(desk, 'second-back')
    expect(desk.frame).toBe(second!.recordIn + 1 - 24)
    run(desk, 'previous-clip')
    expect(desk.frame).toBe(first!.recordIn)
    run(desk, 'frame-back')
    expect(desk.frame).toBe(0)
  })

  it('[UI26] a client who moves the playhead under a driver looks round: the others stay', () => {
    const { desk, suite } = fakeDesk('client', { driver: 'seat0002' })
    const driven: number[] = []
    suite.drive = (cue) => void driven.push(cue.frame)
    run(desk, 'frame-forward')
    expect(suite.following).toBe(false)
    expect(desk.frame).toBe(1)
    expect(driven).toEqual([])
    run(desk, 'follow')
    expect(suite.following).toBe(true)
  })

  it('[UI27] J and L step through the speeds; with K held they are one frame', async () => {
    expect([nextSpeed(0, 1), nextSpeed(1, 1), nextSpeed(2, 1), nextSpeed(8, 1)]).toEqual([1, 2, 4, 8])
    expect([nextSpeed(2, -1), nextSpeed(-1, -1), nextSpeed(0, 1, 4)]).toEqual([-1, -2, 4])
    const { desk, suite } = fakeDesk('colorist')
    run(desk, 'forward', ['KeyK'])
    await settle()
    expect([desk.frame, suite.playing]).toEqual([1, false])
  })

  it('[UI28] nodes: serial after the selected, before it, appended; the new one is selected; undo takes one step back', () => {
    const { desk } = fakeDesk('colorist')
    run(desk, 'append')
    const one = desk.node!.id
    run(desk, 'append')
    const two = desk.node!.id
    desk.select(one)
    run(desk, 'add-serial')
    const between = desk.node!.id
    expect(desk.graph!.nodes.map((n) => n.id)).toEqual([one, between, two])
    desk.select(one)
    run(desk, 'add-before')
    expect(desk.graph!.nodes.map((n) => n.id)).toEqual([desk.node!.id, one, between, two])
    run(desk, 'undo')
    expect(desk.said?.sentence).toBe('Undone: Add node before.')
    expect(desk.graph!.nodes.map((n) => n.id)).toEqual([one, between, two])
    run(desk, 'redo')
    expect(desk.said?.sentence).toBe('Redone: Add node before.')
    run(desk, 'redo')
    expect(desk.said?.sentence).toBe('There is nothing of yours to redo here.')
    run(desk, 'undo')
    desk.select(between)
    run(desk, 'delete-node')
    expect(desk.graph!.nodes.map((n) => n.id)).toEqual([one, two])
    desk.select(one)
    run(desk, 'node-on')
    expect(desk.node!.on).toBe(false)
    run(desk, 'extract')
    expect([desk.graph!.nodes.map((n) => n.id), desk.graph!.loose.map((n) => n.id)]).toEqual([[two], [one]])
  })

  it('[UI28] a serial node with a circle window is one step', () => {
    const { desk, suite } = fakeDesk('colorist')
    run(desk, 'add-circle')
    expect(desk.node!.windows.map((w) => w.kind)).toEqual(['circle'])
    expect(suite.undoDepth(desk.level!)).toBe(1)
  })

  it('[UI29] a client’s hands cannot grade: the judge says so, nothing changes', () => {
    const { desk, suite } = fakeDesk('client')
    run(desk, 'append')
    expect(desk.graph!.nodes).toEqual([])
    expect(suite.messages.at(-1)?.sentence).toMatch(/grade/)
  })

  it('[UI28] each clip remembers its node', async () => {
    const { desk } = fakeDesk('colorist')
    run(desk, 'append')
    const one = desk.node!.id
    run(desk, 'append')
    desk.select(one)
    run(desk, 'next-clip')
    await settle()
    expect(desk.node).toBeNull()
    run(desk, 'previous-clip')
    expect(desk.node!.id).toBe(one)
  })

  it('[UI96] in and out are marked, gone to and cleared, and loop goes round between them', async () => {
    const { desk, suite } = fakeDesk('colorist')
    const driven: (readonly [number, number] | null | undefined)[] = []
    suite.session = { ...suite.session, driver: suite.seat }
    suite.drive = (cue) => void driven.push(cue.loop)
    run(desk, 'mark-in')
    expect(desk.marks.range).toBeNull()
    suite.seek(10)
    run(desk, 'mark-out')
    expect(desk.marks.range).toEqual([0, 11])
    run(desk, 'loop')
    run(desk, 'play-stop')
    expect(driven.at(-1)).toEqual([0, 11])
    run(desk, 'clear-marks')
    expect(desk.marks.range).toBeNull()
    run(desk, 'go-in')
    expect(desk.said?.sentence).toBe('There is no in mark: I sets it.')
  })

  it('[UI97] play around begins two seconds before the playhead', async () => {
    const { desk, suite } = fakeDesk('colorist')
    suite.session = { ...suite.session, driver: suite.seat }
    const driven: [number, boolean][] = []
    suite.seek(96)
    const frame = desk.frame
    suite.drive = ({ frame, playing }) => void driven.push([frame, playing])
    run(desk, 'play-around')
    expect(driven).toEqual([[frame - 48, true]])
  })

  it('[UI98] chosen together, nodes are switched, reset and deleted together, one step each', () => {
    const { desk, suite } = fakeDesk('colorist')
    for (let i = 0; i < 3; i++) run(desk, 'append')
    const [a, b, c] = desk.graph!.nodes.map(({ id }) => id) as [string, string, string]
    const level = desk.level!
    suite.edit(level, 'grade', (grade) => {
      for (const id of [a, b, c]) grade.control(level, '0', id, 'primaries.gain', [1, 2, 1, 1])
      grade.label(level, '0', a, 'SKIN')
    })
    const steps = suite.undoDepth(level)
    desk.choice.choose([a, b])
    run(desk, 'node-on')
    expect(desk.graph!.nodes.map((n) => n.on)).toEqual([false, false, true])
    run(desk, 'reset-node')
    expect(desk.graph!.nodes.map((n) => n.controls.size)).toEqual([0, 0, 1])
    expect([desk.graph!.nodes[0]!.label, desk.graph!.nodes[0]!.on]).toEqual(['SKIN', false])
    run(desk, 'delete-node')
    expect(desk.graph!.nodes.map((n) => n.id)).toEqual([c])
    expect(suite.undoDepth(level)).toBe(steps + 3)
    run(desk, 'undo')
    run(desk, 'reset-keep-nodes')
    expect(desk.graph!.nodes.map((n) => n.controls.size)).toEqual([0, 0, 0])
    run(desk, 'reset-all')
    expect([...desk.graph!.nodes, ...desk.graph!.loose]).toEqual([])
  })
})
