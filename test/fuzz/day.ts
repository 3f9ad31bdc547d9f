/** Eight hours of a busy session, compressed: people drag, edit, note, join and leave on a clock set by hand; what grows with them, and what must not. */

import * as Y from 'yjs'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { documents } from '../../shared/wire/ticket.ts'
import { Cable } from './cable.ts'
import { House, hubUrl, sessionId } from './house.ts'
import { World } from './world.ts'

/** After each part of the day. */
export interface Hour {
  /** Simulated time, minutes. */
  readonly minutes: number
  /** Gestures so far: each a drag of half a second and one edit. */
  readonly gestures: number
  /** Bytes of all three documents, and of the log that has been written. */
  readonly documentBytes: number
  readonly logBytes: number
  /** Heap of hub and suites together after a collection, megabytes; NaN where it cannot be collected. */
  readonly heapMB: number
}

/** Controls of one clip in turn: a day comes back to the same ones again and again. */
const controls = 40

/** `minutes` of work in `parts`; `gesturesPerMinute` by two colorists together. */
export async function day(
  seed: number,
  minutes: number,
  parts: number,
  gesturesPerMinute: number,
  collect: (() => void) | null = null,
  tell: (hour: Hour) => void = () => {},
): Promise<Hour[]> {
  const world = new World(seed)
  world.begin()
  const cable = new Cable(world, { sent: () => {}, heard: () => {}, said: () => {} })
  let logBytes = 0
  const house = new House(world, cable, {
    writing: () => {},
    written: ({ log }) => {
      for (const { bytes } of log) logBytes += bytes.length
    },
    admitted: () => {},
    joined: () => {},
    log: () => {},
  })
  const enter = (name: string, role: 'colorist' | 'client'): Promise<Suite> =>
    world.wait(
      joinSuite({
        ...{ hub: hubUrl, session: sessionId, key: house.links[role], name, engine: 'fuzz' },
        WebSocket: cable.socket(name),
        fetch: house.fetch(name),
        clock: () => world.now,
        random: () => world.draw(0x40000000) / 0x40000000,
      }),
    )
  try {
    await world.wait(house.start())
    const hands = [await enter('Ann', 'colorist'), await enter('Ben', 'colorist')]
    let room = await enter('Cy', 'client')
    const hours: Hour[] = []
    let gestures = 0
    const began = world.now
    for (let part = 1; part <= parts; part++) {
      const end = began + (part * minutes * 60_000) / parts
      while (world.now < end) {
        const suite = hands[gestures % 2]!
        const clip = `c.clip000${1 + (gestures % 3)}`
        const key = `${clip}/0/node00${10 + (gestures % controls)}/primaries.gain`
        const scrub = suite.scrub(clip, 'Gain')
        for (let i = 0; i < 5; i++) {
          scrub.set(new Map([[key, [1, ((gestures * 5 + i) % 16_000) / 1024, 1, 1]]]))
          await world.pass(100)
        }
        scrub.commit()
        gestures++
        if (gestures % 30 === 0) suite.undo(clip)
        if (gestures % 200 === 0) {
          // A room comes and goes; a link is lost and found.
          room.leave()
          room = await enter('Cy', 'client')
          cable.pull('Ben')
          await world.pass(3000)
          cable.plug('Ben')
        }
        await world.pass(60_000 / gesturesPerMinute)
      }
      await world.until(() => hands.every(({ link }) => link.kind === 'live'), 30_000)
      collect?.()
      const { documents: held } = house.session!
      const hour = {
        minutes: (part * minutes) / parts,
        gestures,
        documentBytes: documents.reduce((sum, name) => sum + Y.encodeStateAsUpdate(held[name].doc).length, 0),
        logBytes,
        heapMB: collect ? process.memoryUsage().heapUsed / 1e6 : Number.NaN,
      }
      hours.push(hour)
      tell(hour)
    }
    for (const suite of [...hands, room]) suite.leave()
    return hours
  } finally {
    house.kill()
    world.end()
  }
}
