/** One seeded session over a network in memory: people work, cables are pulled, the hub dies, locks move, somebody attacks; then all is quiet and held against the invariants. */

import { clipColours, flagColours, setClipColour, setFlag } from '../../shared/doc/flags.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Session } from '../../shared/doc/session.ts'
import { readSession } from '../../shared/doc/session-read.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import { memoryStore, type SuiteStore } from '../../shared/suite/store.ts'
import type { Scrub, Suite } from '../../shared/suite/suite.ts'
import { NUMBER } from '../../shared/wire/messages.ts'
import { documents } from '../../shared/wire/ticket.ts'
import { type Draw, pick } from '../kit/seed.ts'
import { Cable } from './cable.ts'
import { House, hubUrl, sessionId } from './house.ts'
import { entriesOf, Referee } from './referee.ts'
import { Rogue, rogueKey } from './rogue.ts'
import { World } from './world.ts'

/** What a run came to: how often each thing happened. */
export interface Run {
  readonly events: number
  readonly counts: Readonly<Record<string, number>>
}

interface Person {
  readonly name: string
  readonly role: 'colorist' | 'client' | 'engineer'
  /** The clip nobody else may write, closed by this person's own lock; null: none. */
  readonly own: string | null
  readonly store: SuiteStore
  suite: Suite | null
  scrub: Scrub | null
  /** What this person's own keys must hold at the end. */
  readonly expected: Map<string, Value | null>
  coming: boolean
}

const shared = ['c.clip0002', 'c.clip0003'] as const
const key = (level: string, node: number, control = 'label'): string => `${level}/0/node000${node}/${control}`

export async function converge(seed: number, steps = 70): Promise<Run> {
  const world = new World(seed)
  world.begin()
  try {
    return await new Play(world, seed % 4 === 0).run(steps)
  } finally {
    world.end()
  }
}

class Play {
  readonly world: World
  readonly draw: Draw
  readonly cable: Cable
  readonly house: House
  readonly referee: Referee
  readonly people: readonly Person[]
  readonly rogue: Rogue
  readonly counts: Record<string, number> = {}
  #counter = 0
  #locks: string[] = []

  constructor(world: World, large: boolean) {
    this.world = world
    this.draw = world.draw
    const fail = (why: string): void => world.fail(`at ${world.now.toFixed(0)} ms: ${why}`)
    this.referee = new Referee(() => world.now, fail)
    const { referee } = this
    this.cable = new Cable(world, {
      sent: (end, frame) => {
        referee.sent(end, frame, this.house.session)
        this.#part(end.link.name, frame)
      },
      heard: (end, frame) => end.link.name !== 'rogue' && referee.heard(end, frame),
      said: (end, frame) => {
        referee.look(this.house.session)
        if (end.link.name !== 'rogue') referee.said(end, frame)
      },
    })
    this.house = new House(
      world,
      this.cable,
      {
        writing: (session, batch) => referee.writing(session, batch),
        written: (batch) => referee.written(batch),
        admitted: (seat, clients) => referee.admitted(seat, clients),
        joined: (end, seat, document, stock) => referee.joined(end, seat, document, stock),
        log: (line) => {
          referee.log(line)
          if (/refused hard/.test(line) && !line.includes(this.rogue.seat)) fail(`an honest suite: ${line}`)
        },
      },
      large,
    )
    const person = (name: string, role: Person['role'], own: string | null): Person => ({
      ...{ name, role, own, store: memoryStore(), suite: null, scrub: null, expected: new Map(), coming: false },
    })
    this.people = [
      person('Ann', 'colorist', 'c.clip0001'),
      person('Ben', 'colorist', null),
      person('Cy', 'client', null),
      person('Eve', 'engineer', null),
    ]
    this.rogue = new Rogue(world, this.cable, this.house, () => this.#victims())
  }

  #victims(): number[] {
    const ids = [...this.referee.disk.grade.store.clients.keys()]
    return ids.length > 0 ? ids : [1]
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  /** Between a refusal and its reset the connection goes, more often than chance would have it. */
  #part(name: string, frame: Uint8Array): void {
    if (frame[0] !== NUMBER.refused || name === 'rogue' || this.draw(3) > 0) return
    this.#count('parted')
    this.world.after(0, () => this.cable.pull(name, 'grade'))
  }

