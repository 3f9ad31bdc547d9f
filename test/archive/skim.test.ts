/** A state with some of its keys only: what is kept is as it was, whoever wrote it when, and what comes after it lands as it would have. */
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { skim } from '../../server/archive/skim.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { seeded } from '../kit/seed.ts'

const keep = (key: string): boolean => !key.startsWith('c.') || key.startsWith('c.clip0001/')
const kept = (doc: Y.Doc): [string, Value][] =>
  [...doc.getMap<Value>('grade').entries()].filter(([key]) => keep(key)).sort(([a], [b]) => (a < b ? -1 : 1))

/** Three suites that write, delete and meet now and then; the state at one moment and the updates after it. */
function grown(seed: number): { readonly state: Uint8Array; readonly later: Uint8Array[]; readonly whole: Y.Doc } {
  const draw = seeded(seed)
  const suites = [1, 2, 3].map((client) => {
    const doc = new Y.Doc()
    doc.clientID = client + draw(1000) * 10
    return doc
  })
  const whole = new Y.Doc()
  const meet = (): void => {
    for (const one of [...suites, ...suites]) for (const two of suites) Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
  }
  const turn = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const map = suites[draw(3)]!.getMap<Value>('grade')
      const key = `${['c.clip0001', 'c.clip0002', 'c.clip0003', 't', 'g.group001.pre'][draw(5)]}/0/node000${draw(3)}/label`
      if (draw(4) === 0) map.delete(key)
      else map.set(key, [`${draw(1000)}`])
      if (draw(8) === 0) meet()
    }
    meet()
  }
  turn(60)
  Y.applyUpdate(whole, Y.encodeStateAsUpdate(suites[0]!))
  const state = Y.encodeStateAsUpdate(whole)
  const later: Uint8Array[] = []
  whole.on('update', (update) => later.push(update))
  turn(40)
  for (const suite of suites) Y.applyUpdate(whole, Y.encodeStateAsUpdate(suite))
  return { state, later, whole }
}

it('[HIST2] a skimmed state has the kept keys as they were, and with what came after it as they came to be', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { state, later, whole } = grown(seed)
    const before = new Y.Doc()
    Y.applyUpdate(before, state)
    const small = new Y.Doc()
    Y.applyUpdate(small, skim(state, 'grade', keep))
    expect(kept(small), `seed ${seed}`).toEqual(kept(before))
    expect(
      [...small.getMap('grade').keys()].filter((key) => !keep(key)),
      `seed ${seed}`,
    ).toEqual([])
    for (const update of later) Y.applyUpdate(small, update)
    expect(kept(small), `seed ${seed}, later`).toEqual(kept(whole))
    expect(small.store.pendingStructs).toBeNull()
    expect(Y.encodeStateVector(small)).toEqual(Y.encodeStateVector(whole))
  }
})

it('[HIST2] a long row of values of one key is walked to its end, and what is no state of ours comes back as it was', () => {
  const doc = new Y.Doc()
  doc.getMap('grade').set('c.clip0002/0/node0001/label', ['0'])
  for (let n = 1; n < 30_000; n++) doc.getMap('grade').set('t/0/node0001/label', [`${n}`])
  const small = new Y.Doc()
  Y.applyUpdate(small, skim(Y.encodeStateAsUpdate(doc), 'grade', keep))
  expect([...small.getMap('grade').entries()]).toEqual([['t/0/node0001/label', ['29999']]])
  const odd = Uint8Array.of(9, 9, 9)
  expect(skim(odd, 'grade', keep)).toBe(odd)
})
