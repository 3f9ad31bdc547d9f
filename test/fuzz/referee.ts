/**
 * Who watches the hub without trusting it: every row that goes to disk is judged again by rules of its own, every frame that leaves the hub is held
 * against the disk, and at the end everybody against everybody (hub.md, "Invariants").
 */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { HubDocument } from '../../server/document.ts'
import { sift } from '../../server/gate/gate.ts'
import { parseUpdate, type Update } from '../../server/gate/parse.ts'
import { readEntries } from '../../server/presence.ts'
import type { Session } from '../../server/session.ts'
import type { Batch, LogRow } from '../../server/store/store.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'
import { type DocumentName, documents } from '../../shared/wire/ticket.ts'
import type { HubEnd, SuiteEnd } from './cable.ts'

const graceMs = 1000

interface Lock {
  readonly holder: string | null
  readonly region: readonly RegExp[]
}
interface View {
  readonly until: number
  readonly locks: readonly Lock[]
}

/** A region's pattern as a regular expression: written apart from `shared/policy/locks.ts` on purpose. */
const pattern = (text: string): RegExp => {
  const body = text
    .replace(/\/$/, '')
    .split('/')
    .map((part) => (part === '*' ? '[^/]+' : part.replace(/[.@-]/g, '\\$&')))
    .join('/')
  return new RegExp(`^${body}${text.endsWith('/') ? '/.+' : ''}$`)
}

interface Known {
  readonly seat: string
  readonly document: DocumentName
  readonly stock: boolean
}

const print = (value: unknown): string => JSON.stringify(value ?? null)
export const entriesOf = (doc: Y.Doc, name: string): string =>
  JSON.stringify([...doc.getMap(name).entries()].sort(([a], [b]) => (a < b ? -1 : 1)))

/** The frame's update; null where the frame is none of y-protocols' two that carry one. */
const carried = (frame: Uint8Array): Uint8Array | null => (frame[0] !== 0 || frame[1] === 0 ? null : payload(frame))

function payload(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}

const documentOf = (end: SuiteEnd): DocumentName => documents.find((one) => end.link.url.endsWith(one))!
const vectorOf = (bytes: Uint8Array): string => print([...Y.decodeStateVector(bytes)].sort(([a], [b]) => a - b))

export class Referee {
  /** How often what happened: a run in which nothing is refused shows nothing. */
  readonly counts = { written: 0, refused: 0, reset: 0, mixed: 0, live: 0, hard: 0, readOnly: 0 }
  /** The disk, replayed row by row: what a fresh load has to come to. */
  readonly disk: Readonly<Record<DocumentName, Y.Doc>>
  readonly #hubs = new Set<number>()
  readonly #owners = new Map<string, string>()
  readonly #ends = new WeakMap<HubEnd, Known>()
  readonly #synced = new Map<string, { readonly vector: Uint8Array | null; readonly update: Uint8Array | null }>()
  readonly #said = new WeakMap<SuiteEnd, Uint8Array[]>()
  #views: View[] = []
  #live: { at: number; locks: readonly Lock[] }[] = []
  #seen: unknown = null
  #row: LogRow | null = null
  readonly #now: () => number
  readonly #fail: (why: string) => void

  constructor(now: () => number, fail: (why: string) => void) {
    this.#now = now
    this.#fail = fail
    const make = (name: DocumentName): Y.Doc => {
      const doc = new Y.Doc()
      doc.getMap<Value>(name).observe((event) => {
        for (const key of event.keysChanged) this.#changed(name, key as string)
      })
      return doc
    }
    this.disk = { session: make('session'), grade: make('grade'), notes: make('notes') }
  }

  /** A seat's own socket, whose word on refusals counts as honest or not. */
  joined(end: HubEnd, seat: string, document: DocumentName, stock: boolean): void {
    this.#ends.set(end, { seat, document, stock })
  }

  admitted(seat: string, clients: Partial<Record<DocumentName, number>>): void {
    for (const document of documents) {
      const client = clients[document]
      if (client !== undefined) this.named(seat, document, client)
    }
  }

  /** A client id is a seat's for ever: by its ticket, or by a stock client's awareness. */
  named(seat: string, document: DocumentName, client: number): void {
    const slot = `${document} ${client}`
    const owner = this.#owners.get(slot)
    if (owner !== undefined && owner !== seat)
      this.#fail(`11: client id ${client} of ${document} was ${owner}'s and is given to ${seat}.`)
    this.#owners.set(slot, seat)
  }

  log(line: string): void {
    if (/bug of the hub/.test(line)) this.#fail(`9: ${line}`)
    if (/refused hard/.test(line)) this.counts.hard++
    if (/read only/.test(line)) this.counts.readOnly++
  }

  writing(session: Session, _batch: Batch): void {
    this.#hubs.add(session.documents.session.id)
    this.#hubs.add(session.documents.grade.id)
    for (const name of documents) {
      const trouble = session.documents[name].trouble()
      if (trouble) this.#fail(`4 or 7: ${name}: ${trouble}.`)
    }
  }

