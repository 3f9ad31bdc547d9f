import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { type Migration, migrate, migrations } from '../../shared/doc/migrate.ts'
import {
  readRecords,
  writeGalleryStill,
  writeHold,
  writeLink,
  writeLut,
  writeSnapshot,
  writeStill,
  writeVerdict,
  writeWaiver,
} from '../../shared/doc/records.ts'
import { checkEntry, SCHEMA_VERSION } from '../../shared/doc/schema.ts'
import type { Clip, Lock, Media, Timeline } from '../../shared/doc/session.ts'
import { writeFresh, writeLock, writeSeat } from '../../shared/doc/session-edit.ts'
import { readSession, restPipeline } from '../../shared/doc/session-read.ts'
import { CLIP, grade, id, serial } from '../kit/grade.ts'

const rate = { num: 24000, den: 1001 }
const media: Media = {
  id: 'medi0001',
  name: 'A001.mov',
  quick: 'ab'.repeat(16),
  width: 1920,
  height: 1080,
  rate,
  frames: 240,
  startTimecode: 86_400,
  depth: 10,
  matrix: 'bt2020',
  range: 'full',
  space: 'logc3-ei800-awg3',
  size: 5_000_000_000,
}
const clip = (n: number, recordIn: number): Clip => ({
  id: `clip000${n}`,
  name: `shot ${n}`,
  track: 'track001',
  media: media.id,
  recordIn,
  sourceIn: 12,
  length: 48,
  speed: { num: -1, den: 2 },
})
const timeline: Timeline = {
  name: 'Reel 1',
  width: 2048,
  height: 858,
  rate,
  startTimecode: 86_400,
  tracks: [
    { id: 'track002', kind: 'video', order: 'a', name: 'V1' },
    { id: 'track001', kind: 'video', order: 'm', name: 'V2' },
  ],
  clips: [clip(2, 0), clip(1, 48)],
  transitions: [
    { id: 'trans001', kind: 'dissolve', from: 'clip0002', to: 'clip0001', length: 12, alignment: 'centre' },
  ],
  length: 96,
}
const lock: Lock = { id: 'lock0001', holder: 'seat0001', rule: 'lock', reason: 'mine', region: ['c.clip0001/'] }

function session(): { doc: Y.Doc; write: (...pairs: (readonly [string, Value | null])[]) => void } {
  const doc = new Y.Doc()
  const map = doc.getMap<Value>('session')
  const write = (...pairs: (readonly [string, Value | null])[]) => {
    for (const [key, value] of pairs)
      if (value === null) map.delete(key)
      else map.set(key, value)
  }
  write(...writeFresh('Show', restPipeline, timeline, [media], true))
  return { doc, write }
}

