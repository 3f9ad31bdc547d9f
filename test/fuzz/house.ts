/** A hub in this process, behind a network in memory: its session, its doors, a disk that is slow, that fails and that outlives it. */
import { admit } from '../../server/admit.ts'
import { hashSecret, linkKey, roles, Tickets } from '../../server/auth.ts'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import { type Batch, type SessionRow, type Store, StoreError } from '../../server/store/store.ts'
import type { Role } from '../../shared/doc/session.ts'
import { writeFresh } from '../../shared/doc/session-edit.ts'
import { restPipeline } from '../../shared/doc/session-read.ts'
import { type DocumentName, documents, parseTicketRequest } from '../../shared/wire/ticket.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'
import type { Cable, Door, HubEnd } from './cable.ts'
import type { World } from './world.ts'

export const sessionId = 'sess0001'
export const hubUrl = 'http://hub'

export interface Watch {
  /** Before a batch is written: everything that it was judged by may be looked at. */
  readonly writing: (session: Session, batch: Batch) => void
  /** It is on disk from now on. */
  readonly written: (batch: Batch) => void
  /** A ticket was given for these client ids. */
  readonly admitted: (seat: string, clients: Partial<Record<DocumentName, number>>) => void
  /** A socket has been let in as a seat's. */
  readonly joined: (end: HubEnd, seat: string, document: DocumentName, stock: boolean) => void
  readonly log: (line: string) => void
}

/** How a write goes wrong next. */
export type Trouble = 'crash-before' | 'crash-after' | 'fail' | null

export class House implements Door {
  readonly links: Readonly<Record<Role, string>>
  readonly store: Store
  session: Session | null = null
  trouble: Trouble = null
  /** Longest write, milliseconds. */
  slowMs = 12
  starts = 0
  readonly #large: boolean
  readonly #world: World
  readonly #cable: Cable
  readonly #watch: Watch
  readonly #memory = openMemory()
  readonly #row: SessionRow = { id: sessionId, name: 'Fuzz', mediaDir: null, files: {}, at: 0 }
  readonly #keys = new Map<string, Role>()
  #tickets: Tickets
  #life = 0

  /** `large`: the grade is so large that who joins waits for a turn. */
  constructor(world: World, cable: Cable, watch: Watch, large = false) {
    this.#large = large
    this.#world = world
    this.#cable = cable
    this.#watch = watch
    this.#tickets = new Tickets(() => world.now)
    const secret = new Uint8Array(32)
    this.links = Object.fromEntries(roles.map((role) => [role, linkKey(secret, sessionId, role)])) as Record<
      Role,
      string
    >
    for (const role of roles) this.#keys.set(hashSecret(this.links[role]), role)
    this.store = this.#memory
  }