  /** Judges what has come to the disk, in the order of its revisions, by what stood there before it. */
  written(batch: Batch): void {
    for (const row of batch.log) {
      this.counts.written++
      this.#row = row
      const update = parseUpdate(row.bytes, row.document)
      if (typeof update === 'string') {
        this.#fail(`5: the hub wrote what cannot be read: ${update}`)
        return
      }
      for (const [client, structs] of update.structs) {
        if (this.#hubs.has(client)) continue
        if (row.document === 'session') this.#fail(`12: client id ${client} wrote the session document.`)
        const owner = this.#owners.get(`${row.document} ${client}`)
        if (owner !== row.seat)
          this.#fail(`11: ${row.seat} wrote under ${client} of ${row.document}, which is ${owner}'s.`)
        if (structs.some(({ content }) => content === 'void') && structs.some(({ content }) => content !== 'void'))
          this.counts.mixed++
      }
      Y.applyUpdate(this.disk[row.document], row.bytes)
      const { pendingStructs, pendingDs } = this.disk[row.document].store
      if (pendingStructs || pendingDs) this.#fail(`4: the log leaves something pending at revision ${row.revision}.`)
    }
    this.#row = null
  }

  /** A frame leaves the hub: nothing of a document that is not on disk, nobody under another's name, no overlay where it may not be. */
  sent(end: HubEnd, frame: Uint8Array, session: Session | null): void {
    const known = this.#ends.get(end)
    if (!known) return
    const bytes = carried(frame)
    if (bytes) {
      const update = parseUpdate(bytes, known.document)
      const lead = typeof update === 'string' ? update : this.#ahead(this.disk[known.document], update)
      if (lead) this.#fail(`10: ${known.seat} was sent what is not on disk: ${lead}`)
    } else if (frame[0] === 1) this.#present(frame)
    else this.#own(end, known, frame, session)
  }

  #own(end: HubEnd, known: Known, frame: Uint8Array, session: Session | null): void {
    const message = decodeMessage(frame)
    if (message?.kind === 'refused') this.counts.refused++
    if (message?.kind === 'reset') this.counts.reset++
    if (message?.kind !== 'live' || end.link.name === 'rogue') return
    this.counts.live++
    this.look(session)
    if (!session || message.seat === known.seat) return
    for (const [key] of message.values)
      if (this.#live.every(({ locks }) => locks.some((lock) => closes(lock, key, message.seat))))
        this.#fail(`3: ${known.seat} was shown ${key} moved by ${message.seat}, to whom it is closed.`)
  }

  #present(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    decoding.readVarUint(decoder)
    for (const { client, state } of readEntries(decoder) ?? []) {
      const shown = JSON.parse(state) as { seat?: string } | null
      const owner = this.#owners.get(`session ${client}`)
      if (shown !== null && shown.seat !== owner)
        this.#fail(`13: client id ${client} of ${owner} is shown as ${print(shown)}.`)
    }
  }

