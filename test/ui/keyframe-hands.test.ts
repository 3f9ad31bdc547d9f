import { describe, expect, it } from 'vitest'
import { actions, deleteKeyframes, writeKeyframes } from '../../client/actions/index.ts'
import { keysIn, laneHeight, markAt } from '../../client/hand/keyframe.ts'
import { frameAt, held, marks, reveal, stride, whole, xOf, zoom } from '../../client/hand/timescale.ts'
import { KeyframeMove, shownLive } from '../../client/panels/keyframe-move.ts'
import { learn, perform } from '../../client/panels/use-actions.ts'
import { rowKeys, rowsOf } from '../../client/state/keyframe-rows.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { easeKeyframes } from '../../shared/doc/keyframe-edit.ts'
import { CLIP, grade, id, serial } from '../kit/grade.ts'
import { forEachSeed } from '../kit/seed.ts'
import { fakeDesk } from './kit/demo.ts'

// As the grader does.
learn(actions)

const full = (v: number): Value => [v, v, v, v]
const level = 'c.clip0000'

/** A colorist on the first clip with one node whose gain is keyed at these frames. */
function bench(frames: readonly number[]) {
  const made = fakeDesk('colorist', { driver: 'seat0009' })
  const { suite } = made
  let node = ''
  suite.edit(level, 'node', (g) => {
    node = g.append(level, '0')
  })
  const key = `${level}/0/${node}/primaries.gain`
  suite.edit(level, 'keys', (g) => {
    g.put(key, full(1))
    frames.forEach((frame, i) => {
      g.keyframe(level, '0', node, 'primaries.gain', frame, 'linear', full(1 + i / 16))
    })
  })
  const standing = () =>
    [...suite.drawn.keys()]
      .filter((k) => k.startsWith(`${key}@`))
      .map((k) => Number(k.split('@')[1]))
      .sort((a, b) => a - b)
  return { ...made, node, key, standing, at: (frame: number) => `${key}@${frame}` }
}

describe('the ruler', () => {
  it('[KEYF6] a frame and its place are each other’s inverse, and zoom keeps the frame under the pointer', () => {
    forEachSeed(200, (draw) => {
      const reach = [draw(500), 600 + draw(5000)] as const
      const width = 100 + draw(900)
      const scale = whole(reach, width)
      for (const end of reach)
        expect(Math.abs(xOf(scale, end) - Math.min(Math.max(xOf(scale, end), 9.99), width - 9.99))).toBeLessThan(0.02)
      const x = draw(width)
      const nearer = zoom(scale, x, 1 + draw(400) / 100, reach, width)
      expect(nearer.per).toBeGreaterThanOrEqual(scale.per)
      const frame = frameAt(nearer, x)
      expect(Math.abs(xOf(nearer, frame) - x)).toBeLessThanOrEqual(nearer.per / 2 + 1e-6)
      expect(frameAt(nearer, xOf(nearer, 777))).toBe(777)
      expect(held({ from: -1e9, per: nearer.per }, reach, width).from).toBeCloseTo(reach[0] - 10 / nearer.per, 6)
      const all = zoom(nearer, x, 1e-9, reach, width)
      expect(all.per).toBe(scale.per)
      expect(all.from).toBeCloseTo(scale.from, 6)
      const seen = xOf(reveal(nearer, reach[1], reach, width), reach[1])
      expect(seen).toBeGreaterThanOrEqual(0)
      expect(seen).toBeLessThanOrEqual(width)
    })
  })

  it('[KEYF6] numbers stand at parts and multiples of a second, never nearer than they are wide', () => {
    for (const per of [0.01, 0.2, 1, 3, 9, 40]) {
      const by = stride(per, 24)
      expect(by * per).toBeGreaterThanOrEqual(78)
      const found = marks({ from: 5, per }, 800, 24, -86_400)
      expect(found.length).toBeGreaterThan(0)
      for (const frame of found) expect((frame + 86_400) % by).toBe(0)
    }
  })
})

