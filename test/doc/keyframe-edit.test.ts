import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { type Ease, easedAt, eases } from '../../shared/doc/keyframe.ts'
import {
  copyKeyframes,
  easeKeyframes,
  heldBy,
  type Keyframe,
  mayMove,
  moveKeyframes,
  pasteKeyframes,
  readKeyframes,
  removeKeyframes,
  targetOf,
} from '../../shared/doc/keyframe-edit.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { CLIP, grade, hand, id, meet, serial } from '../kit/grade.ts'
import { forEachSeed, pick, shuffled } from '../kit/seed.ts'

const node = id('a')
const gain = `${CLIP}/0/${node}/primaries.gain`
const at = (frame: number, key = gain) => `${key}@${frame}`
const full = (v: number): Value => [v, v, v, v]
const keys: readonly Keyframe[] = [
  [10, ['linear', ...full(1)]],
  [20, ['static', ...full(2)]],
  [30, ['ease', ...full(4)]],
]
const keyed = () =>
  grade({ ...serial('a b'), ...Object.fromEntries(keys.map(([f, v]) => [at(f), v])), [gain]: full(9) })

describe('where a change of a control under keyframes goes', () => {
  it('[KEYF1] to the keyframe at its frame, whose way to the next one stays', () => {
    for (const auto of [true, false]) {
      const target = targetOf(keys, 20, auto, full(2))!
      expect([target.frame, target.here, target.stored(full(3))]).toEqual([20, true, ['static', ...full(3)]])
    }
  })

  it('[KEYF1] under auto-key to a new one, which goes on as the one on its left does; the first of a control goes straight', () => {
    const on = (frame: number) => targetOf(keys, frame, true, full(0))!.stored(full(3))[0]
    expect([on(12), on(25), on(99), on(3)]).toEqual(['linear', 'static', 'ease', 'linear'])
    expect(targetOf([], 7, true, full(1))!.stored(full(3))).toEqual(['linear', ...full(3)])
    expect(targetOf([], 7, true, full(1))!.frame).toBe(7)
  })

  it('[KEYF1] without auto-key the one on the left moves by as much as the fingers did, before the first that one; without keyframes the plain key', () => {
    const shown = easedAt(keys, 15)
    expect(shown).toEqual(full(1.5))
    const target = targetOf(keys, 15, false, shown)!
    expect([target.frame, target.here]).toEqual([10, false])
    expect(target.stored(full(1.75))).toEqual(['linear', ...full(1.25)])
    expect(targetOf(keys, 3, false, full(1))!.frame).toBe(10)
    expect(targetOf(keys, 99, false, full(4))!.stored(full(3))).toEqual(['ease', ...full(3)])
    expect(targetOf([], 3, false, full(1))).toBeNull()
  })

  it('[KEYF1] what has no numbers to move, or another count of points, is taken whole', () => {
    const word: readonly Keyframe[] = [[10, ['static', 'hsl']]]
    expect(targetOf(word, 12, false, ['hsl'])!.stored(['rgb'])).toEqual(['static', 'rgb'])
    const curve: readonly Keyframe[] = [
      [0, ['linear', 0, 0, 1, 1]],
      [8, ['linear', 0, 0.5, 1, 1]],
    ]
    const shown = easedAt(curve, 4)
    expect(targetOf(curve, 4, false, shown)!.stored([0, 0, 0.5, 0.6, 1, 1])).toEqual(['linear', 0, 0, 0.5, 0.6, 1, 1])
  })

  it('[DOC5] what may stand under keyframes is the grammar’s to say', () => {
    const yes = ['primaries.gain', 'w.window01/shape', 'w.window01/path', 'matte', 'key.out', 'curves.y', 'on']
    const no = ['head', 'label', 'key', 'w.window01/head', 'w.window01/track.4']
    expect(yes.map((control) => mayMove(`${CLIP}/0/${node}/${control}`))).toEqual(yes.map(() => true))
    expect(no.map((control) => mayMove(`${CLIP}/0/${node}/${control}`))).toEqual(no.map(() => false))
    expect(mayMove(`${CLIP}/0/sizing/input`)).toBe(true)
    expect(mayMove(`g.group001.pre/0/${node}/primaries.gain`)).toBe(false)
  })
})

