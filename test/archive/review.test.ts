/** Snapshots, verdicts, waivers and restore, over a real hub with suites at it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { lookName } from '../../shared/render/name.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const clip = clipId(1)
const level = `c.${clip}`
const key = (node: string, of = level): string => `${of}/0/${node}/primaries.gain`
const gain = key('node0001')
const set = (suite: Suite, n: number, where = gain) =>
  suite.edit(where.slice(0, where.indexOf('/')), 'Gain', (grade) => grade.put(where, [1, n, 1, 1]))
const hex = 'ab'.repeat(16)
const looks = (suite: Suite, of = clip): string => lookName(suite.session, suite.entries, of)

/** The value of an answer, or its refusal thrown. */
async function done<T = Record<string, unknown>>(answer: ReturnType<Suite['command']>): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(`${given.refusal.rule}: ${given.refusal.sentence}`)
  return given.value as T
}
const refused = async (answer: ReturnType<Suite['command']>): Promise<string> => {
  const given = await answer
  return given.ok ? 'ok' : given.refusal.rule
}
const verdict = (suite: Suite, snapshot: string, over: Readonly<Record<string, unknown>> = {}) =>
  suite.command('verdict', {
    ...{ snapshot, clip, verdict: 'approve', note: '', look: looks(suite), digest: hex, frame: 0 },
    ...{ class: 'original', display: 'Rec.709 declared' },
    ...over,
  })
/** A grade with a node whose gain counts: two correctors and a change of the first. */
async function graded(ann: Suite): Promise<string> {
  let node = ''
  ann.edit(level, 'Nodes', (g) => {
    node = g.append(level, '0')!
    g.append(level, '0')
    g.control(level, '0', node, 'primaries.gain', [1, 2, 1, 1])
  })
  return `${level}/0/${node}/primaries.gain`
}

describe('a snapshot', () => {
  it('[SNAP2] is the state on disk with one’s own last edit, under its hash; equal states share one', async () => {
    at = await stage()
    const [ann, sue] = [await at.join('Ann'), await at.join('Sue', 'supervisor')]
    const control = await graded(ann)
    const first = await done<{ snapshot: string; hash: string; revision: number }>(ann.review.snapshot('Before lunch'))
    const second = await done<{ hash: string }>(sue.review.snapshot('Same again'))
    expect(second.hash).toBe(first.hash)
    set(ann, 4, control)
    const third = await done<{ hash: string }>(ann.review.snapshot('Brighter'))
    expect(third.hash).not.toBe(first.hash)
    await until('Sue has all three', () => sue.review.snapshots.length === 3)
    expect(sue.review.snapshots.map((s) => [s.name, s.seat])).toEqual([
      ['Brighter', ann.seat],
      ['Same again', sue.seat],
      ['Before lunch', ann.seat],
    ])
    const content = await sue.review.open(first.snapshot)
    if (typeof content === 'string') throw new Error(content)
    expect(content.entries.get(control)).toEqual([1, 2, 1, 1])
    expect(content.session.timeline.clips).toHaveLength(3)
    expect(ann.entries.get(control)).toEqual([1, 4, 1, 1])
  })

  const stores = ['memory', 'sqlite'] as const
  it.each(stores)(
    '[SNAP4] in the store "%s" it is there after a restart; a content that no snapshot names is swept',
    async (kind) => {
      const folder = mkdtempSync(join(tmpdir(), 'samelight-snap-'))
      const store = kind === 'memory' ? openMemory() : openSqlite(join(folder, 'a.sqlite'))
      at = await stage({ store })
      const ann = await at.join('Ann')
      await graded(ann)
      const made = await done<{ snapshot: string; hash: string }>(ann.review.snapshot('Kept'))
      const [row] = await store.sessions()
      // What a hub leaves that dies between the content and its name.
      const orphan = { hash: 'f'.repeat(64), bytes: Uint8Array.of(1) }
      await store.putSnapshot(row!.id, 1, orphan)
      expect(await store.snapshot(row!.id, orphan.hash)).not.toBeNull()
      await at.restart()
      expect(await store.snapshot(row!.id, orphan.hash)).toBeNull()
      expect(await store.snapshot(row!.id, made.hash)).not.toBeNull()
      const bob = await at.join('Bob', 'client')
      expect(typeof (await bob.review.open(made.snapshot))).toBe('object')
      await at.close()
      at = null
      await store.close()
      rmSync(folder, { recursive: true })
    },
  )
})

