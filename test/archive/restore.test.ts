/** Going back by command: one clip or all of it, judged key by key, undoable, over a real hub. */
import { afterEach, describe, expect, it } from 'vitest'
import { readGraph } from '../../shared/doc/graph.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, seeded, stage, until } from '../kit/suite.ts'
import { clip, done, gain, graded, key, level, looks, refused, set } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

describe('restore', () => {
  it('[SNAP7] brings a clip back by one command, in one transaction, as one undo step of the seat', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const control = await graded(ann)
    const before = looks(ann)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    set(ann, 3, control)
    ann.edit(level, 'Node', (g) => {
      g.control(level, '0', g.append(level, '0')!, 'primaries.gain', [1, 9, 1, 1])
    })
    const other = key('node0009', `c.${clipId(2)}`)
    set(ann, 5, other)
    const changed = looks(ann)
    const depth = ann.undoDepth(level)
    const value = await done<{ revision: number; changed: number; refused: unknown[] }>(
      ann.review.restore({ snapshot }, { clip }),
    )
    await until('Ann’s picture is back', () => looks(ann) === before)
    expect(value.refused).toEqual([])
    expect(ann.entries.get(other)).toEqual([1, 5, 1, 1])
    expect(ann.undoDepth(level)).toBe(depth + 1)
    await until('Ben’s too, in one revision', () => looks(ben) === before && ben.revision >= value.revision)
    ann.undo(level)
    await until('undone everywhere', () => looks(ann) === changed && looks(ben) === changed)
    expect(ann.undoDepth(level)).toBe(depth)
    ann.redo(level)
    await until('and again', () => looks(ann) === before && looks(ben) === before)
    expect(ann.undoDepth(level)).toBe(depth + 1)
    // What somebody changed since stays theirs.
    set(ben, 7, control)
    await until('Ann has Ben’s', () => ann.entries.get(control)?.[1] === 7)
    ann.undo(level)
    await until('it is said', () => ann.messages.some(({ sentence }) => sentence.includes('somebody changed them')))
    expect(ann.entries.get(control)).toEqual([1, 7, 1, 1])
  })

  it('[SNAP7] judges key by key: what is locked stays and is named with rule and holder, the rest comes back', async () => {
    at = await stage()
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    const [one, two] = [gain, key('node0009', `c.${clipId(2)}`)]
    set(ann, 2, one)
    set(ann, 2, two)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    set(ann, 5, one)
    set(ann, 5, two)
    await until('Eve has both', () => eve.entries.get(two)?.[1] === 5)
    await done(eve.command('lock', { region: [`c.${clipId(2)}/`], reason: 'approved' }))
    const value = await done<{ changed: number; refused: { rule: string; sentence: string; keys: string[] }[] }>(
      ann.review.restore({ snapshot }),
    )
    expect(value).toMatchObject({ changed: 1, refused: [{ rule: 'lock', keys: [two], count: 1 }] })
    expect(value.refused[0]!.sentence).toContain('Eve')
    await until('the rest is back', () => ann.entries.get(one)?.[1] === 2)
    expect(ann.entries.get(two)).toEqual([1, 5, 1, 1])
    expect(ann.undoDepth('t')).toBe(1)
  })

  it('[SNAP7] a revision can be gone back to as well; another seat’s change cannot be taken back', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    set(ann, 2)
    await until('saved', () => ben.entries.has(gain))
    const { revision } = ben
    set(ann, 3)
    await until('Ben has it', () => ben.entries.get(gain)?.[1] === 3)
    expect(await refused(ben.command('restore', { undo: ben.revision }))).toBe('own')
    const back = await done<{ revision: number }>(ben.review.restore({ revision }, { clip }))
    await until('it is back', () => ann.entries.get(gain)?.[1] === 2)
    expect(await refused(ann.command('restore', { undo: back.revision }))).toBe('own')
    for (const args of [
      {},
      { revision: 99_999 },
      { revision: -1 },
      { revision: 1.5 },
      { undo: 0 },
      { undo: 99_999 },
      { snapshot: 'snap0001' },
      { snapshot: {} },
      { revision: 1, clip: '../x' },
    ])
      expect([args, await refused(ann.command('restore', args))]).toEqual([args, 'argument'])
  })

  it.each([1, 2, 3, 4])(
    '[SNAP7] seed %i: edits apart, restores, undo and redo in any order end in one document everywhere',
    async (seed) => {
      at = await stage({}, seed)
      const random = seeded(seed)
      const suites = [await at.join('Ann'), await at.join('Ben')] as const
      const below = (n: number): number => Math.floor(random() * n)
      const snapshots: string[] = []
      const cut = new Set<string>()
      for (let i = 0; i < 60; i++) {
        const who = below(2)
        const [suite, name] = [suites[who]!, who === 0 ? 'Ann' : 'Ben']
        const of = `c.${clipId(1 + below(2))}`
        const heads = [...suite.entries].filter(
          ([k, v]) => k.startsWith(`${of}/`) && k.endsWith('/head') && v[0] !== 'gone',
        )
        const node = heads[below(heads.length)]?.[0].split('/')[2]
        const what = below(10)
        if (what < 4 || node === undefined)
          suite.edit(of, 'Edit', (g) => {
            if (node === undefined || what === 0) g.append(of, '0')
            else if (what === 1) g.remove(of, '0', node)
            else g.control(of, '0', node, 'primaries.gain', [1, 1 + below(64) / 16, 1, 1])
          })
        else if (what === 4) suite.undo(of)
        else if (what === 5) suite.redo(of)
        else if (what === 6 && !cut.has(name)) {
          const made = await suite.review.snapshot(`S${i}`)
          if (made.ok) snapshots.push((made.value as { snapshot: string }).snapshot)
        } else if (what === 7 && snapshots.length > 0 && !cut.has(name)) {
          const snapshot = snapshots[below(snapshots.length)]!
          await suite.review.restore({ snapshot }, below(2) ? { clip: of.slice(2) } : { level: of })
        } else if (what === 8 && !cut.has(name)) {
          cut.add(name)
          at.network.cut(name)
          await until('cut', () => suite.link.kind !== 'live')
        } else if (what === 9 && cut.delete(name)) {
          at.network.mend(name)
          await until('back', () => suite.link.kind === 'live')
        }
      }
      for (const name of cut) at.network.mend(name)
      for (const suite of suites) await until('live', () => suite.link.kind === 'live')
      const text = (entries: Suite['entries']): string =>
        JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
      await until(
        'one document',
        () => text(suites[0].entries) === text(suites[1].entries) && suites[0].revision === suites[1].revision,
      )
      const late = await at.join('Late', 'observer')
      expect(text(late.entries)).toBe(text(suites[0].entries))
      const then = await late.review.past(late.revision)
      expect(typeof then === 'string' ? then : text(then.entries)).toBe(text(late.entries))
      // No kept node is off the path.
      for (const of of [1, 2].map((n) => `c.${clipId(n)}`)) {
        const graph = readGraph(late.entries, of, '0')
        const live = [...late.entries].filter(
          ([k, v]) => k.startsWith(`${of}/`) && k.endsWith('/head') && v[0] !== 'gone',
        )
        expect(graph.nodes.length + graph.loose.length).toBe(live.length)
        expect(graph.loose).toEqual([])
      }
    },
  )
})
