import { describe, expect, it } from 'vitest'
import { Layered } from '../../shared/doc/read.ts'
import { freeVersionName, versionsOf } from '../../shared/doc/versions.ts'
import { CLIP, hand } from '../kit/grade.ts'

const clip = CLIP.slice(2)

describe('[DOC21] versions of a clip', () => {
  it('[DOC21] the first is always there, others by name, each once, read alike from any kind of entries', () => {
    const h = hand(7)
    expect(versionsOf(h.entries, clip)).toEqual([{ id: '0', name: '' }])
    const made: string[] = []
    h.edit((grade) => {
      grade.append(CLIP, '0')
      made.push(grade.addVersion(clip, 'Warm'), grade.addVersion(clip, 'Cold'))
      grade.addVersion('clip0002', 'Other')
    })
    const [warm, cold] = made as [string, string]
    const all = [
      { id: '0', name: '' },
      { id: cold, name: 'Cold' },
      { id: warm, name: 'Warm' },
    ]
    expect(versionsOf(h.entries, clip)).toEqual(all)
    expect(versionsOf(new Layered(h.entries, new Map()), clip)).toEqual(all)
    expect(versionsOf(new Map(h.entries), clip)).toEqual(all)
  })

  it('[DOC21] the one in use is among them though it holds nothing', () => {
    const h = hand(7)
    h.edit((grade) => grade.chooseVersion(clip, 'emptyone'))
    expect(versionsOf(h.entries, clip).map(({ id }) => id)).toEqual(['0', 'emptyone'])
  })

  it('[DOC21] a new one takes a name that is free', () => {
    expect(freeVersionName([{ id: '0', name: '' }])).toBe('Version 2')
    expect(
      freeVersionName([
        { id: '0', name: '' },
        { id: 'b', name: 'Version 3' },
      ]),
    ).toBe('Version 4')
  })
})
