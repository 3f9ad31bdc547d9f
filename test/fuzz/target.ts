/** A session under attack, without a network: sockets that are objects, honest work to harm, and eyes on every change of a document. */
import { EventEmitter } from 'node:events'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { hashSecret } from '../../server/auth.ts'
import { readEntries } from '../../server/presence.ts'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Role } from '../../shared/doc/session.ts'
import { writeFresh, writeLock, writeSeat } from '../../shared/doc/session-edit.ts'
import { restPipeline } from '../../shared/doc/session-read.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'
import { type DocumentName, documents } from '../../shared/wire/ticket.ts'
import { sync } from '../hub/desk.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'
import type { World } from './world.ts'

/** Clips that an engineer's lock closes to everybody here; the victim wrote in them before. */
export const lockedClips = ['c.clip0001', 'c.clip0002'] as const
export const victimClient = 7
export const seats = { victim: 'victim00', eve: 'eve00000', room: 'room0000', watch: 'watch000' } as const
const rolesOf: Readonly<Record<keyof typeof seats, Role>> = {
  victim: 'colorist',
  eve: 'colorist',
  room: 'client',
  watch: 'observer',
}

/** One socket as the hub sees it. */
export class Plug extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  closedWith: number | null = null
  readonly #hear: (frame: Uint8Array) => void

  constructor(hear: (frame: Uint8Array) => void) {
    super()
    this.#hear = hear
  }
  send(frame: Uint8Array): void {
    if (this.readyState === 1) this.#hear(frame)
  }
  close(code: number): void {
    if (this.readyState !== 1) return
    this.closedWith = code
    this.end()
  }
  terminate(): void {
    this.end()
  }
  end(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close')
  }
  ping(): void {
    this.emit('pong')
  }
  pause(): void {}
  resume(): void {}
}

export class Target {
  readonly session: Session
  readonly #fail: (why: string) => void
  readonly #victimClock: ReadonlyMap<DocumentName, number>
  /** Who is writing now: every change of a document is laid to them. */
  author: { readonly seat: string; readonly role: Role } | null = null
  changes = 0
  /** How often which rule refused hard: an attack that always fails at the first byte attacks nothing. */
  readonly rules: Record<string, number>

  private constructor(session: Session, rules: Record<string, number>, fail: (why: string) => void) {
    this.session = session
    this.rules = rules
    this.#fail = fail
    for (const name of documents) {
      const map = session.documents[name].doc.getMap<Value>(name)
      map.observe((event) => {
        for (const key of event.keysChanged) this.#changed(name, key as string, map.get(key as string))
      })
    }
    this.#victimClock = new Map(documents.map((name) => [name, this.#clockOf(name)]))
  }

  static async open(world: World, fail: (why: string) => void): Promise<Target> {
    const memory = openMemory()
    const row = { id: 'sess0001', name: 'Attack', mediaDir: null, files: {}, at: 0 }
    await memory.create(row, [])
    // What is written is forgotten: the log of a million attacks is not what is measured.
    const store = { ...memory, append: async () => {} }
    const rules: Record<string, number> = {}
    const log = (line: string): void => {
      const rule = /refused hard on \w+: (\w+)/.exec(line)?.[1]
      if (rule) rules[rule] = (rules[rule] ?? 0) + 1
      if (/bug of the hub/.test(line)) fail(line)
    }
    const session = await Session.open(store, row, { now: () => world.now, engine: 'fuzz', log })
    session.write('hub', writeFresh('Attack', restPipeline, testTimeline, testMedia, true))
    for (const [name, id] of Object.entries(seats)) {
      const role = rolesOf[name as keyof typeof seats]
      session.people.set(id, { id, hash: hashSecret(id), link: role, role, name })
      session.write('hub', new Map([writeSeat({ id, name, role })]))
    }
    const region = lockedClips.map((clip) => `${clip}/`)
    for (const document of ['grade', 'notes'] as const) session.claim(seats.victim, document, victimClient)
    const victim = (document: 'grade' | 'notes', keys: readonly string[]): void => {
      const plug = new Plug(() => {})
      session.join(plug as never, { seat: seats.victim, document, client: victimClient, stock: false, revision: 0 })
      const doc = new Y.Doc()
      doc.clientID = victimClient
      const map = doc.getMap<Value>(document)
      for (const key of keys) for (let i = 0; i < 3; i++) map.set(key, [`victim ${i}`])
      plug.emit('message', Buffer.from(sync(1, Y.encodeStateAsUpdate(doc))), true)
      if (plug.closedWith !== null) throw new Error('The victim was refused.')
      plug.end()
    }
    victim(
      'grade',
      [...lockedClips, 'c.clip0003'].flatMap((clip) => [1, 2, 3].map((n) => `${clip}/0/node000${n}/label`)),
    )
    victim(
      'notes',
      [1, 2, 3].map((n) => `${seats.victim}/note000${n}/text`),
    )
    session.write(
      'hub',
      new Map([writeLock({ id: 'lock0001', holder: null, rule: 'approved', reason: 'approved', region })]),
    )
    await world.pass(2000)
    return new Target(session, rules, fail)
  }

