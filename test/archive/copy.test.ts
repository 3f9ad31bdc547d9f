/** A grade brought to many clips by one command, over a real hub. */
import { afterEach, describe, expect, it } from 'vitest'
import { readGraph } from '../../shared/doc/graph.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { clip, done, graded, key, level, looks, refused, set } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const [two, three] = [clipId(2), clipId(3)]
const lineOf = (suite: Suite, of: string) =>
  readGraph(suite.entries, `c.${of}`, '0').nodes.map(({ id }) => [
    id,
    suite.entries.get(`c.${of}/0/${id}/primaries.gain`),
  ])

interface Copied {
  readonly revision: number | null
  readonly changed: number
  readonly refused: readonly {
    readonly rule: string
    readonly keys: readonly string[]
    readonly count: number
    readonly clips: { readonly clips: readonly string[]; readonly count: number }
  }[]
}

describe('copy', () => {
  it('[COPY4] reaches every suite in one transaction, and is one undo step of the seat', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    await graded(ann)
    set(ben, 7, key('node0009', `c.${three}`))
    await until('Ann has Ben’s', () => ann.entries.has(key('node0009', `c.${three}`)))
    const before = [two, three].map((one) => looks(ann, one))
    const value = await done<Copied>(ann.review.copy(clip, [two, three, clip]))
    expect(value.refused).toEqual([])
    await until('both suites show it', () => ben.revision >= value.revision! && ann.revision >= value.revision!)
    for (const suite of [ann, ben])
      for (const one of [two, three]) expect(lineOf(suite, one)).toEqual(lineOf(suite, clip))
    expect(ann.entries.has(key('node0009', `c.${three}`))).toBe(false)
    ann.undo(level)
    await until('undone everywhere', () =>
      [ann, ben].every((suite) => [two, three].every((one, i) => looks(suite, one) === before[i])),
    )
    ann.redo(level)
    await until('and again', () => [two, three].every((one) => lineOf(ben, one).length === 2))
  })

  it('[COPY4] a clip of which one key is closed is left out whole and named, the others get it', async () => {
    at = await stage()
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    const control = await graded(ann)
    const node = control.split('/')[2]!
    await done(eve.command('lock', { region: [`c.${two}/*/${node}/primaries.gain`], reason: 'signed' }))
    await until('Ann knows the lock', () => ann.session.locks.length === 1)
    const value = await done<Copied>(ann.review.copy(clip, [two, three]))
    expect(value.refused).toMatchObject([{ rule: 'lock', count: 1, keys: [`c.${two}/0/${node}/primaries.gain`] }])
    await until('the other has it', () => lineOf(eve, three).length === 2)
    expect([...eve.entries.keys()].filter((one) => one.startsWith(`c.${two}/`))).toEqual([])
  })

  it('[COPY4] is for who may grade; what it does not take is said', async () => {
    at = await stage()
    const [ann, room] = [await at.join('Ann'), await at.join('Room', 'client')]
    expect(await refused(room.command('copy', { from: clip, to: [two] }))).toBe('role')
    for (const args of [
      {},
      { from: 'nowhere0', to: [two] },
      { from: clip, to: [] },
      { from: clip, to: [clip] },
      { from: clip, to: ['nowhere0'] },
      { from: clip, to: [two], part: 'half' },
      { from: clip, to: [null] },
    ])
      expect([args, await refused(ann.command('copy', args))]).toEqual([args, 'argument'])
    for (const nodes of [[], ['node0001'], [5], 'node0001'])
      expect([nodes, await refused(ann.command('ripple', { from: clip, nodes, to: [two] }))]).toEqual([
        nodes,
        'argument',
      ])
    expect((await done<Copied>(ann.review.copy(clip, [two]))).revision).toBeNull()
  })
})

describe('ripple', () => {
  it('[COPY5] brings one node’s work to the clips that have the node, names those that do not, and is one undo step', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const control = await graded(ann)
    const node = control.split('/')[2]!
    await done(ann.review.copy(clip, [two]))
    await until('it is copied', () => lineOf(ann, two).length === 2)
    set(ann, 5, control)
    const value = await done<Copied & { skipped: { clips: string[]; count: number } }>(
      ann.review.ripple(clip, [node], [two, three]),
    )
    expect([value.changed, value.skipped]).toEqual([1, { clips: [three], count: 1 }])
    const there = key(node, `c.${two}`)
    await until('Ben has it', () => ben.entries.get(there)?.[1] === 5)
    ann.undo(level)
    await until('undone', () => ben.entries.get(there)?.[1] === 2)
    expect(ben.entries.get(control)?.[1]).toBe(5)
  })
})

describe('append', () => {
  it('[COPY6] adds a node to many clips in one step, names each closed clip once, and a ripple finds the node again', async () => {
    at = await stage()
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    const control = await graded(ann)
    const node = control.split('/')[2]!
    await done(eve.command('lock', { clip: three, reason: 'signed' }))
    await until('Ann knows the lock', () => ann.session.locks.length === 1)
    const value = await done<Copied>(ann.review.append(clip, [node], [two, three]))
    expect(value.refused.map(({ rule, clips }) => [rule, clips])).toEqual([['lock', { clips: [three], count: 1 }]])
    const there = key(node, `c.${two}`)
    await until('it is there', () => eve.entries.get(there)?.[1] === ann.entries.get(control)?.[1])
    expect([...eve.entries.keys()].filter((one) => one.startsWith(`c.${three}/`))).toEqual([])
    set(ann, 6, control)
    await done(ann.review.ripple(clip, [node], [two]))
    await until('rippled', () => eve.entries.get(there)?.[1] === 6)
    ann.undo(level)
    await until('the ripple is undone', () => eve.entries.get(there)?.[1] === 2)
    ann.undo(level)
    ann.undo(level)
    await until('and the node is gone', () => lineOf(eve, two).length === 0)
    expect(await refused(ann.command('append', { from: clip, nodes: ['node9999'], to: [two] }))).toBe('argument')
  })
})