describe('a verdict', () => {
  it('[VERD5] is bound to the snapshot’s look; changes want a note; what does not fit is refused in words', async () => {
    at = await stage()
    const [ann, sue] = [await at.join('Ann'), await at.join('Sue', 'supervisor')]
    const control = await graded(ann)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    await until('Sue has it', () => sue.review.snapshots.length === 1 && sue.entries.has(control))
    for (const [over, rule] of [
      [{ verdict: 'changes' }, 'argument'],
      [{ verdict: 'maybe' }, 'argument'],
      [{ snapshot: 'snap0001' }, 'argument'],
      [{ snapshot: '__proto__' }, 'argument'],
      [{ clip: 'clip0009' }, 'argument'],
      [{ look: hex }, 'look'],
      [{ digest: 'x' }, 'argument'],
      [{ class: 'fake' }, 'argument'],
      [{ display: '' }, 'argument'],
      [{ frame: -1 }, 'argument'],
      [{ note: 'x'.repeat(501) }, 'argument'],
      [{ note: 'a\u0000b', verdict: 'changes' }, 'argument'],
    ] as const)
      expect([over, await refused(verdict(sue, snapshot, over))]).toEqual([over, rule])
    expect(sue.records.verdicts).toEqual([])
    await done(verdict(sue, snapshot, { verdict: 'changes', note: 'Colder, please' }))
    await until('Ann has it', () => ann.review.verdicts.size === 1)
    expect(ann.review.verdictOf(clip)).toMatchObject({
      verdict: { note: 'Colder, please', seat: sue.seat, class: 'original', display: 'Rec.709 declared' },
      state: { kind: 'changes' },
    })
  })

  it('[VERD6] goes stale in every suite when the look changes, with what changed and who; a label does not; undone it stands again', async () => {
    at = await stage()
    const [ann, sue, bob] = [await at.join('Ann'), await at.join('Sue', 'supervisor'), await at.join('Bob', 'client')]
    const control = await graded(ann)
    const node = control.split('/')[2]!
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    await until('Sue has it', () => sue.review.snapshots.length === 1 && sue.entries.has(control))
    await done(verdict(sue, snapshot))
    const state = (suite: Suite) => suite.review.verdictOf(clip)?.state
    for (const suite of [ann, sue, bob]) await until('approved', () => state(suite)?.kind === 'approved')
    ann.edit(level, 'Label', (g) => g.label(level, '0', node, 'Skin'))
    await until('Bob has the label', () => bob.entries.has(`${level}/0/${node}/label`))
    for (const suite of [ann, sue, bob]) expect(state(suite)).toEqual({ kind: 'approved' })
    set(ann, 3, control)
    for (const suite of [ann, sue, bob]) {
      await until('stale, and what changed is here', () => {
        const found = state(suite)
        return found?.kind === 'stale' && found.changes !== null
      })
      const found = state(suite)
      if (found?.kind !== 'stale') throw new Error('not stale')
      expect(found.changes!.map((c) => [c.key, c.from, c.to, c.number, c.author?.seat])).toEqual([
        [control, [1, 2, 1, 1], [1, 3, 1, 1], 1, ann.seat],
      ])
      expect(found.changes![0]!.author!.at).toBeGreaterThan(1e12)
    }
    ann.undo(level)
    for (const suite of [ann, sue, bob]) await until('approved again', () => state(suite)?.kind === 'approved')
    ann.edit('t', 'Timeline', (g) => {
      g.control('t', '0', g.append('t', '0')!, 'primaries.saturation', [0.5])
    })
    for (const suite of [ann, sue, bob]) await until('stale by the timeline', () => state(suite)?.kind === 'stale')
  })

  it('[SNAP5] two moments are compared by control, with who and when, whole or for one clip', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const control = await graded(ann)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    const other = key('node0009', `c.${clipId(2)}`)
    await until('Ben has it', () => ben.entries.has(control))
    set(ben, 3, control)
    set(ann, 5, other)
    await until('both have both', () => ann.entries.get(control)?.[1] === 3 && ann.revision === ben.revision)
    await until('Ann’s is saved', () => ann.link.kind === 'live' && ben.entries.has(other))
    const { snapshot: second } = await done<{ snapshot: string }>(ann.review.snapshot('Two'))
    await until('Ben has both', () => ben.review.snapshots.length === 2)
    for (const to of [{ snapshot: second }, 'now'] as const) {
      const list = await ben.review.compare({ snapshot }, to)
      if (typeof list === 'string') throw new Error(list)
      expect(list.map((c) => [c.clip, c.author?.seat])).toEqual([
        [clip, ben.seat],
        [clipId(2), ann.seat],
      ])
    }
    const one = await ben.review.compare({ snapshot }, 'now', clip)
    expect(typeof one === 'string' ? one : one.map((c) => c.key)).toEqual([control])
    expect(await ben.review.compare({ snapshot: 'snap0009' }, 'now')).toContain('no snapshot')
  })
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

describe('who may', () => {
  it('[SNAP8] a client seat is refused each command by its role, and nothing is on record', async () => {
    at = await stage()
    const [ann, bob] = [await at.join('Ann'), await at.join('Bob', 'client')]
    set(ann, 2)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    await done(ann.holding.hold())
    await until('Bob knows', () => bob.records.hold !== null && bob.review.snapshots.length === 1)
    const before = JSON.stringify(bob.records)
    for (const [verb, args] of [
      ['snapshot', { name: 'x' }],
      [
        'verdict',
        {
          snapshot,
          clip,
          verdict: 'approve',
          look: looks(bob),
          digest: hex,
          frame: 0,
          class: 'original',
          display: 'x',
        },
      ],
      ['waive', { what: 'media/medi0001', reason: 'x' }],
      ['unwaive', { waiver: 'x' }],
      ['rule', { stills: true }],
      ['hold', { frame: 0 }],
      ['publish', {}],
      ['discard', {}],
      ['restore', { snapshot }],
      ['still', { clip, frame: 0, plan: hex, source: hex, digest: hex, blob: hex + hex }],
    ] as const)
      expect([verb, await refused(bob.command(verb, args))]).toEqual([verb, 'role'])
    expect(JSON.stringify(bob.records)).toBe(before)
    // The supervisor reviews and does not grade; the colorist does not review.
    const sue = await at.join('Sue', 'supervisor')
    for (const verb of ['hold', 'publish', 'discard', 'restore', 'still', 'waive', 'rule'])
      expect([verb, await refused(sue.command(verb, {}))]).toEqual([verb, 'role'])
    for (const verb of ['verdict', 'waive', 'unwaive', 'rule'])
      expect([verb, await refused(ann.command(verb, {}))]).toEqual([verb, 'role'])
  })

  it('[SNAP8] nobody writes a record past the hub', async () => {
    at = await stage()
    const { bare } = await import('../hub/desk.ts')
    const { Doc, encodeStateAsUpdate } = await import('yjs')
    const { socket, client } = await bare(at.hub, 'engineer', 'session')
    const doc = new Doc()
    doc.clientID = client
    doc.getMap('session').set('snapshots/snap0001', ['x', 1, 'f'.repeat(64), 'seat0001', 1])
    socket.update(encodeStateAsUpdate(doc))
    await until('it is refused', () => socket.of('refused').length > 0)
    const reader = await at.join('Reader', 'observer')
    expect(reader.records.snapshots).toEqual([])
    socket.close()
  })

  it('[VERD7] a waiver is given and lifted by the engineer while linked, and stays on record', async () => {
    at = await stage()
    const [eve, bob] = [await at.join('Eve', 'engineer'), await at.join('Bob', 'client')]
    expect(eve.session.linked).toBe(true)
    const what = 'media/medi0002'
    const { waiver } = await done<{ waiver: string }>(eve.command('waive', { what, reason: 'proxy, same picture' }))
    expect(await refused(eve.command('waive', { what, reason: 'twice' }))).toBe('argument')
    await until('Bob sees it', () => bob.records.waivers.length === 1)
    expect(bob.records.waivers[0]).toMatchObject({ what, seat: eve.seat, reason: 'proxy, same picture', lifted: null })
    await done(eve.command('unwaive', { waiver }))
    await until('it is lifted', () => bob.records.waivers[0]?.lifted?.seat === eve.seat)
    expect(await refused(eve.command('unwaive', { waiver }))).toBe('argument')
    expect(bob.records.waivers).toHaveLength(1)
  })
})
