/** Flags and clip colours in the document: how they merge, who may set them, and what leaves them alone. */
import { describe, expect, it } from 'vitest'
import { changesByControl, clipChanges } from '../../shared/doc/change-list.ts'
import { copyWrites } from '../../shared/doc/copy.ts'
import {
  clipColour,
  clipColours,
  clipFlags,
  colourKey,
  flagColours,
  flagKey,
  isAside,
  setClipColour,
  setFlag,
} from '../../shared/doc/flags.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { clipEntries } from '../../shared/doc/lean.ts'
import { litterOf } from '../../shared/doc/litter.ts'
import { migrate } from '../../shared/doc/migrate.ts'
import { parsePath } from '../../shared/doc/path.ts'
import { restoreWrites } from '../../shared/doc/restore.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { writeFresh } from '../../shared/doc/session-edit.ts'
import { restPipeline, sessionOf } from '../../shared/doc/session-read.ts'
import { isTouched } from '../../shared/doc/share.ts'
import { takeBack } from '../../shared/doc/undo.ts'
import { judge } from '../../shared/policy/judge.ts'
import { roleNames } from '../../shared/policy/roles.ts'
import { lookName } from '../../shared/render/name.ts'
import { CLIP, grade, hand, id, meet, serial } from '../kit/grade.ts'
import { clipId, testMedia, testTimeline } from '../kit/suite.ts'

const session = sessionOf([...writeFresh('Show', restPipeline, testTimeline, testMedia, true)] as [string, Value][])
const clip = clipId(1)

describe('flags and clip colours', () => {
  it('[DOC22] a clip has any of the flags, in the order of the menu, and one colour at most', () => {
    const ann = hand(1)
    for (const flag of [...flagColours].reverse()) ann.edit((g) => setFlag(g, clip, flag, true))
    expect(clipFlags(ann.entries, clip)).toEqual(flagColours)
    ann.edit((g) => setFlag(g, clip, 'red', false))
    expect(clipFlags(ann.entries, clip)).toEqual(flagColours.filter((flag) => flag !== 'red'))
    for (const colour of clipColours) {
      ann.edit((g) => setClipColour(g, clip, colour))
      expect(clipColour(ann.entries, clip)).toBe(colour)
    }
    ann.edit((g) => setClipColour(g, clip, null))
    expect(clipColour(ann.entries, clip)).toBeNull()
    for (const [key, value] of ann.entries) expect(checkEntry('grade', key, value)).toBeNull()
    expect(clipFlags(ann.entries, clipId(2))).toEqual([])
  })

  it('[DOC22] two who flag one clip while cut off from each other both do; of two colours one wins', () => {
    const ann = hand(1)
    const ben = hand(2, ann)
    ann.edit((g) => setFlag(g, clip, 'red', true))
    ben.edit((g) => setFlag(g, clip, 'blue', true))
    ann.edit((g) => setClipColour(g, clip, 'teal'))
    ben.edit((g) => setClipColour(g, clip, 'orange'))
    meet([ann, ben])
    for (const { entries } of [ann, ben]) expect(clipFlags(entries, clip)).toEqual(['blue', 'red'])
    expect(clipColour(ann.entries, clip)).toBe(clipColour(ben.entries, clip))
  })

  it('[DOC22] who grades sets and takes them, nobody else, and a lock of the clip closes them too', () => {
    const keys: [string, Value][] = [
      [flagKey(clip, 'blue'), [true]],
      [colourKey(clip), ['teal']],
    ]
    const locked = {
      ...session,
      locks: [{ id: 'lock0001', holder: 'seat0002', rule: 'lock', reason: 'signed', region: [`c.${clip}/`] }],
    }
    for (const [key, value] of keys)
      for (const to of [value, null]) {
        for (const role of roleNames)
          expect(judge({ id: 'seat0001', name: 'Ann', role }, session, 'grade', key, to)?.rule, role).toBe(
            role === 'colorist' ? undefined : 'role',
          )
        const ann = { id: 'seat0001', name: 'Ann', role: 'colorist' } as const
        expect(judge(ann, locked, 'grade', key, to)).toMatchObject({ rule: 'lock', keys: [key] })
        expect(judge({ ...ann, id: 'seat0002' }, locked, 'grade', key, to)).toBeNull()
      }
  })

  it('[DOC22] no part of grade or picture: look, tree, litter, versions, copies and a restore leave them where they are', () => {
    const plain = grade({ ...serial('a'), [`${CLIP}/0/${id('a')}/primaries.gain`]: [1.5, 1, 1, 1] })
    const ann = hand(1)
    ann.write(plain)
    const before = lookName(session, ann.entries, clip)
    ann.edit((g) => {
      setFlag(g, clip, 'blue', true)
      setClipColour(g, clip, 'teal')
    })
    const { entries } = ann
    expect(lookName(session, entries, clip)).toBe(before)
    expect([...clipEntries(entries, clip).keys()].filter(isAside)).toEqual([])
    expect(clipChanges({ session, entries: plain }, { session, entries }, clip)).toEqual([])
    expect(changesByControl(plain, entries).map(({ words, pictured }) => [words, pictured])).toEqual([
      ['No clip colour → Clip colour teal', false],
      ['No flag blue → Flag blue', false],
    ])
    expect(litterOf(entries).filter(isAside)).toEqual([])
    expect([...copyWrites(entries, clip, clipId(2), 0, 'all').keys()].filter(isAside)).toEqual([])
    expect(isTouched(grade({ [flagKey(clip, 'blue')]: [true] }), CLIP, '0')).toBe(false)
    for (const one of [clip, null]) expect([...restoreWrites(entries, plain, one).keys()]).toEqual([])
    expect([...restoreWrites(plain, entries, null).keys()]).toEqual([])
    ann.edit((g) => void g.addVersion(clip, 'Warm'))
    expect(clipFlags(entries, clip)).toEqual(['blue'])
  })

  it('[DOC22] undo takes a step of many clips back, but for what somebody changed since', () => {
    const ann = hand(1)
    const changes = ann.edit((g) => {
      for (const n of [1, 2, 3]) setClipColour(g, clipId(n), 'teal')
    })
    ann.edit((g) => setClipColour(g, clipId(2), 'pink'))
    const { writes, skipped } = takeBack({ label: 'Clip colour', changes }, ann.entries)
    expect([...writes]).toEqual([
      [colourKey(clipId(1)), null],
      [colourKey(clipId(3)), null],
    ])
    expect(skipped).toEqual([colourKey(clipId(2))])
  })

  it('[DOC17] a document of version 1, which knows neither, is one of version 2 as it is', () => {
    const old = grade(serial('a b'))
    expect(migrate(1, old)).toEqual(new Map(old))
    const flagged = new Map([...old, [flagKey(clip, 'pink'), [true]] as const])
    expect(migrate(2, flagged)).toEqual(flagged)
  })

  it('[DOC22] aside is said of exactly their keys', () => {
    for (const flag of flagColours) expect(isAside(flagKey(clip, flag))).toBe(true)
    expect(isAside(colourKey(clip))).toBe(true)
    for (const key of [`${CLIP}/use`, `${CLIP}/group`, `${CLIP}/0/${id('a')}/colour`, `${CLIP}/0/flag.red`])
      expect(isAside(key)).toBe(false)
    expect(parsePath(`${CLIP}/flag.mauve`)).toBeNull()
  })
})
