import { describe, expect, it } from 'vitest'
import { parseRoute } from '../../client/screens/route.ts'
import { clipAt } from '../../client/state/clip-at.ts'
import { keyWords, sayKeys } from '../../client/words/key-words.ts'
import { pictureWord, roomWord } from '../../client/words/picture-word.ts'
import { followed, initials, matchWords } from '../../client/words/words.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { demoRooms, demoSession } from './kit/demo.ts'

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
    expect(pictureWord(receipt, receipt, false, true)).toBe('own-view')
    const room = { receipt, ownView: false }
    expect(roomWord(receipt, { ...room, online: true }, false)).toBe('same')
    expect(roomWord(receipt, { ...room, online: false }, false)).toBe('unknown')
    expect(roomWord(receipt, { ...room, ownView: true, online: false }, true)).toBe('unknown')
  })

  it('[UI30] of who is away, and while playing of the frame on show, nothing is said that nobody has sworn to', () => {
    expect([1, 2].map((rooms) => matchWords(rooms, false))).toEqual(['room matches', 'rooms match'])
    expect([1, 2].map((rooms) => matchWords(rooms, true))).toEqual(['room matched', 'rooms matched'])
    const [{ seat }] = [demoRooms[0]!]
    const { name } = demoSession.seats.get(seat)!
    const suite = (online: boolean, driver: string | null, kind: 'live' | 'offline') => ({
      session: { ...demoSession, driver },
      seat: 'seat0009',
      rooms: [{ ...demoRooms[0]!, online }],
      link: kind === 'live' ? { kind } : { kind, pending: 0 },
    })
    expect(followed(suite(true, seat, 'live'))).toBe(name)
    expect(followed(suite(false, seat, 'live'))).toBe(`${name}, who is away`)
    // Cut off, one knows of nobody whether they are away.
    expect(followed(suite(false, seat, 'offline'))).toBe(name)
    expect(followed(suite(true, null, 'live'))).toBeNull()
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

  it('[UI77] a refusal names clip, node and control as they are called, not by their keys', () => {
    const { clips } = demoSession.timeline
    const level = `c.${clips[3]!.id}`
    const [key, bare] = [`${level}/0/node0001/primaries.gain`, `${level}/0/nodegone/w.win00001/shape@12`]
    const entries = new Map<string, Value>([
      [`${level}/0/node0001/head`, ['corrector', 0]],
      [`${level}/0/node0001/label`, ['SKY']],
      [`${level}/0/out/in.0`, ['node0001', 'rgb']],
    ])
    const say = (sentence: string) => sayKeys(sentence, demoSession, entries)
    expect(say(`${key} is locked by Clara: it is signed off.`)).toBe(
      'Gain of node 1 SKY, clip 04 is locked by Clara: it is signed off.',
    )
    expect(say(`${bare}, ${level}/use.`)).toBe('A window of a node, clip 04, The version in use of clip 04.')
    expect(keyWords('t/0/node0001/cdl.slope', demoSession, entries)).toBe('Slope of a node, the timeline')
    for (const plain of ['At 23/24 frames, c.f. note 3/4.', 'The link http://hub/s/abc is gone.'])
      expect(say(plain)).toBe(plain)
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
