/** A grade brought from clip to clip: equal pictures, own places, frames that go along. */
import { describe, expect, it } from 'vitest'
import { appendWrites, copyWrites, rippleWrites } from '../../shared/doc/copy.ts'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { Shelves } from '../../shared/doc/read.ts'

const [A, B] = ['aaaaaaaa', 'bbbbbbbb']
const from = (pairs: Readonly<Record<string, Value>>): Shelves => {
  const out = new Shelves()
  for (const [key, value] of Object.entries(pairs)) out.set(key, value)
  return out
}
const applied = (entries: Entries, writes: ReadonlyMap<string, Value | null>): Shelves => {
  const out = from(Object.fromEntries(entries))
  for (const [key, value] of writes)
    if (value === null) out.delete(key)
    else out.set(key, value)
  return out
}
const chain = (clip: string, version: string, ...nodes: readonly string[]): Record<string, Value> => {
  const out: Record<string, Value> = {}
  let before = 'src'
  for (const node of nodes) {
    out[`c.${clip}/${version}/${node}/head`] = ['corrector', 'out', '0']
    out[`c.${clip}/${version}/${node}/in.0`] = [before, 'rgb']
    before = node
  }
  out[`c.${clip}/${version}/out/in.0`] = [before, 'rgb']
  return out
}
const line = (entries: Entries, clip: string, version = '0'): string[] =>
  readGraph(entries, `c.${clip}`, version).nodes.map(({ id }) => id)

describe('copy', () => {
  const source = {
    ...chain(A, '0', 'node0001', 'node0002'),
    [`c.${A}/0/node0001/primaries.gain`]: [1, 1.5, 1, 1],
    [`c.${A}/0/node0001/primaries.lift@110`]: ['linear', 0, 0.1, 0, 0],
    [`c.${A}/0/node0001/primaries.lift@3`]: ['linear', 0, 0.2, 0, 0],
    [`c.${A}/0/node0002/label`]: ['Skin'],
    [`c.${A}/0/sizing/input`]: ['fill', 0, 0, 2, 0, false, false],
  }
  it('[COPY1] makes the other clip’s grade the same, its further nodes wires, in the version it uses; sizing and the version’s name stay', () => {
    const entries = from({
      ...source,
      [`c.${B}/use`]: ['version1'],
      ...chain(B, 'version1', 'node0009', 'node0002'),
      ...chain(B, '0', 'node0007'),
      [`c.${B}/version1/name`]: ['Warm'],
      [`c.${B}/version1/node0009/primaries.gain`]: [1, 2, 1, 1],
      [`c.${B}/version1/node0002/log.offset`]: [0.5, 0, 0],
      [`c.${B}/version1/sizing/input`]: ['fit', 0, 0, 1, 0, false, false],
    })
    const after = applied(entries, copyWrites(entries, A, B, 0, 'colour'))
    expect(line(after, B, 'version1')).toEqual(line(after, A))
    expect(after.get(`c.${B}/version1/node0001/primaries.gain`)).toEqual([1, 1.5, 1, 1])
    expect(after.get(`c.${B}/version1/node0009/head`)?.[0]).toBe('gone')
    expect(after.has(`c.${B}/version1/node0009/primaries.gain`)).toBe(false)
    expect(after.has(`c.${B}/version1/node0002/log.offset`)).toBe(false)
    expect(after.get(`c.${B}/version1/name`)).toEqual(['Warm'])
    expect(after.get(`c.${B}/version1/sizing/input`)?.[0]).toBe('fit')
    for (const [key, value] of entries)
      if (key.startsWith(`c.${A}/`) || key.startsWith(`c.${B}/0/`)) expect(after.get(key)).toEqual(value)
    expect([...copyWrites(after, A, B, 0, 'colour')]).toEqual([])
  })

  it('[COPY1] sizing alone, or all of it, where that is asked for', () => {
    const entries = from({ ...source, ...chain(B, '0', 'node0009'), [`c.${B}/0/sizing/output`]: [1] })
    expect([...copyWrites(entries, A, B, 0, 'sizing')]).toEqual([
      [`c.${B}/0/sizing/output`, null],
      [`c.${B}/0/sizing/input`, ['fill', 0, 0, 2, 0, false, false]],
    ])
    const all = applied(entries, copyWrites(entries, A, B, 0, 'all'))
    expect([line(all, B), all.get(`c.${B}/0/sizing/input`)?.[0]]).toEqual([line(all, A), 'fill'])
  })

  it('[COPY2] keyframes lie as far into the other clip; what would lie before its media is left out', () => {
    const entries = from(source)
    const later = applied(entries, copyWrites(entries, A, B, 40, 'colour'))
    expect([
      later.has(`c.${B}/0/node0001/primaries.lift@150`),
      later.has(`c.${B}/0/node0001/primaries.lift@43`),
    ]).toEqual([true, true])
    const earlier = copyWrites(entries, A, B, -10, 'colour')
    expect([...earlier.keys()].filter((key) => key.includes('@'))).toEqual([`c.${B}/0/node0001/primaries.lift@100`])
  })

  it('[COPY1] from a clip without a grade nothing is left of the other’s, in whichever version', () => {
    const entries = from({ [`c.${B}/use`]: ['version1'], ...chain(B, 'version1', 'node0009') })
    expect(line(applied(entries, copyWrites(entries, A, B, 0, 'colour')), B, 'version1')).toEqual([])
  })
})

