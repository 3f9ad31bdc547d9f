/** The session read after each write, and patched: the same; and the shapes of its entries, by which a document from a file is judged. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import {
  writeHold,
  writeLink,
  writeLut,
  writeSnapshot,
  writeStill,
  writeVerdict,
  writeWaiver,
} from '../../shared/doc/records.ts'
import { checkSessionEntry } from '../../shared/doc/session-check.ts'
import { writeFresh, writeLock, writeMedia, writeSeat } from '../../shared/doc/session-edit.ts'
import { patchSession } from '../../shared/doc/session-patch.ts'
import { readSession, restPipeline } from '../../shared/doc/session-read.ts'
import { type Draw, forEachSeed, pick } from '../kit/seed.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'

const id = (draw: Draw): string => `seat000${draw(6)}`
const hash = 'ab'.repeat(32)
const name = 'ab'.repeat(16)

/** Each entry that the hub writes, of every kind there is. */
const written: readonly (readonly [string, Value])[] = [
  ...writeFresh(
    'Test',
    restPipeline,
    {
      ...testTimeline,
      transitions: [
        { id: 'tran0001', kind: 'dissolve', from: 'clip0001', to: 'clip0002', length: 12, alignment: 'centre' },
      ],
    },
    testMedia,
    true,
  ),
  writeMedia({ ...testMedia[0]!, turn: 90 }),
  writeSeat({ id: 'seat0001', name: 'Ann', role: 'colorist' }),
  writeLock({
    id: 'lock0001',
    region: ['c.clip0001/', 'c.*/*/sizing/'],
    holder: 'seat0001',
    rule: 'own',
    reason: 'mine',
  }),
  writeLock({ id: 'lock0002', region: ['c.clip0001/'], holder: null, rule: 'approved', reason: 'approved' }),
  writeSnapshot({ id: 'snap0001', name: 'First', revision: 12, hash, seat: 'seat0001', at: 1_700_000_000_000 }),
  writeVerdict({
    id: 'verd0001',
    snapshot: 'snap0001',
    clip: 'clip0001',
    seat: 'seat0001',
    verdict: 'approve',
    note: '',
    look: name,
    digest: name,
    frame: 0,
    class: 'original',
    display: 'Rec.709',
    at: 1,
  }),
  writeWaiver({ id: 'waiv0001', seat: 'seat0001', what: 'media/medi0001', reason: 'known', at: 1, lifted: null }),
  writeWaiver({
    id: 'waiv0002',
    seat: 'seat0001',
    what: 'x',
    reason: 'known',
    at: 1,
    lifted: { seat: 'seat0001', at: 2 },
  }),
  writeStill({
    clip: 'clip0001',
    frame: 3,
    plan: name,
    source: name,
    digest: name,
    blob: hash,
    seat: 'seat0001',
    at: 1,
  }),
  writeLink({ id: 'client', role: 'client', name: '', until: null, most: null, uses: 0, revoked: 5 }),
  writeLink({ id: 'link0001', role: 'client', name: 'Detroit', until: 5, most: 2, uses: 1, revoked: null }),
  writeHold({ revision: 3, frame: 4, seat: 'seat0001', at: 1 }) as readonly [string, Value],
  writeLut({ blob: hash, name: 'film.cube', seat: 'seat0001', at: 1 }),
  ['published', [7]],
  ['driver', [null]],
  ['rules/strict', [true]],
  ['hashes/medi0001', [name]],
]

function someWrites(draw: Draw): Map<string, Value | null> {
  const out = new Map<string, Value | null>()
  for (let i = 1 + draw(3); i > 0; i--) {
    const seat = id(draw)
    const kinds: readonly (readonly [string, Value | null])[] = [
      writeSeat({ id: seat, name: `Ann ${draw(9)}`, role: pick(draw, ['colorist', 'client'] as const) }),
      [`seats/${seat}`, null],
      writeLock({
        id: `lock000${draw(4)}`,
        region: [`c.clip000${draw(3)}/`],
        holder: seat,
        rule: 'own',
        reason: `r${draw(9)}`,
      }),
      [`locks/lock000${draw(4)}`, null],
      ['driver', [draw(2) === 0 ? null : seat]],
      ['link', [draw(2) === 0]],
      ['name', [`Name ${draw(5)}`]],
      ['rules/strict', [draw(2) === 0]],
      ['rules/strict', null],
      ['published', [draw(99)]],
      writeSnapshot({ id: 'snap0001', name: 'x', revision: 1, hash, seat, at: draw(9) }),
    ]
    out.set(...pick(draw, kinds))
  }
  return out
}

describe('the session after some writes', () => {
  it('[DOC19] patched is the session read anew; what reaches timeline, media or pipeline is read anew', () => {
    forEachSeed(200, (draw) => {
      const doc = new Y.Doc()
      const map = doc.getMap<Value>('session')
      doc.transact(() => {
        for (const [key, value] of writeFresh('Test', restPipeline, testTimeline, testMedia, true)) map.set(key, value)
      })
      let session = readSession(doc)
      for (let turn = 0; turn < 12; turn++) {
        const writes = someWrites(draw)
        for (const [key, value] of writes)
          if (value === null) map.delete(key)
          else map.set(key, value)
        const patched = patchSession(session, writes)
        expect(patched).toEqual(readSession(doc))
        session = patched!
      }
    })
    const session = readSession(new Y.Doc())
    for (const key of ['timeline/clip.clip0001', 'media/medi0001', 'pipeline'])
      expect(patchSession(session, new Map([[key, null]]))).toBeNull()
  })
})

describe('an entry of the session document', () => {
  it('[DOC20] fits its shape where the hub wrote it', () => {
    for (const [key, value] of written) expect(checkSessionEntry(key, value), key).toBeNull()
  })

  it('[DOC20] of another form is a sentence: fewer items or more, another kind of item, no plain value, no key of ours', () => {
    for (const [key, value] of written) {
      if (!/^(locks|media|waivers|hold)/.test(key))
        expect(checkSessionEntry(key, value.slice(0, -1)), key).not.toBeNull()
      expect(checkSessionEntry(key, []), key).not.toBeNull()
      if (!key.startsWith('locks'))
        expect(checkSessionEntry(key, [...value, ...Array(20).fill({})]), key).not.toBeNull()
      expect(checkSessionEntry(key, [{}, ...value.slice(1)]), key).not.toBeNull()
    }
    for (const [key, value] of [
      ['timeline/clip.clip0001', ['x', 'track000', '../../x1', 0, 0, 48, 1, 1]],
      ['timeline/clip.clip0001', ['x', 'track000', 'medi0001', 0, 0, 48, 1, 0]],
      ['timeline/clip.nothing', ['x', 'track000', 'medi0001', 0, 0, 48, 1, 1]],
      ['timeline/settings', ['x', 1e9, 1080, 24, 1, 0]],
      ['seats/seat0001', ['Ann', 'owner']],
      ['seats/__proto__', ['Ann', 'colorist']],
      ['snapshots/snap0001', ['x', 1, '../../etc', 'seat0001', 1]],
      ['pipeline', ['nowhere', 'srgb']],
      ['driver', ['x'.repeat(3000)]],
      ['newer/thing', [{}]],
      ['newer/thing', [Number.NaN]],
      ['newer/thing', 'text'],
      ['', [1]],
    ] as const)
      expect(checkSessionEntry(key, value), `${key} ${JSON.stringify(value).slice(0, 40)}`).toMatch(/\.$/)
    expect(checkSessionEntry('newer/thing', ['what a newer one keeps', 1, null])).toBeNull()
  })
})
