/** Going back by command: one clip or all of it, judged key by key, undoable, over a real hub. */
import { afterEach, describe, expect, it } from 'vitest'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
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
})