  async run(steps: number): Promise<Run> {
    const { world, house } = this
    await world.wait(house.start())
    for (const person of this.people) await world.wait(this.#enter(person))
    const ann = this.people[0]!
    const lock = await world.wait(ann.suite!.command('lock', { region: ['c.clip0001/'], reason: 'mine' }))
    if (!lock.ok) throw new Error(lock.refusal.sentence)
    await world.wait(this.rogue.enter())
    await world.pass(1200)
    this.cable.twicePerMille = this.draw(2) * 20
    for (let i = 0; i < steps; i++) {
      await this.#step()
      await world.pass(this.draw(3) === 0 ? this.draw(400) : this.draw(30))
    }
    await this.#quiet()
    await this.#check()
    for (const { suite } of this.people) suite?.leave()
    house.kill()
    return { events: world.count, counts: { ...this.counts, ...this.referee.counts } }
  }

  async #enter(person: Person): Promise<void> {
    person.coming = true
    try {
      person.suite = await joinSuite({
        hub: hubUrl,
        session: sessionId,
        key: this.house.links[person.role],
        name: person.name,
        WebSocket: this.cable.socket(person.name),
        fetch: this.house.fetch(person.name),
        store: person.store,
        clock: () => this.world.now,
        random: () => this.draw(0x40000000) / 0x40000000,
        engine: 'fuzz',
      })
    } finally {
      person.coming = false
    }
  }

  async #step(): Promise<void> {
    const { draw, world } = this
    const person = pick(draw, this.people)
    const what = draw(100)
    if (what < 60) for (let i = draw(4); i >= 0; i--) this.#work(person)
    else if (what < 68) this.rogue.act(++this.#counter)
    else if (what < 74) this.#lock()
    else if (what < 81) {
      this.#count('cut')
      if (this.cable.isOut(person.name)) this.cable.plug(person.name)
      else if (draw(2)) this.cable.pull(person.name)
      else this.cable.pull(person.name, pick(draw, ['session', 'grade', 'notes']))
    } else if (what < 87) this.cable.plugAll()
    else if (what < 89) {
      this.#count('disk')
      this.house.trouble = pick(draw, ['crash-before', 'crash-after', 'fail'] as const)
    } else if (what < 90) {
      this.#count('kill')
      this.house.kill()
    } else if (what < 91) {
      this.#count('close')
      const closing = this.house.close()
      await world.pass(draw(200))
      await world.wait(closing, 20_000).catch(() => {})
    } else if (what < 93) await this.#revisit(person)
    else if (what < 95) this.#demote()
    else await world.pass(draw(700))
    if (!this.house.session && draw(3) > 0) await world.wait(this.house.start())
  }

