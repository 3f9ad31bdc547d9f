/** An hour without a link, and a lock taken under somebody's fingers, on a clock set by hand. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'
import { Cable } from './cable.ts'
import { House, hubUrl, sessionId } from './house.ts'
import { Referee } from './referee.ts'
import { World } from './world.ts'

interface Place {
  readonly world: World
  readonly cable: Cable
  readonly house: House
  /** Sentences of the hub's refusals, by the name of who got them. */
  readonly refused: [string, string][]
  enter(name: string, role: 'colorist' | 'engineer'): Promise<Suite>
}

async function open(seed: number): Promise<Place> {
  const world = new World(seed)
  world.begin()
  const refused: [string, string][] = []
  const referee = new Referee(
    () => world.now,
    (why) => world.fail(why),
  )
  const cable = new Cable(world, {
    sent: (end, frame) => {
      referee.sent(end, frame, house.session)
      const message = frame[0]! >= 100 ? decodeMessage(frame) : null
      if (message?.kind === 'refused') refused.push([end.link.name, message.refusal.sentence])
    },
    heard: (end, frame) => referee.heard(end, frame),
    said: (end, frame) => {
      referee.look(house.session)
      referee.said(end, frame)
    },
  })
  const house: House = new House(world, cable, {
    writing: (session, batch) => referee.writing(session, batch),
    written: (batch) => referee.written(batch),
    admitted: (seat, clients) => referee.admitted(seat, clients),
    joined: (end, seat, document, stock) => referee.joined(end, seat, document, stock),
    log: (line) => referee.log(line),
  })
  await world.wait(house.start())
  const enter = (name: string, role: 'colorist' | 'engineer'): Promise<Suite> =>
    world.wait(
      joinSuite({
        ...{ hub: hubUrl, session: sessionId, key: house.links[role], name, engine: 'fuzz' },
        WebSocket: cable.socket(name),
        fetch: house.fetch(name),
        clock: () => world.now,
        random: () => world.draw(0x40000000) / 0x40000000,
      }),
    )
  return { world, cable, house, refused, enter }
}

const key = (clip: number, node: number): string =>
  `c.clip00${String(clip).padStart(2, '0')}/0/node${String(node).padStart(4, '0')}/primaries.gain`
const gain = (n: number): Value => [1, 1 + n / 1024, 1, 1]

let place: Place
beforeEach(async () => {
  place = await open(1)
})
afterEach(() => place.world.end())

