/** Snapshots, verdicts, waivers and restore, over a real hub with suites at it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { printContent } from '../../shared/doc/content.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { clip, done, graded, hex, key, level, looks, refused, set, verdict } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

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

  it('[SNAP2] is held against its name by whoever opens it', async () => {
    const store = openMemory()
    at = await stage({ store: { ...store, snapshot: async () => gzipSync(printContent([], [])) } })
    const ann = await at.join('Ann')
    set(ann, 2)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    await until('it is listed', () => ann.review.snapshots.length === 1)
    expect(await ann.review.open(snapshot)).toContain('not what was named')
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

  it('[SNAP8] who asks for more than four things of the history at once is told so, and the hub goes on', async () => {
    const store = openMemory()
    let open = (): void => {}
    let gate: Promise<void> = Promise.resolve()
    const slow: Store = {
      ...store,
      log: async (...args) => {
        await gate
        return store.log(...args)
      },
    }
    at = await stage({ store: slow })
    const ann = await at.join('Ann')
    set(ann, 2)
    await done(ann.review.snapshot('One'))
    const rules = await Promise.all(
      Array.from({ length: 7 }, () => refused(ann.command('snapshot', { name: 'Flood' }))),
    )
    expect(rules.filter((rule) => rule === 'ok')).toHaveLength(4)
    expect(rules.filter((rule) => rule === 'limit')).toHaveLength(3)
    expect(await refused(ann.command('snapshot', { name: 'After' }))).toBe('ok')
    const { url, session } = at.hub
    const headers = { authorization: `Bearer ${ann.seatKey}` }
    const statuses: number[] = []
    const ask = async () => {
      statuses.push((await fetch(`${url}/api/session/${session}/changes/0/3`, { headers })).status)
    }
    gate = new Promise((go) => {
      open = go
    })
    const asked = Array.from({ length: 7 }, ask)
    await until('three are refused', () => statuses.length === 3)
    expect(statuses).toEqual([429, 429, 429])
    open()
    await Promise.all(asked)
    expect(statuses.slice(3)).toEqual([200, 200, 200, 200])
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