  /** What a person's hands do: edits, structure, drags, undo, notes. */
  #work(person: Person): void {
    const { suite, own } = person
    const { draw } = this
    if (!suite || person.coming || suite.link.kind === 'ended') return
    if (person.role === 'client' || (person.role === 'colorist' && draw(12) === 0)) {
      this.#count('note')
      suite.note(`${person.name} ${++this.#counter}`, { clip: 'clip0001', frame: draw(48) })
      return
    }
    if (person.role !== 'colorist') return
    const level = own !== null && draw(2) ? own : pick(draw, shared)
    const before = new Map(own === null ? [] : this.#ownKeys(suite, own))
    switch (draw(9)) {
      case 0:
        suite.edit(level, 'Node', (grade) => void grade.append(level, '0'))
        break
      case 1:
        suite.undo(level)
        break
      case 2:
        suite.redo(level)
        break
      case 3: {
        if (person.scrub) {
          if (draw(4)) person.scrub.commit()
          else person.scrub.discard()
          person.scrub = null
        } else person.scrub = suite.scrub(level, 'Gain')
        break
      }
      case 4: {
        const [y, n] = [1 + draw(8) / 8, ++this.#counter % 8000]
        person.scrub?.set(
          new Map([[key(pick(draw, own ? [own, ...shared] : shared), 1, 'primaries.gain'), [y, n / 1024, 1, 1]]]),
        )
        return
      }
      case 5:
        this.#count('flag')
        suite.edit(level, 'Flag', (grade) => {
          if (draw(3)) setFlag(grade, level.slice(2), pick(draw, flagColours), draw(3) > 0)
          else setClipColour(grade, level.slice(2), draw(3) ? pick(draw, clipColours) : null)
        })
        break
      default: {
        const label = [`${person.name}-${++this.#counter}`]
        const at = 1 + draw(3)
        this.#count('edit')
        suite.edit(level, 'Label', (grade) =>
          draw(6) ? grade.put(key(level, at), label) : grade.reset(key(level, at)),
        )
      }
    }
    if (own !== null) this.#expect(person, own, before)
  }

  *#ownKeys(suite: Suite, own: string): Iterable<[string, Value]> {
    for (const [name, value] of suite.entries) if (name.startsWith(`${own}/`)) yield [name, value]
  }