  /** What an update holds that the disk does not. */
  #ahead(disk: Y.Doc, { structs, deletes }: Update): string | null {
    for (const [client, list] of structs) {
      const last = list.at(-1)
      if (last && last.clock + last.length > Y.getState(disk.store, client)) return `client ${client} at ${last.clock}.`
    }
    for (const [client, ranges] of deletes)
      for (const { clock, length } of ranges) {
        const list = disk.store.clients.get(client)
        if (!list || clock + length > Y.getState(disk.store, client)) return `a deletion under ${client}.`
        for (let i = Y.findIndexSS(list, clock); i < list.length && list[i]!.id.clock < clock + length; i++)
          if (!list[i]!.deleted) return `the deletion of ${client}:${list[i]!.id.clock}.`
      }
    return null
  }

  /** Before anything of a suite's is heard: what the hub's policy is, for overlays in flight. */
  look(session: Session | null): void {
    const view = session?.policy.view
    const now = this.#now()
    if (view && view.locks !== this.#seen) {
      this.#seen = view.locks
      this.#live.push({
        at: now,
        locks: view.locks.map(({ holder, region }) => ({ holder, region: region.map(pattern) })),
      })
    }
    while (this.#live.length > 1 && this.#live[1]!.at < now - graceMs - 100) this.#live.shift()
  }

  /** An honest suite's frames, and the hub's word that they are safe. */
  said(end: SuiteEnd, frame: Uint8Array): void {
    const bytes = carried(frame)
    const slot = `${end.link.name} ${documentOf(end)}`
    if (frame[0] === 0 && frame[1] === 0) this.#synced.set(slot, { vector: payload(frame), update: null })
    else if (frame[0] === 0 && frame[1] === 1)
      this.#synced.set(slot, { vector: null, ...this.#synced.get(slot), update: bytes })
    if (!bytes) return
    const list = this.#said.get(end) ?? []
    this.#said.set(end, list)
    list.push(bytes)
  }

  heard(end: SuiteEnd, frame: Uint8Array): void {
    const message = decodeMessage(frame)
    if (message?.kind !== 'saved') return
    const name = documentOf(end)
    const list = this.#said.get(end) ?? []
    if (message.heard > list.length)
      this.#fail(`saved counts ${message.heard} frames of ${list.length} that were sent.`)
    for (const bytes of list.slice(0, message.heard))
      for (const [client, clock] of ends(bytes))
        if (clock > Y.getState(this.disk[name].store, client))
          this.#fail(`saved: ${client} at ${clock} of ${name} is not on disk.`)
  }

  /** A key's value has changed on disk: by somebody who might. */
  #changed(name: DocumentName, key: string): void {
    const row = this.#row
    if (!row) return
    if (name === 'session') {
      if (key.startsWith('locks/') || key === 'link') this.#move(row.at)
      return
    }
    if (row.seat === 'hub') return
    const role = this.disk.session.getMap<Value>('session').get(`seats/${row.seat}`)?.[1]
    if (name === 'notes') {
      if (!key.startsWith(`${row.seat}/`)) this.#fail(`2: ${row.seat} changed the note ${key}.`)
      if (role === 'observer') this.#fail(`2: ${row.seat}, an observer, changed the note ${key}.`)
      return
    }
    if (role !== 'colorist') this.#fail(`2: ${row.seat}, ${String(role)}, changed the grade at ${key}.`)
    const views = this.#views.filter(({ until }) => until >= row.at)
    if (views.length > 0 && views.every(({ locks }) => locks.some((lock) => closes(lock, key, row.seat))))
      this.#fail(`2: ${row.seat} changed ${key}, which is locked.`)
  }

  /** The policy as it stands on disk, and those before it for the second that they may still be meant. */
  #move(at: number): void {
    const locks: Lock[] = []
    for (const [key, value] of this.disk.session.getMap<Value>('session').entries())
      if (key.startsWith('locks/')) {
        const [holder, , , ...region] = value as (string | null)[]
        locks.push({ holder: holder ?? null, region: (region as string[]).map(pattern) })
      }
    this.#views = this.#views.map((view) =>
      view.until === Number.POSITIVE_INFINITY ? { ...view, until: at + graceMs + 2 } : view,
    )
    this.#views = [...this.#views.slice(-4), { until: Number.POSITIVE_INFINITY, locks }]
  }

  /** All is quiet: hub, disk, a fresh load and the log are one state; who syncs again changes nothing. */
  async settle(session: Session, load: () => Promise<Parameters<typeof HubDocument.load>[1]>): Promise<void> {
    const loaded = await load()
    for (const name of documents) {
      const hub = session.documents[name]
      const fresh = HubDocument.load(name, loaded)
      const want = entriesOf(hub.doc, name)
      for (const [what, doc] of [
        ['8: a fresh load from disk', fresh.doc],
        ['15: the log replayed', this.disk[name]],
      ] as const) {
        if (entriesOf(doc, name) !== want) this.#fail(`${what} of ${name} is another state than the hub's.`)
        if (vectorOf(Y.encodeStateVector(doc)) !== vectorOf(hub.vector()))
          this.#fail(`${what} of ${name} has another state vector than the hub.`)
      }
      const trouble = hub.trouble()
      if (trouble) this.#fail(`4 or 7: ${name}: ${trouble}.`)
      fresh.destroy()
    }
  }

  /** What a suite said of its replica when it last came back: the hub's own state vector, and nothing that the hub does not have. */
  compare(who: string, name: DocumentName, session: Session): void {
    const hub = session.documents[name]
    const said = this.#synced.get(`${who} ${name}`)
    if (!said?.vector) {
      this.#fail(`5: ${who} has not synced ${name} again.`)
      return
    }
    if (vectorOf(said.vector) !== vectorOf(hub.vector()))
      this.#fail(
        `1: ${who}'s ${name} has another state vector: ${vectorOf(said.vector)}, not ${vectorOf(hub.vector())}.`,
      )
    const update = parseUpdate(said.update ?? Uint8Array.of(0, 0), name)
    const question = { doc: hub.doc, root: name, voids: hub.voids, owns: () => false, judge: () => null }
    const again = typeof update === 'string' ? null : sift(question, update)
    if (again?.kind !== 'sifted' || again.bytes !== null || again.refused.length > 0)
      this.#fail(`5: a second full sync of ${who}'s ${name} changes something.`)
  }
}

const closes = (lock: Lock, key: string, seat: string): boolean =>
  lock.holder !== seat && lock.region.some((one) => one.test(key))

const ends = (bytes: Uint8Array): [number, number][] =>
  [...Y.parseUpdateMeta(bytes).to].map(([client, clock]) => [client, clock])
