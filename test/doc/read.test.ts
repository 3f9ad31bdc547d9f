import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { followEntries, Layered, levelEntries, readEntries, Shelves, sameValue } from '../../shared/doc/read.ts'
import { readControl } from '../../shared/doc/read-control.ts'
import { CLIP, grade, id, serial } from '../kit/grade.ts'
import { forEachSeed, pick } from '../kit/seed.ts'

const keys = [
  'c.clip0001/0/a/x',
  'c.clip0001/0/b/x',
  'c.clip0001/1/a/x',
  'c.clip0002/0/a/x',
  't/0/a/x',
  'c.clip0001/use',
]
const names = ['c.clip0001', 'c.clip0002', 't'].flatMap((level) =>
  ['0', '1'].map((version) => [level, version] as const),
)

/** Everything of a level by looking at every key. */
const slow = (all: ReadonlyMap<string, Value>, level: string, version: string) =>
  [...all]
    .filter(([key]) => key.startsWith(`${level}/${version}/`))
    .map(([key, value]) => [key.slice(level.length + version.length + 2), value])
    .sort()

describe('from the shared document to plain maps', () => {
  it('[DOC13] a copy that follows the document equals a fresh one after any change, and says what changed', () => {
    forEachSeed(300, (draw) => {
      const [doc, other] = [new Y.Doc(), new Y.Doc()]
      const heard: ReadonlySet<string>[] = []
      const { entries, stop } = followEntries(doc, 'grade', (changed) => heard.push(changed))
      for (let i = 0; i < 12; i++) {
        const before = new Map(entries)
        const target = draw(3) === 0 ? other : doc
        target.transact(() => {
          for (let n = 1 + draw(3); n > 0; n--) {
            const map = target.getMap<Value>('grade')
            if (draw(3) === 0) map.delete(pick(draw, keys))
            else map.set(pick(draw, keys), [draw(9)])
          }
        })
        if (target === other) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
        const changed = new Set(heard.splice(0).flatMap((set) => [...set]))
        expect([...entries].sort()).toEqual([...readEntries(doc, 'grade')].sort())
        for (const key of keys) if (!sameValue(before.get(key), entries.get(key))) expect(changed).toContain(key)
      }
      stop()
      const stood = [...entries]
      doc.getMap<Value>('grade').set('t/0/later/x', [1])
      expect([...entries]).toEqual(stood)
    })
  })

  it('[DOC13] shelves and layers give of each level what looking at every key gives', () => {
    forEachSeed(500, (draw) => {
      const shelves = new Shelves()
      const over = new Map<string, Value | null>()
      for (let i = 0; i < 10; i++)
        if (draw(4) === 0) shelves.delete(pick(draw, keys))
        else shelves.set(pick(draw, keys), [draw(9)])
      for (let i = draw(4); i > 0; i--) over.set(pick(draw, keys), draw(3) === 0 ? null : [100 + draw(9)])
      const layered = new Layered(shelves, over)
      const flat = new Map<string, Value>(shelves)
      for (const [key, value] of over)
        if (value === null) flat.delete(key)
        else flat.set(key, value)
      expect(new Map(layered)).toEqual(flat)
      expect([layered.size, [...layered.keys()].sort(), [...layered.values()].length]).toEqual([
        flat.size,
        [...flat.keys()].sort(),
        flat.size,
      ])
      for (const key of keys) expect([layered.get(key), layered.has(key)]).toEqual([flat.get(key), flat.has(key)])
      for (const [level, version] of names) {
        expect([...levelEntries(shelves, level, version)].sort()).toEqual(slow(shelves, level, version))
        expect([...levelEntries(layered, level, version)].sort()).toEqual(slow(flat, level, version))
        expect([...levelEntries(flat, level, version)].sort()).toEqual(slow(flat, level, version))
      }
    })
  })

  it('[DOC13] what is no plain array in a stored document is not read', () => {
    const doc = new Y.Doc()
    doc.getMap<unknown>('grade').set('t/0/a/x', new Y.Map())
    doc.getMap<unknown>('grade').set('t/0/b/x', 'text')
    doc.getMap<unknown>('grade').set('t/0/c/x', [1])
    expect([...readEntries(doc, 'grade').keys()]).toEqual(['t/0/c/x'])
  })

  it('[DOC12] one control is read with its keyframes, else its plain key, else its neutral', () => {
    const at = `${CLIP}/0/${id('a')}/log.offset`
    const entries = grade({ ...serial('a'), [at]: [9, 9, 9] })
    const read = (frame?: number) => readControl(entries, CLIP, '0', id('a'), 'log.offset', frame)
    expect([read(), read(5)]).toEqual([
      [9, 9, 9],
      [9, 9, 9],
    ])
    entries.set(`${at}@0`, ['linear', 0, 0, 0])
    entries.set(`${at}@10`, ['linear', 1, 0, 0])
    expect([read(), read(5)]).toEqual([
      [9, 9, 9],
      [0.5, 0, 0],
    ])
    expect(readControl(entries, CLIP, '0', id('a'), 'primaries.gain')).toEqual([1, 1, 1, 1])
    expect(readControl(entries, CLIP, '0', id('a'), 'label')).toBeNull()
  })
})
