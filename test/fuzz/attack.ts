/** Hostile updates and messages by the hundred thousand against a session: none changes what it may not, none crashes, none costs much, nothing is kept of them. */

import * as Y from 'yjs'
import { type DocumentName, documents } from '../../shared/wire/ticket.ts'
import { sync } from '../hub/desk.ts'
import { pick } from '../kit/seed.ts'
import { hostileUpdate, type Lore } from './hostile.ts'
import { lockedClips, Plug, seats, Target, victimClient } from './target.ts'
import { hostileAwareness, hostileMessage } from './words.ts'
import { realSpent, World } from './world.ts'

export interface Attacks {
  readonly updates: number
  readonly words: number
}
export interface Attacked {
  readonly updates: number
  readonly words: number
  /** Changes of keys that were allowed, messages answered soft, sockets closed. */
  readonly changes: number
  readonly hard: number
  /** Slowest single message, milliseconds of the thread's own time. */
  readonly slowestMs: number
}

/** How many attacks one session takes before a fresh one stands: what it may keep (owners, deleted keys, answers) stays small beside what is looked for. */
const block = 5000

/** Throws at the first thing that may not be. `tell` hears of the progress after every block. */
export async function attack(
  seed: number,
  wanted: Attacks,
  tell: (done: Attacked) => void = () => {},
): Promise<Attacked> {
  let done: Attacked = { updates: 0, words: 0, changes: 0, hard: 0, slowestMs: 0 }
  for (let part = 0; done.updates < wanted.updates || done.words < wanted.words; part++) {
    const world = new World(seed * 100_000 + part)
    world.begin()
    try {
      const run = new Siege(world)
      done = await run.run(done, wanted)
    } catch (error) {
      throw new Error(`seed ${seed}, part ${part}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    } finally {
      world.end()
    }
    tell(done)
  }
  return done
}

interface Attacker {
  readonly seat: 'eve' | 'room' | 'watch'
  readonly document: DocumentName
  client: number
  plug: Plug | null
}

class Siege {
  readonly #world: World
  #target!: Target
  #next = 1000
  readonly #attackers: readonly Attacker[] = (['eve', 'eve', 'room', 'watch'] as const).flatMap((seat) =>
    documents.map((document): Attacker => ({ seat, document, client: 0, plug: null })),
  )

  constructor(world: World) {
    this.#world = world
  }

  async run(before: Attacked, wanted: Attacks): Promise<Attacked> {
    const world = this.#world
    const target = await Target.open(world, (why) => world.fail(why))
    this.#target = target
    for (const document of documents) target.witness(document)
    let { updates, words, hard, slowestMs } = before
    for (let i = 0; i < block && (updates < wanted.updates || words < wanted.words); i++) {
      const word = words < wanted.words && (updates >= wanted.updates || world.draw(11) === 0)
      if (word) words++
      else updates++
      const attacker = pick(world.draw, this.#attackers)
      const plug = this.#plug(attacker)
      const frame = word ? this.#word(attacker) : this.#update(attacker)
      const { seat } = attacker
      target.author = { seat: seats[seat], role: target.session.asking(seats[seat]).role }
      // The thread's own time: what else the machine does meanwhile is not the message's.
      const began = realSpent()
      plug.emit('message', Buffer.from(frame), true)
      slowestMs = Math.max(slowestMs, realSpent() - began)
      target.author = null
      if (plug.closedWith !== null) hard++
      target.check()
      if (i % 100 === 99) await world.pass(world.draw(40) === 0 ? 6000 : 70)
    }
    await world.pass(6000)
    await target.session.close()
    return { updates, words, changes: before.changes + target.changes, hard, slowestMs }
  }

  #plug(attacker: Attacker): Plug {
    const { session } = this.#target
    if (attacker.plug?.readyState === 1 && this.#world.draw(200) > 0) return attacker.plug
    attacker.plug?.end()
    if (attacker.client === 0 || this.#world.draw(30) === 0) {
      attacker.client = this.#next++
      session.claim(seats[attacker.seat], attacker.document, attacker.client)
    }
    const plug = new Plug(() => {})
    const { document, client } = attacker
    const stock = this.#world.draw(8) === 0
    session.join(plug as never, { seat: seats[attacker.seat], document, client, stock, revision: this.#world.draw(50) })
    attacker.plug = plug
    return plug
  }

  #lore({ document, client, seat }: Attacker): Lore {
    const { documents: held } = this.#target.session
    const { doc } = held[document]
    const others: [number, number][] = [
      [victimClient, Y.getState(doc.store, victimClient)],
      [held[document].id, Y.getState(doc.store, held[document].id)],
      [99, 0],
    ]
    return {
      root: document,
      client,
      clock: Y.getState(doc.store, client),
      others,
      keys:
        document === 'grade'
          ? [
              `${lockedClips[0]}/0/node0001/label`,
              `${lockedClips[1]}/0/node0002/label`,
              'c.clip0003/0/node0001/label',
              'c.clip0003/0/node0001/primaries.gain',
              'c.clip0003/0/node0001/head',
              `${lockedClips[0]}/flag.blue`,
              'c.clip0003/flag.blue',
              'c.clip0003/colour',
            ]
          : document === 'notes'
            ? [`${seats.victim}/note0001/text`, `${seats[seat]}/note0001/text`, `${seats[seat]}/note0002/done`]
            : ['link', `seats/${seats[seat]}`, 'locks/lock0001', 'timeline/settings'],
    }
  }

  #update(attacker: Attacker): Uint8Array {
    const { draw } = this.#world
    return sync(draw(6) === 0 ? 1 : 2, hostileUpdate(draw, this.#lore(attacker)))
  }

  #word(attacker: Attacker): Uint8Array {
    const { draw } = this.#world
    return draw(3) === 0 ? hostileAwareness(draw, this.#lore(attacker)) : hostileMessage(draw, this.#lore(attacker))
  }
}
