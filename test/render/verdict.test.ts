/** A verdict stands by the look it was given on; stills are what their sender digested. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import type { Verdict } from '../../shared/doc/records.ts'
import { writeFresh } from '../../shared/doc/session-edit.ts'
import { restPipeline, sessionOf } from '../../shared/doc/session-read.ts'
import { digest } from '../../shared/render/digest.ts'
import { lookName } from '../../shared/render/name.ts'
import { readStill, stillSize } from '../../shared/render/still.ts'
import { standing, verdictState } from '../../shared/render/verdict.ts'
import { CLIP, grade, hand, id, serial } from '../kit/grade.ts'
import { stillPng } from '../kit/still.ts'
import { clipId, testMedia, testTimeline } from '../kit/suite.ts'

const session = sessionOf([...writeFresh('S', restPipeline, testTimeline, testMedia, true)] as [string, Value][])
const clip = clipId(1)
const hex = 'ab'.repeat(16)
const group = id('grp')
const then = grade({
  ...serial('a b'),
  [`${CLIP}/group`]: [group],
  [`${CLIP}/0/${id('a')}/primaries.gain`]: [1.5, 1, 1, 1],
})
const verdict: Verdict = {
  ...({ id: 'verd0001', snapshot: 'snap0001', clip, seat: 'seat0001', verdict: 'approve', note: '' } as const),
  ...({ look: lookName(session, then, clip), digest: hex, frame: 0, class: 'original', display: 'x', at: 1 } as const),
}
const state = (entries: Entries) => verdictState(verdict, { session, entries }, { session, entries: then })

/** A hand on the snapshot's grade, and what it did. */
function edited(write: Parameters<ReturnType<typeof hand>['edit']>[0]): Entries {
  const ann = hand(1)
  ann.write(then)
  ann.edit(write)
  return ann.entries
}