  /** An honest reader of a document: what comes out of the hub is looked at. */
  witness(document: DocumentName): Plug {
    const plug = new Plug((frame) => this.#see(document, frame))
    this.session.join(plug as never, { seat: seats.watch, document, client: null, stock: false, revision: 0 })
    return plug
  }

  /** After every attack: a sound document, nothing under the victim's id, nothing open that should not be. */
  check(): void {
    for (const name of documents) {
      const trouble = this.session.documents[name].trouble()
      if (trouble) this.#fail(`${name}: ${trouble}.`)
      if (this.#clockOf(name) !== this.#victimClock.get(name))
        this.#fail(`Somebody wrote under the victim's id in ${name}.`)
    }
    if (this.session.readOnly !== null) this.#fail(`The session is read only: ${this.session.readOnly}`)
  }

  #clockOf(name: DocumentName): number {
    return Y.getState(this.session.documents[name].doc.store, victimClient)
  }

  #changed(name: DocumentName, key: string, value: Value | undefined): void {
    const { author } = this
    this.changes++
    if (!author) return
    const who = `${author.seat}, ${author.role},`
    if (name === 'session') {
      const own = key === `seats/${author.seat}`
      const wheel = key === 'driver' && author.role === 'colorist'
      const lock = /^locks\/[0-9a-z]{8}$/.test(key) && author.role === 'colorist'
      const snapshot = key.startsWith('snapshots/') && author.role === 'colorist'
      if (!own && !wheel && !lock && !snapshot) this.#fail(`${who} changed the session at ${key}.`)
      return
    }
    if (
      name === 'notes' ? !key.startsWith(`${author.seat}/`) || author.role === 'observer' : author.role !== 'colorist'
    )
      this.#fail(`${who} changed ${name} at ${key}.`)
    if (name === 'grade' && lockedClips.some((clip) => key.startsWith(`${clip}/`)))
      this.#fail(`${who} changed ${key}, which is locked.`)
    if (key.length > 120 || /__proto__|constructor/.test(key)) this.#fail(`${who} made the key ${key}.`)
    if (value !== undefined && !isPlain(value))
      this.#fail(`${who} put ${JSON.stringify(value)?.slice(0, 80)} at ${key}.`)
  }

  #see(document: DocumentName, frame: Uint8Array): void {
    if (frame[0] === 1) {
      const decoder = decoding.createDecoder(frame)
      decoding.readVarUint(decoder)
      for (const { client, state } of readEntries(decoder) ?? []) {
        const shown = JSON.parse(state) as { seat?: string; name?: string; role?: string } | null
        if (shown === null) continue
        const known = Object.entries(seats).find(([, id]) => id === shown.seat)
        const person = this.session.people.get(shown.seat ?? '')
        if (
          !known ||
          client === victimClient ||
          shown.name !== person?.name ||
          shown.role !== person?.role ||
          state.length > 2048
        )
          this.#fail(`Client id ${client} is shown as ${state.slice(0, 120)}.`)
      }
      return
    }
    const message = frame[0]! >= 100 ? decodeMessage(frame) : null
    if (message?.kind === 'refused') this.rules.soft = (this.rules.soft ?? 0) + 1
    if (frame[0]! >= 100 && !message) this.#fail(`The hub sent a message of kind ${frame[0]} that cannot be read.`)
    if (message?.kind === 'live') {
      const role = this.session.people.get(message.seat)?.role
      if (role !== 'colorist' || message.values.some(([key]) => lockedClips.some((clip) => key.startsWith(`${clip}/`))))
        this.#fail(`An overlay of ${message.seat} on ${message.values.map(([key]) => key).join()} was shown.`)
    }
    if (
      (message?.kind === 'receipt' && !this.session.people.has(message.receipt.seat)) ||
      (message?.kind === 'match' && !this.session.people.has(message.seat))
    )
      this.#fail(`A ${message.kind} under a seat that is none was shown on ${document}.`)
    if (message?.kind === 'cue' && this.session.people.get(message.cue.seat)?.role !== 'colorist')
      this.#fail(`A cue of ${message.cue.seat} was shown.`)
  }
}

/** A flat list of numbers exact in f32, well-formed texts, booleans and nulls: written apart from `shared/doc/schema.ts` on purpose. */
function isPlain(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= 1024 &&
    value.every(
      (item) =>
        item === null ||
        typeof item === 'boolean' ||
        (typeof item === 'number' && Number.isFinite(item) && Math.fround(item) === item && !Object.is(item, -0)) ||
        (typeof item === 'string' && item.isWellFormed() && item.length <= 2000),
    )
  )
}
