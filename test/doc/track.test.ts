import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { type Carry, carryAt, RUN, type Run, trackWrites } from '../../shared/doc/track.ts'
import { takeBack } from '../../shared/doc/undo.ts'
import { CLIP, hand, meet } from '../kit/grade.ts'
import { forEachSeed } from '../kit/seed.ts'

/** Moved to the right by so much. */
const by = (x: number): Carry => [1, 0, x, 0, 1, 0]
const run = (first: number, ...carries: Carry[]): Run => [first, carries.flat()]
const apply = (runs: readonly Run[], writes: ReadonlyMap<number, Value | null>): Run[] => {
  const out = new Map(runs)
  for (const [first, numbers] of writes)
    if (numbers === null) out.delete(first)
    else out.set(first, numbers)
  return [...out]
}
const xAt = (runs: readonly Run[], frame: number) => carryAt(runs, frame)?.[2] ?? null

describe('[WIN6] where a track carries a window', () => {
  it('[WIN6] on a tracked frame as tracked, between two straight from one to the other, before and after as the first and the last', () => {
    const runs = [run(10, by(0), by(0.5)), run(15, by(2.5), by(3))]
    expect([5, 10, 11, 12, 13, 14, 15, 16, 17, 900].map((frame) => xAt(runs, frame))).toEqual([
      ...[0, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3, 3],
    ])
    expect(carryAt([], 4)).toBeNull()
    expect(carryAt([run(0, by(0)), run(3, by(1))], 1)![2]).toBe(Math.fround(1 / 3))
  })

  it('[WIN6] a frame that carries it into nothing is a gap, and so is half a turn between two', () => {
    const nothing: Carry = [0, 0, 5, 0, 0, 5]
    expect(xAt([run(0, by(1), nothing, by(3))], 1)).toBe(2)
    expect(carryAt([run(0, nothing)], 0)).toBeNull()
    expect(carryAt([run(0, [1, 0, 0, 0, 1, 0]), run(2, [-1, 0, 4, 0, -1, 4])], 1)).toEqual([1, 0, 0, 0, 1, 0])
  })

  it('[WIN6] of runs that overlap the one that begins last has the frame, in whatever order they are read', () => {
    const runs = [run(0, ...Array.from({ length: 20 }, () => by(1))), run(8, ...Array.from({ length: 4 }, () => by(2)))]
    const want = [1, 1, 2, 2, 1]
    for (const one of [runs, [...runs].reverse()]) expect([0, 7, 8, 11, 12].map((f) => xAt(one, f))).toEqual(want)
  })
})

describe('[WIN6] how a track is stored', () => {
  it('[WIN6] in runs that do not cross a multiple of 64; only those that change are written', () => {
    const frames = Array.from({ length: 100 }, (_, i) => [50 + i, by(i)] as const)
    const runs = apply([], trackWrites([], frames))
    expect(runs.map(([first, numbers]) => [first, numbers.length / 6])).toEqual([
      [50, 14],
      [64, 64],
      [128, 22],
    ])
    for (const [frame, carry] of frames) expect(carryAt(runs, frame)).toEqual(carry)
    expect([...trackWrites(runs, [[70, by(-1)]]).keys()]).toEqual([64])
    const cut = apply(runs, trackWrites(runs, [[70, null]]))
    expect(cut.map(([first]) => first).sort((a, b) => a - b)).toEqual([50, 64, 71, 128])
    expect(xAt(cut, 70)).toBe(20)
    const none = frames.map(([frame]) => [frame, null] as const)
    expect(apply(runs, trackWrites(runs, none))).toEqual([])
  })

  it('[WIN6] over any runs, those of another writer that cross a multiple of 64 among them, what was not tracked anew stays as it was', () => {
    forEachSeed(200, (draw) => {
      const runs = apply(
        [],
        new Map(
          Array.from({ length: draw(5) }, () => {
            const count = 1 + draw(RUN)
            return [draw(200), Array.from({ length: count }, () => by(draw(1000))).flat()] as const
          }),
        ),
      )
      const before = Array.from({ length: 270 }, (_, frame) => carryAt(runs, frame))
      const covered = (frame: number) => runs.some(([first, v]) => first <= frame && frame < first + v.length / 6)
      const start = draw(200)
      const fresh = new Map(Array.from({ length: 1 + draw(70) }, (_, i) => [start + i, by(2000 + draw(1000))] as const))
      const after = apply(runs, trackWrites(runs, [...fresh]))
      for (const [, numbers] of after) expect(numbers.length).toBeLessThanOrEqual(RUN * 6)
      for (let frame = 0; frame < 270; frame++)
        if (fresh.has(frame)) expect(carryAt(after, frame)).toEqual(fresh.get(frame))
        else if (covered(frame)) expect(carryAt(after, frame)).toEqual(before[frame])
    })
  })
})

describe('[WIN6] a track of two hands', () => {
  it('[WIN6] is one track on every suite; a run that both wrote is whole one of theirs, and no other frame that either tracked is lost', () => {
    forEachSeed(60, (draw) => {
      const ann = hand(1 + draw(1e9), undefined, draw)
      let [node, window] = ['', '']
      ann.edit((grade) => {
        node = grade.append(CLIP, '0')
        window = grade.window(CLIP, '0', node, 'polygon')
        if (draw(2)) grade.track(CLIP, '0', node, window, [[draw(100), by(-1)]])
      })
      const ben = hand(1 + draw(1e9), ann, draw)
      const hands = [ann, ben]
      const prefix = `${CLIP}/0/${node}/w.${window}/track.`
      const had = new Map([...ann.entries].filter(([key]) => key.startsWith(prefix)))
      const wrote = hands.map((h, who) => {
        const [start, count] = [draw(150), 1 + draw(90)]
        const frames = Array.from({ length: count }, (_, i) => [start + i, by(1000 * (who + 1) + i)] as const)
        const changes = h.edit((grade) => grade.track(CLIP, '0', node, window, frames))
        return { frames: new Map(frames), keys: changes.filter((c) => c.to !== null).map((c) => c.key) }
      })
      meet(hands)
      const at = (h: typeof ann, frame: number) => readGraph(h.entries, CLIP, '0', frame).nodes[0]!.windows[0]!.carry
      const both = wrote[0]!.keys.some((key) => wrote[1]!.keys.includes(key) || had.has(key))
      for (let frame = 0; frame < 250; frame += 3) {
        const carry = at(ann, frame)
        expect(at(ben, frame)).toEqual(carry)
        const may = wrote.flatMap(({ frames }) => (frames.has(frame) ? [frames.get(frame)] : []))
        if (may.length > 0 && !both) expect(may).toContainEqual(carry)
      }
    })
  })

  it('[WIN6] is taken back by the hand that made it, and stands again where it was before', () => {
    const ann = hand(7)
    let [node, window] = ['', '']
    ann.edit((grade) => {
      node = grade.append(CLIP, '0')
      window = grade.window(CLIP, '0', node)
      grade.track(CLIP, '0', node, window, [
        [60, by(1)],
        [70, by(2)],
      ])
    })
    const before = [...ann.entries].sort()
    const frames = Array.from({ length: 30 }, (_, i) => [55 + i, by(9)] as const)
    const changes = ann.edit((grade) => grade.track(CLIP, '0', node, window, frames))
    expect(changes.map(({ key }) => key.slice(key.lastIndexOf('.') + 1)).sort()).toEqual(['55', '60', '64', '70'])
    ann.write(takeBack({ label: '', changes }, ann.entries).writes)
    expect([...ann.entries].sort()).toEqual(before)
  })
})