describe('a verdict', () => {
  it('[VERD1] stands while the look is the one it was given on', () => {
    expect(state(then)).toEqual({ kind: 'approved' })
    const changes = verdictState({ ...verdict, verdict: 'changes', note: 'colder' }, { session, entries: then }, null)
    expect(changes).toEqual({ kind: 'changes' })
  })

  it.each<[string, Parameters<typeof edited>[0]]>([
    ['a label', (g) => g.label(CLIP, '0', id('a'), 'Skin')],
    ['a place', (g) => g.control(CLIP, '0', id('a'), 'at', [4, 2])],
    ['a colour', (g) => g.control(CLIP, '0', id('a'), 'colour', ['red'])],
    ['a stored neutral', (g) => g.control(CLIP, '0', id('b'), 'primaries.gain', [1, 1, 1, 1])],
    ['another clip', (g) => g.put(`c.clip0002/0/${id('z')}/primaries.gain`, [2, 1, 1, 1])],
    ['another group', (g) => g.put(`g.${id('other')}.pre/0/${id('z')}/primaries.gain`, [2, 1, 1, 1])],
    ['a version that is not in use', (g) => g.put(`${CLIP}/versaaaa/${id('z')}/primaries.gain`, [2, 1, 1, 1])],
  ])('[VERD2] %s does not stale it', (_, write) => expect(state(edited(write))).toEqual({ kind: 'approved' }))

  it('[VERD2] a node added and deleted again does not stale it', () => {
    const ann = hand(1)
    ann.write(then)
    let node = ''
    ann.edit((g) => {
      node = g.append(CLIP, '0')!
      g.control(CLIP, '0', node, 'primaries.gain', [2, 1, 1, 1])
    })
    expect(state(ann.entries).kind).toBe('stale')
    ann.edit((g) => g.remove(CLIP, '0', node))
    expect(state(ann.entries)).toEqual({ kind: 'approved' })
  })

  it.each<[string, string, Parameters<typeof edited>[0]]>([
    ['a control', CLIP, (g) => g.put(`${CLIP}/0/${id('a')}/primaries.gain`, [2, 1, 1, 1])],
    [
      'its group',
      `g.${group}.post`,
      (g) => {
        g.append(`g.${group}.post`, '0')
      },
    ],
    [
      'the timeline',
      't',
      (g) => {
        g.append('t', '0')
      },
    ],
    ['its sizing', CLIP, (g) => g.put(`${CLIP}/0/sizing/input`, ['fill', 0, 0, 1, 0, false, false])],
  ])('[VERD3] %s stales it, and what changed is told', (_, level, write) => {
    const found = state(edited(write))
    if (found.kind !== 'stale') throw new Error(found.kind)
    expect(found.was).toBe('approve')
    expect(found.changes!.length).toBeGreaterThan(0)
    for (const change of found.changes!) expect(change.level).toBe(level)
  })

  it('[VERD3] a shared node and the cut stale it; without the snapshot’s content what changed is not known yet', () => {
    const shared = (gain: number): Entries =>
      grade({
        ...Object.fromEntries(then),
        [`${CLIP}/0/${id('s')}/head`]: ['shared', 'out', '0'],
        [`${CLIP}/0/${id('s')}/shared`]: [id('body')],
        ...serial('x', `s.${id('body')}`),
        [`s.${id('body')}/0/${id('x')}/primaries.gain`]: [gain, 1, 1, 1],
      })
    const own = { ...verdict, look: lookName(session, shared(1.5), clip) }
    const was = { session, entries: shared(1.5) }
    expect(verdictState(own, { session, entries: shared(1.5) }, was).kind).toBe('approved')
    const found = verdictState(own, { session, entries: shared(2) }, was)
    expect(found.kind === 'stale' && found.changes!.map((c) => c.level)).toEqual([`s.${id('body')}`])
    const trimmed = {
      ...session,
      timeline: { ...session.timeline, clips: session.timeline.clips.map((c) => ({ ...c, sourceIn: 11 })) },
    }
    expect(verdictState(verdict, { session: trimmed, entries: then }, null)).toEqual({
      kind: 'stale',
      was: 'approve',
      changes: null,
    })
  })

  it('[VERD4] the newest of a clip counts', () => {
    const newer = { ...verdict, id: 'verd0002', at: 2 }
    expect(standing([verdict, newer]).get(clip)).toBe(newer)
    expect(standing([newer, verdict]).get(clip)).toBe(newer)
  })
})

describe('a still', () => {
  const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
  const frame = { width: 7, height: 5, pixels: Uint16Array.from({ length: 105 }, (_, i) => (i * 7919) & 0xffff) }

  it('[BLOB6] comes out of its PNG bit for bit, and is held against the sender’s digest', async () => {
    const png = await stillPng(frame)
    const own = await digest(7, 5, frame.pixels, sha256)
    expect(await readStill(png, { width: 7, height: 5, digest: own }, sha256)).toEqual(frame)
    const other = await stillPng({ ...frame, pixels: frame.pixels.map((x, i) => (i === 50 ? x ^ 1 : x)) })
    expect(await readStill(other, { width: 7, height: 5, digest: own }, sha256)).toContain('not what its sender')
    expect(await readStill(png, { width: 8, height: 5, digest: own }, sha256)).toContain('7×5')
    expect(await readStill(png.subarray(0, 60), { width: 7, height: 5, digest: own }, sha256)).toContain('still')
  })

  it('[BLOB6] eight bits, a huge size and no PNG are refused by their first bytes', async () => {
    const { encode } = await import('fast-png')
    expect(stillSize(encode({ width: 2, height: 2, data: new Uint8Array(12), depth: 8, channels: 3 }))).toContain(
      'depth 8',
    )
    const png = await stillPng(frame)
    new DataView(png.buffer).setUint32(16, 0x7fffffff)
    expect(stillSize(png)).toContain('pixels a side')
    expect(stillSize(new Uint8Array(100))).toContain('none')
  })
})
