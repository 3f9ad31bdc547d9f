/** The history: any revision as it was, what changed between two, one clip with what it leans on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openMemory } from '../../server/store/memory.ts'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { lookName } from '../../shared/render/name.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, seeded, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const clip = clipId(1)
const text = (entries: Entries): string => JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))

describe('a past revision', () => {
  it('[HIST2] is what every suite held then, before and after a restart with its checkpoints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samelight-past-'))
    at = await stage({ dataDir: folder })
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const random = seeded(7)
    const moments = new Map<number, { readonly entries: string; readonly look: string }>()
    const play = async (suite: Suite) => {
      const level = random() < 0.7 ? `c.${clip}` : random() < 0.5 ? 't' : `c.${clipId(2)}`
      const nodes = [...suite.entries].filter(
        ([k, v]) => k.startsWith(`${level}/`) && k.endsWith('/head') && v[0] !== 'gone',
      )
      const node = nodes[Math.floor(random() * nodes.length)]?.[0].split('/')[2]
      const what = random()
      const before = suite.revision
      const gain: Value = [1, Math.fround(1 + random()), 1, 1]
      suite.edit(level, 'Edit', (g) => {
        if (node === undefined || what < 0.2) g.append(level, '0')
        else if (what > 0.8) g.remove(level, '0', node)
        else g.control(level, '0', node, 'primaries.gain', gain)
      })
      await until('it is saved and everywhere', () => ann.revision === ben.revision && ann.revision > before)
      moments.set(ann.revision, { entries: text(ann.entries), look: lookName(ann.session, ann.entries, clip) })
    }
    const check = async () => {
      for (const [revision, then] of moments) {
        const content = await ben.review.past(revision)
        if (typeof content === 'string') throw new Error(content)
        expect([revision, text(content.entries)]).toEqual([revision, then.entries])
        const own = await ben.review.past(revision, clip)
        if (typeof own === 'string') throw new Error(own)
        expect([revision, lookName(own.session, own.entries, clip)]).toEqual([revision, then.look])
        expect([...own.entries.keys()].some((key) => key.startsWith(`c.${clipId(2)}/`))).toBe(false)
      }
    }
    for (let i = 0; i < 12; i++) await play(i % 2 ? ann : ben)
    await check()
    await at.restart()
    await until('both are back', () => ann.link.kind === 'live' && ben.link.kind === 'live')
    for (let i = 0; i < 6; i++) await play(i % 2 ? ann : ben)
    await check()
    await at.close()
    at = null
    rmSync(folder, { recursive: true })
  })

  it('[HIST3] between two revisions each key is told once, from first to last, with its last author', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const key = (n: number) => `c.${clip}/0/node000${n}/primaries.gain`
    const set = async (suite: Suite, n: number, value: number | null) => {
      const before = suite.revision
      suite.edit(`c.${clip}`, 'Gain', (g) => (value === null ? g.reset(key(n)) : g.put(key(n), [1, value, 1, 1])))
      await until('saved', () => suite.revision > before && ann.revision === ben.revision)
    }
    await set(ann, 1, 2)
    const from = ann.revision
    await set(ann, 1, 3)
    await set(ben, 1, 4)
    await set(ann, 2, 2)
    await set(ann, 3, 5)
    await set(ben, 3, null)
    const list = await ann.review.compare({ revision: from }, 'now')
    if (typeof list === 'string') throw new Error(list)
    expect(list.map((c) => [c.key, c.from?.[1] ?? null, c.to?.[1] ?? null, c.author?.seat])).toEqual([
      [key(1), 2, 4, ben.seat],
      [key(2), null, 2, ann.seat],
    ])
    expect(await ann.review.past(99_999)).toContain('not 99999')
  })

  it('[HIST4] what a stored content cannot be rebuilt from is said in a sentence, and the hub goes on', async () => {
    const store = openMemory()
    let broken = false
    at = await stage({
      store: {
        ...store,
        past: async (...args) =>
          broken ? { checkpoint: Uint8Array.of(9, 9, 9), packed: false, log: [] } : store.past(...args),
      },
    })
    const ann = await at.join('Ann')
    broken = true
    expect(await ann.review.past(1)).toContain('cannot be rebuilt')
    expect(await ann.review.snapshot('x')).toMatchObject({ ok: false, refusal: { rule: 'store' } })
    broken = false
    expect(await ann.review.snapshot('x')).toMatchObject({ ok: true })
    expect(ann.link.kind).toBe('live')
  })
})