describe('tracks', () => {
  const node = id('a')
  const keyed = () =>
    grade({
      ...serial('a b'),
      [`${CLIP}/0/${node}/label`]: ['SKY'],
      [`${CLIP}/0/${node}/primaries.gain`]: full(1),
      [`${CLIP}/0/${node}/primaries.gain@4`]: ['linear', ...full(1)],
      [`${CLIP}/0/${node}/log.offset`]: [0, 0, 1],
      [`${CLIP}/0/${node}/w.window01/head`]: ['circle', true, false, 'add', 'm', ''],
      [`${CLIP}/0/${node}/w.window01/shape@4`]: ['static', 0, 0, 1, 1, 0],
      [`${CLIP}/0/${node}/w.window01/shape@9`]: ['ease', 0, 0, 1, 1, 0],
      [`${CLIP}/0/sizing/input`]: ['fit', 0, 0, 1, 0, false, false],
    })
  const keysOf = (entries: ReturnType<typeof keyed>) => {
    const found = new Map<string, [number, Value][]>()
    for (const [key, value] of entries) {
      const [control, frame] = key.split('@')
      if (frame !== undefined) found.set(control!, [...(found.get(control!) ?? []), [Number(frame), value]])
    }
    return found
  }

  it('[KEYF6] one a node, opened to its groups and their controls: what stands of it or is under keyframes, and nothing else', () => {
    const entries = keyed()
    const graph = readGraph(entries, CLIP, '0', 0)
    const titles = (...opened: string[]) =>
      rowsOf(graph, entries, keysOf(entries), new Set(opened)).map(
        ({ depth, title, open, keyed }) => [' '.repeat(depth) + title, open, keyed] as const,
      )
    expect(titles()).toEqual([
      ['01 SKY', false, true],
      ['02', null, false],
      ['Sizing', false, false],
    ])
    expect(titles(node, `${node}/primaries`, `${node}/w.window01`).map(([title, , under]) => [title, under])).toEqual([
      ['01 SKY', true],
      [' Primaries', true],
      ['  Gain', true],
      [' Log', false],
      [' Circle 1', true],
      ['  Shape', true],
      ['02', false],
      ['Sizing', false],
    ])
  })

  it('[KEYF6] a track’s mark at a frame is all that stands there; it is a circle where all of it holds', () => {
    const entries = keyed()
    const marksOf = (rest: string) =>
      rowKeys([{ node, rest }], { level: CLIP, version: '0' }, keysOf(entries))[0]!.map(({ frame, still, keys }) => [
        frame,
        still,
        keys.length,
      ])
    expect(marksOf('')).toEqual([
      [4, false, 2],
      [9, false, 1],
    ])
    expect(marksOf('w.window01')).toEqual([
      [4, true, 1],
      [9, false, 1],
    ])
    expect(marksOf('log')).toEqual([])
  })

  it('[KEYF7] a press takes the nearest mark of its lane, a box all whose middle lies in it', () => {
    const scale = { from: 0, per: 4 }
    const lanes = [
      [
        { frame: 10, keys: ['a@10'] },
        { frame: 13, keys: ['a@13', 'b@13'] },
      ],
      [{ frame: 10, keys: ['c@10'] }],
    ]
    expect(markAt(lanes, scale, [44, 5])?.frame).toBe(10)
    expect(markAt(lanes, scale, [47, 5])?.keys).toEqual(['a@13', 'b@13'])
    expect(markAt(lanes, scale, [70, 5])).toBeNull()
    expect(markAt(lanes, scale, [40, laneHeight + 3])?.keys).toEqual(['c@10'])
    expect([...keysIn(lanes, scale, [60, 0], [45, 40])]).toEqual(['a@13', 'b@13'])
    expect([...keysIn(lanes, scale, [0, 2 * laneHeight], [100, laneHeight / 2])].sort()).toEqual([
      'a@10',
      'a@13',
      'b@13',
      'c@10',
    ])
  })
})

