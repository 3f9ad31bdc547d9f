import { describe, expect, it } from 'vitest'
import { hold, holdControls } from '../../client/panels/use-grip.ts'
import { Desk } from '../../client/state/desk.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { ops } from '../../shared/ops/index.ts'
import { fakeDesk } from './kit/demo.ts'

const gain = ops.find(({ id }) => id === 'primaries')!.params.gain!
const full = (v: number): Value => [v, v, v, v]

/** A colorist on the first clip with one node under the hands; `at` keys its gain. */
function bench() {
  const made = fakeDesk('colorist', { driver: 'seat0009' })
  const { desk, suite } = made
  let node = ''
  suite.edit(desk.level!, 'node', (grade) => {
    node = grade.append(desk.level!, '0')
  })
  const key = `${desk.level}/0/${node}/primaries.gain`
  const at = (frame: number, v: number) =>
    suite.edit(desk.level!, 'key', (grade) =>
      grade.keyframe(desk.level!, '0', node, 'primaries.gain', frame, 'linear', full(v)),
    )
  return { ...made, node, key, at }
}
const move = (desk: Desk, key: string, v: number) => {
  const held = hold(desk, desk.level!, key, 'Gain', gain.neutral)!
  held.set(full(v))
  held.commit()
}

describe('controls under keyframes', () => {
  it('[KEYF5] a desk that grades nothing reads the graph without them, and whoever asks it for keyframes is told', () => {
    const { desk, suite, node, at } = bench()
    at(0, 1)
    const room = new Desk(suite, () => () => {})
    suite.seek(4)
    expect(room.graph!.nodes.map(({ id }) => id)).toEqual([node])
    expect(room.hands).toBe(desk.hands)
    expect(() => room.keyframes).toThrow('a desk that grades nothing')
  })

  it('[KEYF5] a control shows what it holds at the frame on show, the graph too; the same value stays the same object', () => {
    const { desk, suite, key, node, at } = bench()
    at(0, 1)
    at(8, 2)
    expect(desk.keyframes.value(key)).toEqual(full(1))
    suite.seek(4)
    expect(desk.keyframes.value(key)).toEqual(full(1.5))
    expect(desk.graph!.nodes[0]!.controls.get('primaries.gain')).toEqual(full(1.5))
    const had = desk.keyframes.value(key)
    suite.edit(desk.level!, 'label', (grade) => grade.label(desk.level!, '0', node, 'SKY'))
    expect(desk.keyframes.value(key)).toBe(had)
  })

  it('[KEYF5] it wears a mark, a bright one at a keyframe, none lit while it plays', () => {
    const { desk, suite, key, at } = bench()
    expect(desk.keyframes.mark(key)).toBe('off')
    at(0, 1)
    at(8, 2)
    expect(desk.keyframes.mark(key)).toBe('here')
    suite.seek(4)
    expect(desk.keyframes.mark(key)).toBe('under')
    suite.play(true)
    suite.seek(8)
    expect(desk.keyframes.mark(key)).toBe('under')
  })

  it('[KEYF5] shown values are told of once a frame while it stands, eight times a second while it plays, never where nothing moves', () => {
    const { desk, suite, at } = bench()
    let told = 0
    desk.on('keyed', () => told++)
    suite.seek(3)
    expect(told).toBe(0)
    at(0, 1)
    at(90, 2)
    told = 0
    for (let frame = 4; frame < 10; frame++) suite.seek(frame)
    expect(told).toBe(6)
    suite.play(true)
    told = 0
    for (let frame = 10; frame < 34; frame++) suite.seek(frame)
    expect(told).toBe(8)
    suite.play(false)
    expect(desk.keyframes.frame).toBe(33)
  })

  it('[KEYF1] moved by hand it takes the keyframe here, with auto-key a new one, without the one on the left, and the foot says so: one undo step', () => {
    const { desk, suite, key, node, at } = bench()
    at(0, 1)
    at(8, 2)
    const steps = suite.undoDepth(desk.level!)
    move(desk, key, 1.25)
    expect(suite.entries.get(`${key}@0`)).toEqual(['linear', ...full(1.25)])
    suite.seek(4)
    move(desk, key, 1.75)
    expect(suite.entries.get(`${key}@0`)).toEqual(['linear', ...full(1.375)])
    expect(desk.said?.sentence).toBe('Auto-key is off: the keyframe at 01:00:00:00 took the change.')
    desk.keyframes.setAuto(node, true)
    move(desk, key, 3)
    expect(suite.entries.get(`${key}@4`)).toEqual(['linear', ...full(3)])
    expect(suite.entries.has(key)).toBe(false)
    expect(suite.undoDepth(desk.level!)).toBe(steps + 3)
    suite.undo(desk.level!)
    expect(suite.entries.has(`${key}@4`)).toBe(false)
  })

  it('[KEYF1] what the keyframe on the left cannot take comes as near as its range lets it', () => {
    const { desk, suite, key, at } = bench()
    at(0, 16)
    at(8, 1)
    suite.seek(4)
    const [, high] = gain.hard
    expect(high).toBe(16)
    move(desk, key, 12)
    expect(suite.entries.get(`${key}@0`)).toEqual(['linear', ...full(high)])
  })

  it('[KEYF1] auto-key of all keys every control of every node, a node that comes with it too', () => {
    const { desk, suite } = fakeDesk('colorist', { driver: 'seat0009' })
    desk.keyframes.setAll(true)
    suite.seek(5)
    const held = holdControls(desk, 'primaries', [gain], 'Gain')!
    held.set(new Map([['gain', full(2)]]))
    expect([...suite.seen.at(-1)!.keys()].some((key) => key.endsWith('/primaries.gain@5'))).toBe(true)
    held.commit()
    expect(desk.keyframes.value(`${desk.level}/0/${desk.node!.id}/primaries.gain`)).toEqual(full(2))
    expect(suite.undoDepth(desk.level!)).toBe(1)
  })

  it('[KEYF5] the clip’s sizing is shown and keyed at this frame too, also while its group is worked on', () => {
    const { desk, suite } = fakeDesk('colorist', { driver: 'seat0009' })
    const key = `c.${desk.clip!.id}/0/sizing/input`
    const zoomed = (zoom: number): Value => ['fit', 0, 0, zoom, 0, false, false]
    suite.edit(`c.${desk.clip!.id}`, 'sizing', (grade) => {
      grade.group(desk.clip!.id, grade.addGroup('day'))
      grade.put(`${key}@0`, ['linear', ...zoomed(1)])
      grade.put(`${key}@8`, ['linear', ...zoomed(2)])
    })
    for (const kind of ['clip', 'pre'] as const) {
      desk.setLevelKind(kind)
      suite.seek(4)
      expect(desk.keyframes.value(key)).toEqual(zoomed(1.5))
      suite.seek(8)
      expect(desk.keyframes.mark(key)).toBe('here')
      const held = hold(desk, `c.${desk.clip!.id}`, key, 'Sizing', zoomed(1))!
      held.set(zoomed(3))
      held.commit()
      expect(suite.entries.get(`${key}@8`)).toEqual(['linear', ...zoomed(3)])
      suite.undo(`c.${desk.clip!.id}`)
    }
  })

  it('[KEYF7] what is selected counts on the clip it stands on, while it stands', () => {
    const { desk, suite, key, at } = bench()
    at(0, 1)
    at(8, 2)
    desk.keyframes.select([`${key}@0`, `${key}@8`, `${key}@9`])
    expect(desk.keyframes.standing).toEqual([`${key}@0`, `${key}@8`])
    suite.seek(100)
    expect(desk.keyframes.standing).toEqual([])
  })

  it('[KEYF1] a group has no keyframes: its controls are written plainly, auto-key or not', () => {
    const { desk, suite } = fakeDesk('colorist', { driver: 'seat0009' })
    let group = ''
    suite.edit('t', 'group', (grade) => {
      group = grade.addGroup('day')
      grade.group(desk.clip!.id, group)
    })
    desk.setLevelKind('pre')
    desk.keyframes.setAll(true)
    const held = holdControls(desk, 'primaries', [gain], 'Gain')!
    held.set(new Map([['gain', full(2)]]))
    held.commit()
    expect([...suite.entries.keys()].filter((key) => key.includes('@'))).toEqual([])
    expect(
      [...suite.entries.keys()].some((key) => key.startsWith(`g.${group}.pre/`) && key.endsWith('primaries.gain')),
    ).toBe(true)
  })
})