  /** Makes the session the first time; later takes it over from disk. */
  async start(): Promise<void> {
    const life = ++this.#life
    this.starts++
    if (this.starts === 1) await this.#memory.create(this.#row, [])
    this.#tickets = new Tickets(() => this.#world.now)
    const session = await Session.open(this.#disk(life), this.#row, {
      now: () => this.#world.now,
      engine: 'fuzz',
      log: this.#watch.log,
      // Four people are a crowd in a part of the sessions.
      crowd: this.#large ? 0 : 60,
      // And what takes two packets is long.
      ...(this.#large ? { slice: 2048 } : {}),
    })
    if (this.#life !== life) return
    this.session = session
    if (session.journal.revision === 0) {
      session.write('hub', writeFresh('Fuzz', restPipeline, testTimeline, testMedia, true))
      if (this.#large) {
        // Beyond this a first state is sent in turn, and from the checkpoint and the log instead of from memory.
        const { doc } = session.documents.grade
        const bytes = session.documents.grade.write(() => {
          for (let i = 0; i < 900; i++) doc.getMap('grade').set(`c.clip0008/0/node${1000 + i}/label`, ['x'.repeat(60)])
        })
        if (bytes) session.journal.record({ document: 'grade', seat: 'hub', at: Math.round(this.#world.now), bytes })
      }
      await session.journal.settle()
    }
    if (this.#life === life) this.#cable.door = this
  }

  /** `kill -9`: nothing more of this hub is heard or written. */
  kill(): void {
    this.#life++
    const { session } = this
    this.session = null
    this.#cable.drop()
    if (session) this.#bury(session)
  }

  /** SIGTERM: drained, with checkpoints. */
  async close(): Promise<void> {
    const { session } = this
    this.session = null
    this.#cable.door = null
    await session?.close()
    this.#life++
    this.#cable.drop()
  }

  /** What is left of a dead hub in this process stops ticking; its writes reach no disk. */
  #bury(session: Session): void {
    session.close().catch(() => {})
  }

  arrive(end: HubEnd, url: string, protocols: readonly string[]): boolean {
    const { session } = this
    const name = documents.find((one) => url === `ws://hub/ws/${sessionId}/${one}`)
    const ticket = protocols.find((one) => one.startsWith('ticket.'))?.slice(7)
    const pass = session && name && ticket ? this.#tickets.take(ticket, sessionId, name) : null
    if (!session || !name || !pass || !session.people.holds(pass.seat)) return false
    this.#watch.joined(end, pass.seat, name, pass.clientIds === null)
    const client = pass.clientIds?.[name] ?? null
    // What the hub says first must not overtake the word that the connection is open.
    end.link.down.put('open')
    const { seat, clientIds, revision } = pass
    session.join(end as never, { seat, document: name, client, stock: clientIds === null, revision })
    return true
  }

  /** `POST /api/ticket` and nothing else, over the same cable. */
  fetch(name: string): typeof fetch {
    const way = (): Promise<void> =>
      new Promise((resolve, reject) => {
        if (this.#cable.isOut(name)) this.#world.after(5, () => reject(new TypeError('fetch failed')))
        else this.#world.after(this.#cable.delayMs(), resolve)
      })
    return (async (_url: string, init: { body?: string }) => {
      await way()
      const session = this.session
      const life = this.#life
      if (!session || !this.#cable.door) throw new TypeError('fetch failed')
      const answer = await this.#trade(session, init.body ?? '')
      await way()
      if (this.#life !== life) throw new TypeError('fetch failed')
      return { ok: answer.status === 200, status: answer.status, text: async () => answer.body }
    }) as unknown as typeof fetch
  }

  async #trade(session: Session, body: string): Promise<{ status: number; body: string }> {
    const asked = parseTicketRequest(body)
    if (typeof asked === 'string') return { status: 400, body: JSON.stringify({ error: asked }) }
    const role = this.#keys.get(hashSecret(asked.key))
    if (!role) return { status: 401, body: JSON.stringify({ error: 'No such link.' }) }
    const admission = await admit(session, this.#tickets, role, asked)
    if (!admission.ok) return { status: admission.status, body: JSON.stringify({ error: admission.error }) }
    this.#watch.admitted(admission.answer.seat, asked.clientIds ?? {})
    return { status: 200, body: JSON.stringify(admission.answer) }
  }

  /** The disk as one life of the hub has it. */
  #disk(life: number): Store {
    const never = new Promise<never>(() => {})
    const memory = this.#memory
    const wait = (ms: number): Promise<void> => new Promise((resolve) => this.#world.after(ms, resolve))
    return {
      ...memory,
      append: async (id, epoch, batch) => {
        if (this.#life === life && this.session) this.#watch.writing(this.session, batch)
        await wait(this.#world.draw(this.slowMs))
        if (this.#life !== life) return await never
        const { trouble } = this
        if (batch.log.length > 0) this.trouble = null
        if (trouble === 'crash-before' && batch.log.length > 0) {
          this.kill()
          return await never
        }
        if (trouble === 'fail') throw new StoreError('The disk is full.')
        await memory.append(id, epoch, batch)
        this.#watch.written(batch)
        if (trouble === 'crash-after' && batch.log.length > 0) {
          this.kill()
          return await never
        }
        await wait(this.#world.draw(3))
        return this.#life === life ? undefined : await never
      },
      putCheckpoint: async (id, epoch, checkpoint) => {
        if (this.#life !== life) return await never
        await memory.putCheckpoint(id, epoch, checkpoint)
      },
    }
  }
}
