/** A hub's document with the gate before it, and replicas that get what it prints: no sockets, no clock. */
import * as Y from 'yjs'
import { HubDocument } from '../../server/document.ts'
import { misfit, type Question, type Sifted, sift } from '../../server/gate/gate.ts'
import { parseUpdate } from '../../server/gate/parse.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Refusal } from '../../shared/wire/refusal.ts'

export const refusal = (rule: string, key: string): Refusal => ({
  rule,
  sentence: `${key}: ${rule}.`,
  keys: [key],
  holder: null,
})

/** Policy of these tests: keys that begin with `locked` are closed, -1 is out of range, `bad` keys are outside the grammar. */
export const policy = (key: string, value: Value | null): Refusal | null => {
  if (key.startsWith('bad')) return refusal('grammar', key)
  if (key.startsWith('locked')) return refusal('lock', key)
  return value?.[0] === -1 ? refusal('range', key) : null
}

export class Gate {
  readonly document = new HubDocument('grade')
  readonly #owners = new Map<number, string>()
  readonly sent: Uint8Array[] = []

  own(client: number, seat: string): void {
    this.#owners.set(client, seat)
  }

  question(seat: string): Question {
    return {
      doc: this.document.doc,
      root: 'grade',
      voids: this.document.voids,
      owns: (client) => this.#owners.get(client) === seat,
      judge: policy,
    }
  }

  /** One update of a seat, to the end: sifted, applied, kept for the replicas. */
  take(seat: string, bytes: Uint8Array): Sifted {
    const update = parseUpdate(bytes, 'grade')
    const sifted = typeof update === 'string' ? misfit(update) : sift(this.question(seat), update)
    if (sifted.kind === 'sifted' && sifted.bytes) {
      this.document.apply(sifted.bytes)
      for (const span of sifted.voids) this.document.voids.add(span)
      this.sent.push(sifted.bytes)
    }
    return sifted
  }

  get map(): Y.Map<Value> {
    return this.document.doc.getMap<Value>('grade')
  }

  get state(): string {
    return state(this.document.doc)
  }
}

/** The entries, in the order of their keys. */
export const state = (doc: Y.Doc): string =>
  JSON.stringify([...doc.getMap('grade').entries()].sort(([a], [b]) => (a < b ? -1 : 1)))

/** A suite's replica of the document; `updates` are what it would send. */
export class Replica {
  readonly doc = new Y.Doc()
  readonly seat: string
  updates: Uint8Array[] = []

  constructor(gate: Gate, seat: string, client: number) {
    this.seat = seat
    this.doc.clientID = client
    gate.own(client, seat)
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'hub') this.updates.push(update)
    })
    Y.applyUpdate(this.doc, gate.document.encode(), 'hub')
  }

  get map(): Y.Map<unknown> {
    return this.doc.getMap('grade')
  }

  /** What this replica has not sent yet, as one update. */
  hand(): Uint8Array {
    const merged = Y.mergeUpdates(this.updates)
    this.updates = []
    return merged
  }

  receive(bytes: Uint8Array): void {
    Y.applyUpdate(this.doc, bytes, 'hub')
  }
}
