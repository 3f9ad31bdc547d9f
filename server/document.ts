/** One of the three documents as the hub holds it: the Yjs document, what was refused in it, and the checks after every change. */
import * as Y from 'yjs'
import type { DocumentName } from '../shared/wire/ticket.ts'
import { Voids } from './gate/voids.ts'
import type { Loaded } from './store/store.ts'

/** Updates merged at once. */
const handful = 32

export class HubDocument {
  readonly name: DocumentName
  readonly doc: Y.Doc
  readonly voids = new Voids()
  readonly #id: number

  constructor(name: DocumentName) {
    this.name = name
    this.doc = new Y.Doc({ gc: true })
    this.doc.getMap(name)
    this.#id = this.doc.clientID
  }

  /** The hub's own client id in this document: nobody may declare it. */
  get id(): number {
    return this.#id
  }

  /** Rebuilds a document from its newest checkpoint and the log after it. */
  static load(name: DocumentName, loaded: Loaded): HubDocument {
    const document = new HubDocument(name)
    // One after another: Yjs merges a log in a time that grows with its square, 18 s for 32,000 updates against 0.13 s so.
    document.doc.transact(() => {
      for (const part of [...loaded.checkpoints, ...loaded.log])
        if (part.document === name) Y.applyUpdate(document.doc, part.bytes, 'store')
    }, 'store')
    const trouble = document.trouble()
    if (trouble) throw new Error(`The stored ${name} document is not sound: ${trouble}`)
    return document
  }

  /** Applies bytes that the gate printed. A document that is not sound afterwards is a bug of ours: it must not be kept. */
  apply(bytes: Uint8Array): void {
    Y.applyUpdate(this.doc, bytes, 'gate')
    const trouble = this.trouble()
    if (trouble) throw new Error(`The ${this.name} document is not sound after an update: ${trouble}`)
  }

  /** The hub's own change in one transaction: its bytes, or null where nothing changed. */
  write(change: () => void): Uint8Array | null {
    let bytes: Uint8Array | null = null
    const hear = (update: Uint8Array): void => {
      bytes = bytes === null ? update : Y.mergeUpdates([bytes, update])
    }
    this.doc.on('update', hear)
    try {
      this.doc.transact(change, 'hub')
    } finally {
      this.doc.off('update', hear)
    }
    return bytes
  }

  /** Whole state, or what a replica with this state vector lacks. */
  encode(vector?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, vector)
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** Several updates of one document as one. By handfuls: Yjs merges in a time that grows with the square of their number, and a disk that stalls leaves thousands. */
  static merge(updates: readonly Uint8Array[]): Uint8Array {
    let list = updates
    while (list.length > 1)
      list = Array.from({ length: Math.ceil(list.length / handful) }, (_, i) =>
        Y.mergeUpdates(list.slice(i * handful, (i + 1) * handful)),
      )
    return list[0]!
  }

  /** What a sound document never has: something pending, another client id, another root. */
  trouble(): string | null {
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) return 'something is pending'
    if (this.doc.clientID !== this.#id) return 'the client id of the hub is in use'
    if (this.doc.share.size !== 1 || !this.doc.share.has(this.name)) return 'there is another root'
    return null
  }

  destroy(): void {
    this.doc.destroy()
  }
}