describe('the session document', () => {
  it('[DOC16] what the hub writes is what is read: timeline, media, seats, locks, link, pipeline', () => {
    const { doc, write } = session()
    const seat = { id: 'seat0001', name: 'Ann', role: 'colorist' } as const
    write(writeSeat(seat), writeLock(lock), writeLock({ ...lock, id: 'lock0000', holder: null }), [
      'driver',
      ['seat0001'],
    ])
    expect(readSession(doc)).toEqual({
      name: 'Show',
      linked: true,
      pipeline: restPipeline,
      timeline,
      media: new Map([[media.id, media]]),
      seats: new Map([[seat.id, seat]]),
      driver: 'seat0001',
      locks: [{ ...lock, id: 'lock0000', holder: null }, lock],
    })
    write(['driver', [null]], ['link', [false]], ['timeline/clip.clip0001', null], ['locks/lock0001', null])
    const after = readSession(doc)
    expect([after.driver, after.linked, after.timeline.clips.length, after.timeline.length]).toEqual([
      null,
      false,
      1,
      48,
    ])
    expect(after.locks.map((l) => l.id)).toEqual(['lock0000'])
  })

  it('[DOC16] an empty document is a session at rest; what is on record is read as it was written, and is none of the session’s', () => {
    expect(readSession(new Y.Doc())).toMatchObject({
      name: '',
      linked: false,
      driver: null,
      locks: [],
      pipeline: restPipeline,
    })
    const rest = {
      snapshots: [],
      verdicts: [],
      waivers: [],
      gallery: [],
      stills: [],
      luts: [],
      links: [],
      hashes: new Map(),
      hold: null,
      published: 0,
      rules: { stills: false, approved: false, strict: false },
    }
    expect(readRecords(new Y.Doc())).toEqual({ schema: 1, ...rest })
    const { doc, write } = session()
    const [seat, hex] = ['seat0001', 'ab'.repeat(16)]
    const waiver = { id: 'waiv0001', seat, what: 'media/medi0001', reason: 'proxy', at: 5, lifted: null }
    const lifted = { ...waiver, id: 'waiv0002', lifted: { seat: 'seat0002', at: 9 } }
    const snapshot = { id: 'snap0001', name: 'Day 1', revision: 2184, hash: hex + hex, seat, at: 7 }
    const verdict = {
      ...({
        id: 'verd0001',
        snapshot: snapshot.id,
        clip: 'clip0001',
        seat,
        verdict: 'changes',
        note: 'colder',
      } as const),
      ...({ look: hex, digest: hex, frame: 3, class: 'original', display: 'Rec.709', at: 8 } as const),
    }
    const still = {
      ...{ clip: 'clip0001', frame: 12, plan: hex, source: hex, digest: hex, blob: hex + hex },
      ...{ seat, at: 6 },
    }
    const lut = { blob: hex + hex, name: 'print.cube', seat, at: 11 }
    const hung = {
      ...{ id: 'hung0001', label: '1.12.1', clip: 'clip0001', frame: 12, revision: 2184, hash: hex + hex },
      ...{ look: hex, digest: hex, seat, at: 12, slot: null },
    }
    const hold = { revision: 2184, frame: 1200, seat, at: 10 }
    const link = {
      id: 'link0001',
      role: 'client' as const,
      name: 'Detroit',
      until: 99,
      most: 4,
      uses: 1,
      revoked: null,
    }
    write(writeWaiver(lifted), writeWaiver(waiver), writeHold(hold), writeSnapshot(snapshot), writeVerdict(verdict))
    write(
      writeGalleryStill(hung),
      writeStill(still),
      writeLut(lut),
      writeLink(link),
      ['published', [2100]],
      ['rules/stills', [true]],
      ['hashes/medi0001', [hex]],
    )
    expect(readRecords(doc)).toEqual({
      schema: SCHEMA_VERSION,
      snapshots: [snapshot],
      verdicts: [verdict],
      waivers: [waiver, lifted],
      gallery: [hung],
      stills: [still],
      luts: [lut],
      links: [link],
      hashes: new Map([['medi0001', hex]]),
      hold,
      published: 2100,
      rules: { stills: true, approved: false, strict: false },
    })
    expect(readSession(doc)).toEqual(readSession(session().doc))
    write(writeHold(null))
    expect(readRecords(doc).hold).toBeNull()
  })
})

describe('stored versions', () => {
  /** A document as version 1 stores it: it is opened for as long as there is a Samelight. */
  const old = grade({
    ...serial('a b'),
    [`${CLIP}/0/${id('a')}/primaries.gain`]: [1.5, 1, 1, 1],
    [`${CLIP}/0/${id('b')}/head`]: ['gone', 'out', '0'],
    [`${CLIP}/use`]: ['0'],
  })

  it('[DOC17] the document of version 1 opens, and every entry of it is of today’s grammar', () => {
    const now = migrate(1, old)
    expect(typeof now).toBe('object')
    for (const [key, value] of now as ReadonlyMap<string, Value>) expect(checkEntry('grade', key, value)).toBeNull()
    expect(migrations.map((m) => m.from)).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => i + 1))
  })

  it('[DOC17] steps run in order from the stored version; the old entries are left alone', () => {
    const steps: Migration[] = [
      { from: 2, name: 'warm is hot', step: (e) => new Map([['b', [...e.get('b')!, 'hot']]]) },
      {
        from: 1,
        name: 'a is b',
        step: (e) =>
          new Map<string, Value | null>([
            ['a', null],
            ['b', e.get('a')!],
          ]),
      },
    ]
    const first = new Map<string, Value>([['a', ['warm']]])
    expect(migrate(1, first, steps, 3)).toEqual(new Map([['b', ['warm', 'hot']]]))
    expect(migrate(2, new Map([['b', ['x']]]), steps, 3)).toEqual(new Map([['b', ['x', 'hot']]]))
    expect([...first]).toEqual([['a', ['warm']]])
  })

  it('[DOC17] a newer version, one that is none, and a missing step are each a sentence', () => {
    expect(migrate(SCHEMA_VERSION + 1, old)).toContain('stored by a newer Samelight')
    expect(migrate(0, old)).toContain('version is 0')
    expect(migrate(1, old, [], 2)).toContain('No step leads from version 1')
  })
})