  /** Nobody else may write the own clip: what stands in the own document after one's own edit is what must stand everywhere at last. */
  #expect(person: Person, own: string, before: ReadonlyMap<string, Value>): void {
    const after = new Map(this.#ownKeys(person.suite!, own))
    for (const name of new Set([...before.keys(), ...after.keys()]))
      if (JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)))
        person.expected.set(name, after.get(name) ?? null)
  }

  /** A lock of the engineer's on a clip that two share, or its lifting; or of a whole node on all clips. */
  #lock(): void {
    const eve = this.people[3]!
    const { suite } = eve
    if (!suite || eve.coming) return
    const id = this.#locks.pop()
    if (id !== undefined && this.draw(2)) {
      this.#count('lift')
      void suite.command('lift', { lock: id })
      return
    }
    if (id !== undefined) this.#locks.push(id)
    this.#count('lock')
    const region = [pick(this.draw, ['c.clip0002/', 'c.clip0003/', 'c.clip0002/0/node0001/', 'c.*/0/node0003/label'])]
    if (region[0]!.includes('*')) region[0] = 'c.clip0003/*/node0003/'
    void suite.command('lock', { region, reason: 'approved' }).then((answer) => {
      if (answer.ok) this.#locks.push((answer.value as { lock: string }).lock)
    })
  }

  /** Ben may not grade for a while: his seat's role changes, and changes back. */
  #demote(): void {
    const [, ben, , eve] = this.people
    const role = ben!.suite?.role === 'observer' ? 'colorist' : pick(this.draw, ['observer', 'colorist'])
    if (!ben!.suite || !eve!.suite || eve!.coming) return
    this.#count('role')
    void eve!.suite.command('seat', { seat: ben!.suite.seat, role })
  }

  /** Closes the suite and comes back with what its store kept. */
  async #revisit(person: Person): Promise<void> {
    if (!person.suite || person.coming || person.suite.link.kind !== 'live') return
    this.#count('revisit')
    person.scrub = null
    // Half of the time with the cable out, so that what was on its way is lost with the suite and only its store has it.
    if (this.draw(2)) {
      this.#work(person)
      this.cable.pull(person.name)
    }
    person.suite.leave()
    // What is still on its way under the old socket arrives before the new one: one machine, one queue.
    await this.world.pass(2 * this.cable.slowestMs + 300)
    this.cable.plug(person.name)
    person.suite = null
    this.#enter(person).catch((error: unknown) => this.world.fail(error))
  }

  /** Everything mended, nobody works: after a while all must be live and nothing unsaved. */
  async #quiet(): Promise<void> {
    const { world, house } = this
    house.trouble = null
    this.rogue.stop()
    this.cable.plugAll()
    for (const person of this.people) person.scrub?.discard()
    if (!house.session) await world.wait(house.start())
    const eve = this.people[3]!
    const ready = (): boolean =>
      house.session?.readOnly === null &&
      this.people.every(({ suite, coming }) => suite !== null && !coming && suite.link.kind === 'live')
    if (!(await world.until(ready, 60_000)))
      throw new Error(
        `After a minute of quiet not everybody is live: ${this.people.map(({ name, suite }) => `${name} ${JSON.stringify(suite?.link)}`).join(', ')}.`,
      )
    const ben = this.people[1]!.suite!
    if (ben.role !== 'colorist') {
      const answer = await world.wait(eve.suite!.command('seat', { seat: ben.seat, role: 'colorist' }))
      if (!answer.ok) throw new Error(answer.refusal.sentence)
    }
    await world.pass(7000)
    if (!(await world.until(ready, 60_000))) throw new Error('Not everybody stays live.')
    for (const { name, suite, store } of this.people) {
      if (suite!.revision !== house.session?.journal.saved)
        world.fail(`10: ${name} stands on revision ${suite!.revision}, the hub on ${house.session?.journal.saved}.`)
      const left = (await store.load(sessionId))?.unsaved.length ?? 0
      if (left > 0) world.fail(`10: ${left} edits of ${name} are never told saved.`)
    }
  }

  async #check(): Promise<void> {
    const { house, referee, world, people, cable } = this
    const session = house.session!
    // A second full sync of everybody.
    const { revision } = session.journal
    const { refused } = referee.counts
    for (const { name } of people) cable.pull(name)
    // Each of its three connections has heard of it by then.
    await world.pass(2000)
    cable.plugAll()
    if (!(await world.until(() => people.every(({ suite }) => suite!.link.kind === 'live'), 30_000)))
      throw new Error('Not everybody comes back from a second sync.')
    await world.pass(1000)
    if (session.journal.revision !== revision || referee.counts.refused !== refused)
      world.fail(`5: a second full sync took revision ${revision} to ${session.journal.revision}.`)
    await referee.settle(session, () => house.store.load(sessionId))
    const hub = session.documents.grade.doc.getMap<Value>('grade')
    for (const { name, suite, own, expected } of people) {
      for (const document of documents) referee.compare(name, document, session)
      const shown = JSON.stringify([...suite!.entries].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (shown !== entriesOf(session.documents.grade.doc, 'grade'))
        world.fail(`1: ${name} shows another grade than the hub has.`)
      if (JSON.stringify(suite!.notes) !== JSON.stringify(people[0]!.suite!.notes))
        world.fail(`1: ${name} shows other notes than Ann.`)
      if (print(suite!.session) !== print(readSession(session.documents.session.doc)))
        world.fail(`1: ${name} shows another session than the hub has.`)
      for (const [at, value] of expected)
        if (JSON.stringify(hub.get(at) ?? null) !== JSON.stringify(value))
          world.fail(
            `2: ${name}'s own ${own} has ${JSON.stringify(hub.get(at))} at ${at}, not ${JSON.stringify(value)}.`,
          )
      if (suite!.adjusting.size > 0)
        world.fail(`An overlay on ${[...suite!.adjusting.keys()].join()} never ends for ${name}.`)
    }
    this.#checkRogue(hub)
    await world.pass(0)
  }

  /** What the rogue was told is on disk of its own clip stands, or what it wrote after it. */
  #checkRogue(hub: { get(key: string): Value | undefined }): void {
    const now = hub.get(rogueKey)?.[0] as string | undefined
    if (!this.rogue.holds(now))
      this.world.fail(
        `6: the rogue was told that ${this.rogue.labels[this.rogue.safe - 1]} is on disk, and ${now} stands there.`,
      )
  }
}

const print = (session: Session): string =>
  JSON.stringify(session, (_, value: unknown) => (value instanceof Map ? [...value].sort() : value))
