import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { readGraph } from '../../shared/doc/graph.ts'
import { digest, quantise } from '../../shared/render/digest.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, seeded, stage, until } from '../kit/suite.ts'
import { source } from '../render/kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const clip = clipId(1)
const level = `c.${clip}`
const key = (node: string, control = 'primaries.gain'): string => `${level}/0/${node}/${control}`
const gain = key('node0001')
const set = (suite: Suite, n: number, at = gain) => suite.edit(level, 'Gain', (grade) => grade.put(at, [1, n, 1, 1]))
const nodes = (suite: Suite): string[] => readGraph(suite.entries, level, '0').nodes.map(({ id }) => id)
const plan = (suite: Suite) => compilePlan({ session: suite.session, entries: suite.entries, clip, frame: 0 })
const frame = source(64, 36, (x, y) => [64 + ((x * 13 + y * 29) % 876), 400 + 3 * x, 620 - 4 * y])
/** What the suite would swear to, of a small frame. */
const drawn = (suite: Suite): Promise<string> =>
  digest(64, 36, quantise(createWasm().render(plan(suite), frame)), (bytes) =>
    createHash('sha256').update(bytes).digest(),
  )

/** Both hold the same keys and values. */
const equal = (a: Suite, b: Suite): boolean =>
  JSON.stringify([...a.entries].sort()) === JSON.stringify([...b.entries].sort())

describe('own undo', () => {
  it('[UNDO1] undo takes back only one’s own step, on its own level, and redo gives it again', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    set(ann, 2)
    ann.edit('t', 'Timeline gain', (grade) => grade.put('t/0/node0002/primaries.gain', [1, 3, 1, 1]))
    await until('Ben has both', () => ben.entries.size === 2)
    set(ben, 5, key('node0009'))
    await until('Ann has Ben’s', () => ann.entries.size === 3)
    expect([ann.undoDepth(level), ann.undoDepth('t'), ben.undoDepth(level)]).toEqual([1, 1, 1])
    expect(ann.undo(level)).toEqual({
      ...{ label: 'Gain', skipped: [] },
      undone: [{ key: gain, from: [1, 2, 1, 1], to: null }],
    })
    expect([...ann.entries.keys()].sort()).toEqual([key('node0009'), 't/0/node0002/primaries.gain'].sort())
    expect(ann.undo(level)).toBeNull()
    expect(ann.redo(level)?.undone).toEqual([{ key: gain, from: null, to: [1, 2, 1, 1] }])
    await until('equal', () => equal(ann, ben))
  })

  it('[UNDO2] a key that somebody changed since is left and named; the rest of the step is taken back', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    ann.edit(level, 'Two nodes', (grade) => {
      grade.put(gain, [1, 2, 1, 1])
      grade.put(key('node0002'), [1, 2, 1, 1])
    })
    await until('Ben has it', () => ben.entries.size === 2)
    set(ben, 7)
    await until('Ann has Ben’s', () => ann.entries.get(gain)?.[1] === 7)
    const result = ann.undo(level)
    expect(result?.skipped).toEqual([gain])
    expect(ann.entries.get(gain)).toEqual([1, 7, 1, 1])
    expect(ann.entries.has(key('node0002'))).toBe(false)
    expect(ann.messages.at(-1)?.sentence).toContain(gain)
  })

  it('[UNDO3] a step with a head or a link is taken back whole or not at all', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    ann.edit(level, 'Add node', (grade) => void grade.append(level, '0'))
    await until('Ben has it', () => nodes(ben).length === 1)
    const [node] = nodes(ann)
    ben.edit(level, 'Delete node', (grade) => grade.remove(level, '0', node!))
    await until('Ann has it', () => nodes(ann).length === 0)
    const before = JSON.stringify([...ann.entries].sort())
    expect(ann.undo(level)?.undone).toEqual([])
    expect(JSON.stringify([...ann.entries].sort())).toBe(before)
    ben.undo(level)
    await until('the node is back', () => nodes(ann).length === 1)
  })

  it('[UNDO4] an edit that is locked meanwhile is not undone, and its step stays on the stack', async () => {
    at = await stage()
    const [ann, engineer] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    set(ann, 2)
    await engineer.command('lock', { region: [`${level}/`], reason: 'approved' })
    await until('Ann knows the lock', () => ann.session.locks.length === 1)
    expect(ann.undo(level)).toEqual({ label: 'Gain', undone: [], skipped: [gain] })
    expect(ann.undoDepth(level)).toBe(1)
    await engineer.command('lift', { lock: engineer.session.locks[0]!.id })
    await until('lifted', () => ann.session.locks.length === 0)
    expect(ann.undo(level)?.undone).toHaveLength(1)
  })
})