describe('ripple', () => {
  const entries = from({
    ...chain(A, '0', 'node0001', 'node0002', 'node0003'),
    [`c.${A}/0/node0001/primaries.gain`]: [1, 1.5, 1, 1],
    [`c.${A}/0/node0002/label`]: ['Skin'],
    [`c.${A}/0/node0002/primaries.gain`]: [1, 0.5, 1, 1],
    [`c.${A}/0/node0002/at`]: [3, 4],
    ...chain(B, '0', 'node0008', 'node0001'),
    [`c.${B}/0/node0001/log.offset`]: [0.5, 0, 0],
    [`c.${B}/0/node0001/at`]: [7, 7],
    [`c.${B}/0/node0008/label`]: ['Skin'],
  })
  it('[COPY3] finds the node by its id, else by the only label of its name; it takes what it does and keeps where it stands', () => {
    const { writes, missing } = rippleWrites(entries, A, ['node0001', 'node0002', 'node0003'], B, 0)
    expect(missing).toEqual(['node0003'])
    expect(new Map(writes)).toEqual(
      new Map<string, Value | null>([
        [`c.${B}/0/node0001/log.offset`, null],
        [`c.${B}/0/node0001/primaries.gain`, [1, 1.5, 1, 1]],
        [`c.${B}/0/node0008/primaries.gain`, [1, 0.5, 1, 1]],
      ]),
    )
  })

  it('[COPY3] where two nodes have the label, or only one that is deleted, there is none', () => {
    const two = from({ ...Object.fromEntries(entries), [`c.${B}/0/node0001/label`]: ['Skin'] })
    expect(rippleWrites(two, A, ['node0002'], B, 0).missing).toEqual(['node0002'])
    const gone = from({ ...Object.fromEntries(entries), [`c.${B}/0/node0008/head`]: ['gone', 'out', '0'] })
    expect(rippleWrites(gone, A, ['node0002'], B, 0)).toMatchObject({ missing: ['node0002'] })
  })
})

describe('append', () => {
  it('[COPY6] puts nodes at the end of the other clip’s graph with all they do, under their own ids where it never had them', () => {
    const entries = from({
      ...chain(A, '0', 'node0001', 'node0002'),
      [`c.${A}/0/node0001/primaries.gain`]: [1, 2, 1, 1],
      [`c.${A}/0/node0002/label`]: ['Grain'],
      [`c.${A}/0/node0002/primaries.lift@12`]: ['linear', 0, 0.1, 0, 0],
      [`c.${A}/0/node0002/key`]: ['node0001', 'key', false, 'matte', 1, 0, 0],
      ...chain(B, '0', 'node0009', 'node0001'),
      [`c.${B}/0/node0001/primaries.gain`]: [1, 3, 1, 1],
    })
    const draw = () => 35
    const after = applied(entries, appendWrites(entries, A, ['node0001', 'node0002'], B, 20, draw))
    expect(line(after, B)).toEqual(['node0009', 'node0001', 'zzzzzzzz', 'node0002'])
    expect(after.get(`c.${B}/0/node0001/primaries.gain`)).toEqual([1, 3, 1, 1])
    expect(after.get(`c.${B}/0/zzzzzzzz/primaries.gain`)).toEqual([1, 2, 1, 1])
    expect(after.get(`c.${B}/0/node0002/label`)).toEqual(['Grain'])
    expect(after.get(`c.${B}/0/node0002/primaries.lift@32`)?.[0]).toBe('linear')
    expect(after.has(`c.${B}/0/node0002/key`)).toBe(false)
    expect(line(after, A)).toEqual(['node0001', 'node0002'])
  })
})
