/** The gallery over a real hub with suites at it: stills and memories grabbed, renamed, deleted, opened again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { inspect } from '../../server/archive/inspect.ts'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { printContent } from '../../shared/doc/content.ts'
import { type GalleryStill, recordsOf, writeGalleryStill } from '../../shared/doc/records.ts'
import { checkSessionEntry } from '../../shared/doc/session-check.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { clip, done, graded, hex, looks, refused, set } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

interface Made {
  readonly still: string
  readonly hash: string
  readonly revision: number
}
const grab = (suite: Suite, over: Readonly<Record<string, unknown>> = {}) =>
  suite.gallery.grab({ ...{ clip, frame: 2, label: '1.1.1' }, ...over })

async function opened(suite: Suite, id: string) {
  await until(`${id} hangs there`, () => suite.gallery.find(id) !== null)
  const content = await suite.gallery.open(suite.gallery.find(id)!)
  if (typeof content === 'string') throw new Error(content)
  return content
}
const plan = ({ session, entries }: Pick<Suite, 'session' | 'entries'>) =>
  compilePlan({ session, entries, clip, frame: 2, luts: () => null }).name

describe('a still', () => {
  it('[GAL1] is the clip alone with one’s own last edit; its look and plan stay what they were', async () => {
    at = await stage()
    const [ann, bob] = [await at.join('Ann'), await at.join('Bob', 'client')]
    const control = await graded(ann)
    set(ann, 3, control)
    const then = { look: looks(ann), plan: plan(ann) }
    const made = await done<Made>(ann.gallery.grab({ clip, frame: 2, label: '1.1.1', look: then.look, digest: hex }))
    set(ann, 1.5, control)
    const content = await opened(bob, made.still)
    expect(content.entries.get(control)).toEqual([1, 3, 1, 1])
    expect(content.session.timeline.clips.map(({ id }) => id)).toEqual([clip])
    expect([...content.session.media.keys()]).toEqual([content.session.timeline.clips[0]!.media])
    expect(lookName(content.session, content.entries, clip)).toBe(then.look)
    expect(plan(content)).toBe(then.plan)
    expect(plan(ann)).not.toBe(then.plan)
    expect(bob.gallery.stills).toMatchObject([
      { label: '1.1.1', clip, frame: 2, look: then.look, digest: hex, seat: ann.seat, slot: null },
    ])
  })

  it('[GAL1] keeps the digest of the picture it was grabbed from only where that had its look', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    await graded(ann)
    const stale = await done<Made>(grab(ann, { look: hex, digest: hex }))
    const none = await done<Made>(grab(ann, { look: looks(ann), digest: 'x' }))
    await until('both hang there', () => ann.gallery.stills.length === 2)
    expect([stale, none].map(({ still }) => ann.gallery.find(still)?.digest)).toEqual(['', ''])
    // Equal clips have one content.
    expect(none.hash).toBe(stale.hash)
  })

  it('[GAL2] needs the verb grade; what does not fit is refused and leaves nothing', async () => {
    at = await stage()
    const [ann, bob, sue] = [await at.join('Ann'), await at.join('Bob', 'client'), await at.join('Sue', 'supervisor')]
    for (const other of [bob, sue]) expect(await refused(grab(other))).toBe('role')
    for (const over of [
      { clip: 'clip0009' },
      { clip: '__proto__' },
      { frame: -1 },
      { frame: 1e6 },
      { frame: '2' },
      { label: '' },
      { label: 'x'.repeat(61) },
      { label: 'a\u0000b' },
      { slot: 'I' },
      { slot: ['A'] },
    ])
      expect([over, await refused(grab(ann, over))]).toEqual([over, 'argument'])
    expect(ann.records.gallery).toEqual([])
    for (const verb of ['grab-label', 'grab-delete'])
      expect(await refused(ann.command(verb, { still: 'still001', label: 'x' }))).toBe('argument')
  })

  it('[GAL2] is renamed by whoever grades, deleted by who grabbed it, or by others once that one is gone', async () => {
    at = await stage()
    const [ann, bob] = [await at.join('Ann'), await at.join('Bob')]
    const one = await done<Made>(grab(ann))
    const two = await done<Made>(grab(ann))
    await done(bob.gallery.label(one.still, 'Hero face'))
    await until('Ann reads it', () => ann.gallery.find(one.still)?.label === 'Hero face')
    const answer = await bob.gallery.delete(one.still)
    expect(answer.ok ? null : answer.refusal).toMatchObject({ rule: 'own', holder: 'Ann' })
    expect(answer.ok ? '' : answer.refusal.sentence).toBe(
      '“Hero face” was grabbed by Ann, who is here and may delete it.',
    )
    await done(ann.gallery.delete(one.still))
    ann.leave()
    await until('the hub lets Ann go', () => bob.rooms.every(({ seat, online }) => seat !== ann.seat || !online))
    await done(bob.gallery.delete(two.still))
    await until('both are gone', () => bob.gallery.stills.length === 0)
  })
})

describe('on record', () => {
  const one: GalleryStill = {
    ...{ id: 'still001', label: '1.1.1', clip, frame: 2, revision: 7, hash: 'f'.repeat(64), look: hex, digest: '' },
    ...{ seat: 'seat0001', at: 5, slot: 'B' as const },
  }

  it('[GAL1] a still is read as it was written', () => {
    expect(recordsOf([writeGalleryStill(one)]).gallery).toEqual([one])
    const hung = { ...one, slot: null, digest: hex }
    expect(recordsOf([writeGalleryStill(hung)]).gallery).toEqual([hung])
  })

  it('[GAL2] a file from elsewhere may hold nothing else in its place', () => {
    const [key, value] = writeGalleryStill(one)
    expect(checkSessionEntry(key, value)).toBeNull()
    for (const [i, wrong] of [
      [1, 'nowhere'],
      [2, -1],
      [4, 'ff'],
      [5, ''],
      [6, 'x'],
      [9, 'I'],
    ] as const)
      expect([i, checkSessionEntry(key, value.with(i, wrong))]).toEqual([
        i,
        expect.stringMatching(/^Item \d+ of gallery/),
      ])
    expect(checkSessionEntry('gallery/x', value)).toMatch(/is no key/)
  })
})

describe('a memory', () => {
  it('[GAL3] is its seat’s own, one of eight, and saved again takes the place of the one before', async () => {
    at = await stage()
    const [ann, bob] = [await at.join('Ann'), await at.join('Bob')]
    await done(grab(ann, { slot: 'A', label: 'first' }))
    const second = await done<Made>(grab(ann, { slot: 'A', label: 'second' }))
    await done(grab(bob, { slot: 'A', label: 'Bob’s' }))
    await done(grab(bob, { slot: 'H', label: 'Bob’s last' }))
    await until('all are here', () => ann.records.gallery.length === 3)
    expect([...ann.gallery.memories].map(([slot, { label }]) => [slot, label])).toEqual([['A', 'second']])
    expect([...bob.gallery.memories.keys()].sort()).toEqual(['A', 'H'])
    expect(ann.gallery.stills).toEqual([])
    expect(bob.gallery.find(second.still)).toBeNull()
    expect(await refused(bob.gallery.label(second.still, 'mine'))).toBe('own')
    expect(await refused(bob.gallery.delete(second.still))).toBe('own')
  })
})

describe('the content of a still', () => {
  it('[GAL4] is there after a restart, goes with its still, and is missed by the check', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samelight-gallery-'))
    const store = openSqlite(join(folder, 'samelight.sqlite'))
    at = await stage({ store })
    const ann = await at.join('Ann')
    await graded(ann)
    const kept = await done<Made>(grab(ann))
    const other = await done<Made>(grab(ann, { clip: clipId(2) }))
    await done(ann.gallery.delete(other.still))
    await at.restart()
    const [row] = await store.sessions()
    expect(await store.snapshot(row!.id, kept.hash)).not.toBeNull()
    expect(await store.snapshot(row!.id, other.hash)).toBeNull()
    const bob = await at.join('Bob', 'client')
    expect((await opened(bob, kept.still)).entries.size).toBeGreaterThan(0)
    await at.close()
    at = null
    await store.close()
    expect((await inspect(folder)).troubles).toEqual([])
    const db = new DatabaseSync(join(folder, 'samelight.sqlite'))
    db.prepare('delete from snapshot where hash = ?').run(kept.hash)
    db.close()
    expect((await inspect(folder)).troubles).toEqual([
      expect.stringContaining(`the content of the gallery's still "1.1.1" is missing.`),
    ])
    rmSync(folder, { recursive: true })
  })

  it('[GAL4] is held against its hash by whoever opens it', async () => {
    const store = openMemory()
    at = await stage({ store: { ...store, snapshot: async () => gzipSync(printContent([], [])) } })
    const ann = await at.join('Ann')
    const { still } = await done<Made>(grab(ann))
    await until('it hangs there', () => ann.gallery.stills.length === 1)
    expect(await ann.gallery.open(ann.gallery.find(still)!)).toBe(
      'The hub’s content of the still "1.1.1" is not what was named: its hash is another.',
    )
  })
})