describe('a step that the hub takes back', () => {
  it('[UNDO5] counts as taken back when the hub has answered; until then, and without a link, its level’s stacks stand still and say so', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    ann.edit(level, 'Node', (grade) => {
      grade.put(`${level}/0/node0001/head`, ['corrector', 'out', '0'])
      grade.put(`${level}/0/node0001/in.0`, ['src', 'rgb'])
      grade.put(`${level}/0/out/in.0`, ['node0001', 'rgb'])
      grade.put(gain, [1, 2, 1, 1])
    })
    expect((await ann.review.copy(clipId(1), [clipId(2)])).ok).toBe(true)
    await until('copied', () => [...ann.entries.keys()].some((one) => one.startsWith(`c.${clipId(2)}/`)))
    const copied = () => [...ann.entries.keys()].filter((one) => one.startsWith(`c.${clipId(2)}/`))
    expect(copied()).not.toEqual([])

    const step = ann.undo(level)!
    expect(step.label).toBe('Copy')
    expect(copied()).not.toEqual([])
    const second = ann.undo(level)!
    expect(await second.asked).toBe(false)
    expect(ann.messages.at(-1)?.sentence).toBe('Copy: the hub has not yet answered the undo or redo before.')
    expect(ann.undoDepth(level)).toBe(1)
    expect(await step.asked).toBe(true)
    await until('taken back', () => copied().every((one) => !one.endsWith('primaries.gain')))

    at.network.cut('Ann')
    await until('cut', () => ann.link.kind === 'offline')
    expect(await ann.redo(level)!.asked).toBe(false)
    expect(ann.messages.at(-1)?.sentence).toBe(
      'Copy: it is the hub that undoes or redoes this, and there is no link to it now.',
    )
    at.network.mend('Ann')
    await until('live', () => ann.link.kind === 'live')
    expect(await ann.redo(level)!.asked).toBe(true)

    // An edit made while the hub takes a step back leaves nothing to redo.
    const back = ann.undo(level)!
    ann.edit(level, 'Gain', (grade) => void grade.put(gain, [1, 3, 1, 1]))
    expect(await back.asked).toBe(true)
    expect(ann.redo(level)).toBe(null)
    expect(ann.undoDepth(level)).toBe(2)
  })
})

describe('cut off from each other', () => {
  it('[SUITE19] two set one wheel: one value stands everywhere, and the loser, only the loser, is told with both', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    for (let round = 1; round <= 6; round++) {
      for (const name of ['Ann', 'Ben']) at.network.cut(name)
      await until('cut', () => ann.link.kind === 'offline' && ben.link.kind === 'offline')
      set(ann, 1 + round / 64)
      set(ben, 2 + round / 64)
      const told = [ann.messages.length, ben.messages.length]
      // Who comes back first is told only when the other has come back too.
      for (const name of round % 2 ? ['Ann', 'Ben'] : ['Ben', 'Ann']) {
        at.network.mend(name)
        const suite = name === 'Ann' ? ann : ben
        await until('live', () => suite.link.kind === 'live')
      }
      await until('one value', () => equal(ann, ben))
      const stands = ann.entries.get(gain)![1] as number
      const [loser, winner] = stands < 2 ? [ben, ann] : [ann, ben]
      await until('the loser is told', () => loser.messages.length === told[loser === ann ? 0 : 1]! + 1)
      expect(winner.messages.length).toBe(told[winner === ann ? 0 : 1])
      const mine = loser === ann ? 1 + round / 64 : 2 + round / 64
      expect(loser.messages.at(-1)?.lost).toEqual({ key: gain, mine: [1, mine, 1, 1], theirs: [1, stands, 1, 1] })
      expect(loser.messages.at(-1)?.sentence).toMatch(/^Gain .* stands; your Gain .* was set at the same time\.$/)
    }
  })

  it('[SUITE19] a later edit of a wheel that its author has seen is nobody’s loss', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    for (let i = 0; i < 5; i++) {
      set(ann, 2 + i / 8)
      await until('Ben has it', () => ben.entries.get(gain)?.[1] === 2 + i / 8)
      at.network.cut('Ben')
      await until('cut', () => ben.link.kind === 'offline')
      set(ben, 5 + i / 8)
      expect(set(ben, 6 + i / 8)).toBeNull()
      at.network.mend('Ben')
      await until('Ann has Ben’s', () => ann.entries.get(gain)?.[1] === 6 + i / 8)
    }
    expect([...ann.messages, ...ben.messages]).toEqual([])
  })

  it('[SUITE20] appending, inserting, deleting, extracting and grading apart: after they meet, documents, plans and digests are equal and no kept node is off the path', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    for (let seed = 1; seed <= 8; seed++) {
      const random = seeded(seed)
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
      const gone = new Set<string>()
      const unlinked = new Set<string>()
      const had = new Set(nodes(ann))
      for (const name of ['Ann', 'Ben']) at.network.cut(name)
      await until('cut', () => ann.link.kind === 'offline' && ben.link.kind === 'offline')
      for (let step = 0; step < 12; step++) {
        const suite = random() < 0.5 ? ann : ben
        const node = pick(nodes(suite))
        const act = Math.floor(random() * 6)
        suite.edit(level, 'step', (grade) => {
          if (act === 0 || !node) had.add(grade.append(level, '0'))
          else if (act === 1) had.add(grade.before(level, '0', node))
          else if (act === 2) had.add(grade.after(level, '0', node))
          else if (act === 3) {
            gone.add(node)
            grade.remove(level, '0', node)
          } else if (act === 4 && seed % 2 === 0) {
            unlinked.add(node)
            grade.extract(level, '0', node)
          } else grade.put(key(node), [1, 1 + step / 16, 1, 1])
        })
      }
      for (const name of ['Ann', 'Ben']) at.network.mend(name)
      await until(`seed ${seed}: both live`, () => ann.link.kind === 'live' && ben.link.kind === 'live')
      await until(`seed ${seed}: equal documents`, () => equal(ann, ben))
      expect(plan(ann).name, `seed ${seed}`).toBe(plan(ben).name)
      expect(await drawn(ann), `seed ${seed}`).toBe(await drawn(ben))
      const path = new Set(nodes(ann))
      const lost = [...had].filter((node) => !path.has(node) && !gone.has(node) && !unlinked.has(node))
      expect(lost, `seed ${seed}`).toEqual([])
      const before = new Map(ben.entries)
      const undone = ann.undo(level)
      const mine = new Set(undone?.undone.map((change) => change.key) ?? [])
      for (const [k, value] of before) if (!mine.has(k)) expect(ann.entries.get(k), `seed ${seed}`).toEqual(value)
      await until(`seed ${seed}: equal again`, () => equal(ann, ben))
      for (const node of nodes(ann)) had.add(node)
    }
  })
})