describe('keyframes moved, eased, copied and deleted', () => {
  it('[KEYF2] they move by whole frames, their values untouched, never beyond the ends of the clip', () => {
    expect(heldBy([10, 20], -15, [4, 40])).toBe(-6)
    expect(heldBy([10, 20], 99, [4, 40])).toBe(20)
    expect(heldBy([2, 20], -5, [4, 40])).toBe(0)
    expect(heldBy([2, 50], 5, [4, 40])).toBe(0)
    const entries = keyed()
    const writes = moveKeyframes(entries, [at(10), at(20)], 4)
    expect(Object.fromEntries(writes)).toEqual({
      [at(10)]: null,
      [at(20)]: null,
      [at(14)]: keys[0]![1],
      [at(24)]: keys[1]![1],
    })
  })

  it('[KEYF2] moved onto each other’s places they keep theirs; one that stood there and was not moved is replaced', () => {
    const writes = moveKeyframes(keyed(), [at(10), at(20)], 10)
    expect(Object.fromEntries(writes)).toEqual({ [at(10)]: null, [at(20)]: keys[0]![1], [at(30)]: keys[1]![1] })
  })

  it('[KEYF3] one gets another way to the next one, and its value stays', () => {
    const writes = easeKeyframes(keyed(), [at(10), at(30)], 'ease-out')
    expect([...writes]).toEqual([
      [at(10), ['ease-out', ...full(1)]],
      [at(30), ['ease-out', ...full(4)]],
    ])
  })

  it('[KEYF3] a control that loses its last keyframe keeps what it had at the frame on show', () => {
    const entries = keyed()
    expect([...removeKeyframes(entries, [at(20)], 15)]).toEqual([[at(20), null]])
    const all = removeKeyframes(entries, [at(10), at(20), at(30)], 15)
    expect(all.get(gain)).toEqual(full(1.5))
    expect([at(10), at(20), at(30)].map((key) => all.get(key))).toEqual([null, null, null])
  })

  it('[KEYF4] copied from one node they go into the node at hand, at the playhead, their distances kept; windows and what lies beyond the end stay out', () => {
    const window = `${CLIP}/0/${node}/w.window01/shape@20`
    const entries = keyed()
    entries.set(window, ['linear', 0, 0, 1, 1, 0])
    const copied = copyKeyframes(entries, [at(30), at(10), window])
    expect(copied.map(({ control, after }) => [control, after])).toEqual([
      [`${node}/primaries.gain`, 0],
      [`${node}/w.window01/shape`, 10],
      [`${node}/primaries.gain`, 20],
    ])
    const other = pasteKeyframes(copied, [CLIP, '0', id('b')], 100, 119)
    expect([...other.keys()]).toEqual([`${CLIP}/0/${id('b')}/primaries.gain@100`])
    const same = pasteKeyframes(copied, [CLIP, '0', node], 100, 200)
    expect([...same.keys()].sort()).toEqual([at(100), at(120), window.replace('@20', '@110')].sort())
  })

  it('[KEYF2] whatever hands do to keyframes is of the grammar, and reads back sorted', () => {
    forEachSeed(60, (draw) => {
      const h = hand(1 + draw(1e6), undefined, draw)
      h.write(new Map(Object.entries(serial('a b'))))
      const controls = ['primaries.gain', 'log.offset', 'key.out']
      const value = (control: string): Value =>
        control === 'primaries.gain' ? full(draw(4)) : control === 'key.out' ? [1, 0] : [0, draw(2), 0]
      for (let i = 0; i < 12; i++) {
        const control = pick(draw, controls)
        h.edit((g) => g.keyframe(CLIP, '0', node, control, draw(50), pick<Ease>(draw, eases), value(control)))
        const standing = [...h.entries.keys()].filter((key) => key.includes('@'))
        const some = shuffled(draw, standing).slice(0, draw(4))
        const frames = some.map((key) => Number(key.split('@')[1]))
        const did = draw(4)
        if (did === 0) h.write(moveKeyframes(h.entries, some, heldBy(frames, draw(60) - 30, [0, 49])))
        if (did === 1) h.write(easeKeyframes(h.entries, some, pick<Ease>(draw, eases)))
        if (did === 2) h.write(removeKeyframes(h.entries, some, draw(50)))
        if (did === 3) h.write(pasteKeyframes(copyKeyframes(h.entries, some), [CLIP, '0', id('b')], draw(50), 49))
      }
      for (const [key, stands] of h.entries) expect(checkEntry('grade', key, stands)).toBeNull()
      for (const list of readKeyframes(h.entries, CLIP, '0').values()) {
        const frames = list.map(([frame]) => frame)
        expect(frames).toEqual([...frames].sort((a, b) => a - b))
        expect(frames.every((frame) => frame < 50)).toBe(true)
      }
    })
  })

  it('[KEYF9] two hands that key one control apart from each other both land, frame by frame; at the same frame one wins whole', () => {
    forEachSeed(60, (draw) => {
      const first = hand(1 + draw(1e6), undefined, draw)
      first.write(new Map(Object.entries(serial('a'))))
      const hands = [first, hand(2e6 + draw(1e6), first, draw), hand(4e6 + draw(1e6), first, draw)]
      const written = hands.map((h, who) => {
        const own = new Map<number, Value>()
        for (let i = draw(5) + 1; i > 0; i--) {
          const frame = draw(12)
          own.set(frame, ['linear', ...full(who + frame / 16)])
          h.edit((g) => g.keyframe(CLIP, '0', node, 'primaries.gain', frame, 'linear', full(who + frame / 16)))
        }
        return own
      })
      meet(hands, (list) => shuffled(draw, list))
      const landed = readKeyframes(first.entries, CLIP, '0').get(gain)!
      for (const h of hands) expect(readKeyframes(h.entries, CLIP, '0').get(gain)).toEqual(landed)
      const frames = [...new Set(written.flatMap((own) => [...own.keys()]))].sort((a, b) => a - b)
      expect(landed.map(([frame]) => frame)).toEqual(frames)
      for (const [frame, value] of landed)
        expect(written.map((own) => own.get(frame)).filter(Boolean)).toContainEqual(value)
    })
  })
})