describe('keyframes under the fingers', () => {
  it('[KEYF8] dragged, the rooms see each frame on the way; let go, it is one undo step, and what it passed stands as it stood', () => {
    const { desk, suite, at, standing } = bench([4, 20, 30])
    const steps = suite.undoDepth(level)
    desk.keyframes.select([at(4)])
    const move = KeyframeMove.begin(desk, [at(4)])!
    const seen: number[][] = []
    for (let by = 1; by <= 20; by++) {
      move.to(by)
      seen.push(standing())
    }
    expect(seen[9]).toEqual([14, 20, 30])
    expect(seen[15]).toEqual([20, 30])
    expect(seen[16]).toEqual([20, 21, 30])
    expect([...desk.keyframes.selected]).toEqual([at(24)])
    expect(suite.entries.has(at(4))).toBe(true)
    move.commit()
    expect(standing()).toEqual([20, 24, 30])
    expect(suite.entries.get(at(20))).toEqual(['linear', ...full(17 / 16)])
    expect(suite.undoDepth(level)).toBe(steps + 1)
    suite.undo(level)
    expect(standing()).toEqual([4, 20, 30])
  })

  it('[KEYF8] a long way takes more than one overlay, and leaves the same', () => {
    const frames = Array.from({ length: 20 }, (_, i) => i)
    const { desk, suite, at, standing } = bench(frames)
    const move = KeyframeMove.begin(desk, frames.map(at))!
    let most = 0
    for (let by = 1; by <= 75; by++) {
      move.to(by)
      most = Math.max(most, suite.seen.at(-1)!.size)
      expect(standing()).toEqual(frames.map((frame) => frame + by))
    }
    expect(most).toBeGreaterThan(60)
    expect(most).toBeLessThanOrEqual(240)
    move.commit()
    expect(standing()).toEqual(frames.map((frame) => frame + 75))
    suite.undo(level)
    expect(standing()).toEqual(frames)
  })

  it('[KEYF2] it stops at the clip’s ends; Escape puts all back and leaves no step', () => {
    const { desk, suite, at, standing } = bench([4, 20])
    const steps = suite.undoDepth(level)
    const move = KeyframeMove.begin(desk, [at(4), at(20)])!
    expect(move.to(-99)).toBe(-4)
    expect(move.to(999)).toBe(75)
    expect(standing()).toEqual([79, 95])
    move.discard()
    expect(standing()).toEqual([4, 20])
    expect(suite.undoDepth(level)).toBe(steps)
  })

  it('[KEYF8] more than can be shown on the way are moved on release, in one step', () => {
    const frames = Array.from({ length: shownLive + 1 }, (_, i) => i)
    const { desk, suite, at, standing } = bench(frames)
    const move = KeyframeMove.begin(desk, frames.map(at))!
    expect(move.live).toBe(false)
    move.to(10)
    expect(suite.seen).toEqual([])
    expect(standing()).toEqual(frames)
    move.commit()
    expect(standing()).toEqual(frames.map((frame) => frame + 10))
  })

  it('[KEYF10] keyframes of a locked node stay: the foot names who holds it', () => {
    const { desk, suite, node, at, standing } = bench([4, 20])
    suite.session = {
      ...suite.session,
      locks: [{ region: [`c.clip0000/*/${node}/`], holder: 'seat0003', reason: 'approved look' }] as never,
    }
    expect(KeyframeMove.begin(desk, [at(4)])).toBeNull()
    expect(desk.said?.sentence).toContain('Jo Bell')
    deleteKeyframes(desk, [at(4)])
    expect(writeKeyframes(desk, 'Ease', easeKeyframes(suite.entries, [at(4)], 'static'))).toBe(false)
    expect(standing()).toEqual([4, 20])
  })
})

describe('keyframes by their keys', () => {
  it('[KEYF3] Ctrl+[ sets a dynamic one on all that is adjusted of the node, Ctrl+] makes it static, Alt+] deletes it: a step each', () => {
    const { desk, suite, at, standing } = bench([])
    suite.seek(6)
    perform(desk, 'keyframe')
    expect(suite.entries.get(at(6))).toEqual(['linear', ...full(1)])
    perform(desk, 'static-keyframe')
    expect(suite.entries.get(at(6))).toEqual(['static', ...full(1)])
    perform(desk, 'keyframe')
    expect(suite.entries.get(at(6))).toEqual(['linear', ...full(1)])
    const steps = suite.undoDepth(level)
    perform(desk, 'delete-keyframe')
    expect(standing()).toEqual([])
    expect(suite.undoDepth(level)).toBe(steps + 1)
  })

  it('[KEYF3] a chosen track takes them alone, a control that rests too', () => {
    const { desk, suite, node, standing } = bench([])
    desk.keyframes.choose({ node, rest: 'primaries.saturation' })
    perform(desk, 'keyframe')
    expect(suite.entries.get(`${level}/0/${node}/primaries.saturation@0`)).toEqual(['linear', 1])
    expect(standing()).toEqual([])
  })

  it('[KEYF3] [ and ] go to the keyframe before and after, and say so where there is none', () => {
    const { desk, suite } = bench([4, 20])
    suite.seek(10)
    perform(desk, 'next-keyframe')
    expect(desk.frame).toBe(20)
    perform(desk, 'next-keyframe')
    expect([desk.frame, desk.said?.sentence]).toEqual([20, 'No keyframe after this one.'])
    perform(desk, 'previous-keyframe')
    expect(desk.frame).toBe(4)
  })

  it('[KEYF3] what has nothing to key says so', () => {
    const { desk } = fakeDesk('colorist', { driver: 'seat0009' })
    perform(desk, 'keyframe')
    expect(desk.said?.sentence).toBe('No node is selected: keyframes are set on a node.')
    perform(desk, 'append')
    perform(desk, 'keyframe')
    expect(desk.said?.sentence).toMatch(/^Nothing here is adjusted yet/)
  })
})