describe('an hour away', () => {
  it('[INV18] 5,000 edits come back: one sentence names the closed keys, the rest is everywhere within a second, and nobody’s value falls without a word', async () => {
    const { world, cable, refused, enter } = place
    const [ann, ben, eve] = [
      await enter('Ann', 'colorist'),
      await enter('Ben', 'colorist'),
      await enter('Eve', 'engineer'),
    ]
    // Both have moved these before; both will while they are apart.
    const both = [key(3, 1), key(3, 2), key(3, 3)]
    for (const one of both) ben.edit('c.clip0003', 'Gain', (grade) => grade.put(one, gain(0)))
    await world.pass(1000)
    cable.pull('Ann')
    await world.pass(3000)
    expect(ann.link.kind).toBe('offline')
    const lock = await world.wait(eve.command('lock', { region: ['c.clip0012/'], reason: 'approved' }))
    expect(lock.ok).toBe(true)
    const closed = new Set<string>()
    const mine = new Map<string, Value>()
    for (let i = 0; i < 5000; i++) {
      const clip = 1 + (i % 16)
      const at = i < 3 ? both[i]! : key(clip, 100 + (i % 1200))
      if (clip === 12 && i >= 3) closed.add(at)
      else mine.set(at, gain(1 + i))
      expect(ann.edit('c.clip0001', 'Gain', (grade) => grade.put(at, gain(1 + i)))).toBeNull()
      if (i % 10 === 0) await world.pass(7200)
      if (i === 2000) for (const one of both) ben.edit('c.clip0003', 'Gain', (grade) => grade.put(one, gain(7)))
    }
    expect(world.now).toBeGreaterThan(3_600_000)
    expect(ann.link).toMatchObject({ kind: 'offline', pending: 5000 })
    const told = ann.messages.length
    cable.plug('Ann')
    expect(await world.until(() => ann.link.kind !== 'offline' && ben.entries.size > 1000, 10_000)).toBe(true)
    const back = world.now
    const there = (suite: Suite): boolean =>
      [...mine].every(
        ([at, value]) => both.includes(at) || JSON.stringify(suite.entries.get(at)) === JSON.stringify(value),
      )
    expect(await world.until(() => there(ben), 1000), 'within a second').toBe(true)
    expect(world.now - back).toBeLessThanOrEqual(1000)
    const clean = (): boolean => ann.link.kind === 'live' && [...closed].every((at) => !ann.entries.has(at))
    expect(await world.until(clean, 10_000), 'what was refused is gone here too').toBe(true)
    expect(there(ann)).toBe(true)
    for (const suite of [ann, ben, eve]) for (const at of closed) expect(suite.entries.has(at)).toBe(false)
    const words = ann.messages.slice(told)
    expect(
      refused.filter(([name]) => name === 'Ann'),
      'one message',
    ).toHaveLength(1)
    expect(
      words.filter(({ sentence }) => /locked by Eve: approved/.test(sentence)),
      'one sentence',
    ).toHaveLength(1)
    // Of two who set one control apart from each other one is told, whoever it is.
    for (const at of both) {
      expect(ann.entries.get(at)).toEqual(ben.entries.get(at))
      const loser = JSON.stringify(ann.entries.get(at)) === JSON.stringify(gain(7)) ? ann : ben
      expect(
        loser.messages.some(({ lost }) => lost?.key === at),
        `who lost ${at} is told`,
      ).toBe(true)
    }
  }, 120_000)
})

describe('a lock under the fingers', () => {
  it.each([11, 12, 13, 14, 15, 16])(
    '[INV17] seed %i: no honest edit is refused, and the drag stops with the holder’s name',
    async (seed) => {
      place.world.end()
      place = await open(seed)
      const { world, refused, enter } = place
      const [ann, ben, eve] = [
        await enter('Ann', 'colorist'),
        await enter('Ben', 'colorist'),
        await enter('Eve', 'engineer'),
      ]
      const at = key(1, 1)
      let scrub = ann.scrub('c.clip0001', 'Gain')
      const lockAt = 300 + world.draw(400)
      let locking: ReturnType<Suite['command']> | null = null
      let [committed, stopped] = [0, false]
      for (let ms = 0; ms < 3000; ms += 20) {
        if (ms >= lockAt) locking ??= eve.command('lock', { region: ['c.clip0001/'], reason: 'approved' })
        scrub.set(new Map([[at, gain(1 + ms)]]))
        stopped = ann.messages.some(({ sentence }) => /locked by Eve: approved/.test(sentence))
        if (ms % 100 === 80 && !stopped) {
          scrub.commit()
          committed = 1 + ms
          scrub = ann.scrub('c.clip0001', 'Gain')
        }
        await world.pass(20)
      }
      expect((await world.wait(locking!)).ok).toBe(true)
      expect(stopped, 'the drag has stopped and says whose the lock is').toBe(true)
      expect(refused, 'nothing honest was refused by the hub').toEqual([])
      await world.pass(6000)
      expect(ben.entries.get(at), 'what was let go before is kept').toEqual(gain(committed))
      expect(ann.entries.get(at)).toEqual(gain(committed))
      expect([ann.adjusting.size, ben.adjusting.size]).toEqual([0, 0])
      expect(ann.may(at, gain(1))?.holder).toBe('Eve')
    },
  )
})
