import { describe, expect, it } from 'vitest'
import { parseRoute } from '../../client/screens/route.ts'
import { clipAt } from '../../client/state/desk.ts'
import { pictureWord } from '../../client/words/picture-word.ts'
import { initials } from '../../client/words/words.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { demoSession } from './kit/demo.ts'

const receipt: Receipt = {
  seat: 'seat0001',
  revision: 7,
  clip: 'clip0000',
  frame: 3,
  plan: 'p',
  source: 's',
  look: 'l',
  digest: 'd',
  executor: 'wasm',
  engine: 'e',
  class: 'original',
  display: 'srgb',
  monitorLut: null,
  watermark: null,
  proof: null,
  skewMs: 0,
  dropped: 0,
  at: 0,
}

describe('words', () => {
  it('[UI30] two pictures match when clip, frame, plan, source and digest are equal, whatever the revisions', () => {
    expect(pictureWord(receipt, { ...receipt, revision: 9 }, false)).toBe('same')
    expect(pictureWord(receipt, { ...receipt, digest: 'x' }, false)).toBe('differs')
    expect(pictureWord(receipt, { ...receipt, source: 'x' }, false)).toBe('differs')
    expect(pictureWord(receipt, { ...receipt, frame: 4 }, false)).toBe('elsewhere')
    expect(pictureWord(receipt, { ...receipt, plan: 'q', revision: 6 }, false)).toBe('behind')
    expect(pictureWord(receipt, receipt, true)).toBe('adjusting')
    expect(pictureWord(receipt, null, false)).toBe('unknown')
  })

  it('[UI31] an address is a session and a key behind #; what is missing is said in a sentence', () => {
    expect(parseRoute('/s/abc', '#k3y')).toEqual({ session: 'abc', key: 'k3y' })
    for (const [path, hash] of [
      ['/', '#k'],
      ['/s/abc', ''],
      ['/s/a/b', '#k'],
    ] as const)
      expect(parseRoute(path, hash)).toMatch(/\.$/)
  })

  it('[UI32] the clip under a frame is the one whose length reaches it; in a gap there is none', () => {
    const { clips } = demoSession.timeline
    expect(clipAt(clips, 0)?.id).toBe(clips[0]!.id)
    expect(clipAt(clips, clips[1]!.recordIn)?.id).toBe(clips[1]!.id)
    expect(clipAt(clips, clips[1]!.recordIn - 1)?.id).toBe(clips[0]!.id)
    expect(clipAt(clips, demoSession.timeline.length)).toBeNull()
    expect(clipAt([clips[1]!], 0)).toBeNull()
  })

  it('[UI33] a seat is two letters', () => {
    expect([initials('Clara Marsh'), initials('dp'), initials('Ana Maria Ruiz'), initials(' ')]).toEqual([
      'CM',
      'DP',
      'AR',
      '–',
    ])
  })
})
