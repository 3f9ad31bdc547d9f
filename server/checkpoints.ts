/** Checkpoints while the hub runs: built from what is on disk in the history's thread, put down beside the edits; what they close off is sealed. */
import { type DocumentName, documents } from '../shared/wire/ticket.ts'
import { type History, HistoryError } from './archive/history.ts'
import { type Batch, type Loaded, type Store, StoreError } from './store/store.ts'

/** A document gets a checkpoint after so many updates or bytes: 2,000 are replayed in some 20 ms beside the checkpoint before. */
const everyUpdates = 2000
const everyBytes = 4_000_000
/** What a checkpoint closes off is sealed from here on; the short tails that restarts leave are not worth a segment each. */
const sealUpdates = 1000
const sealBytes = 2_000_000
/** After a checkpoint that could not be put down, the next try waits for so many updates more. */
const againUpdates = 500

export interface CheckpointOptions {
  readonly store: Store
  readonly history: History
  readonly session: string
  readonly epoch: number
  readonly log: (line: string) => void
  /** A document's state up to and with a revision is on disk as a checkpoint. */
  readonly put: (document: DocumentName, state: { readonly revision: number; readonly bytes: Uint8Array }) => void
}

interface Count {
  updates: number
  bytes: number
  /** Newest update on disk, and the one the last checkpoint holds. */
  newest: number
  put: number
}

export class Checkpoints {
  readonly #options: CheckpointOptions
  readonly #counts: Readonly<Record<DocumentName, Count>>
  #running: Promise<void> | null = null
  #closed = false

  constructor(options: CheckpointOptions) {
    this.#options = options
    const count = (): Count => ({ updates: 0, bytes: 0, newest: 0, put: 0 })
    this.#counts = { session: count(), grade: count(), notes: count() }
  }

  /** Begins to count from what was loaded, also anew after a failure. */
  open(loaded: Loaded): void {
    for (const document of documents) {
      const put = loaded.checkpoints.find((one) => one.document === document)?.revision ?? 0
      Object.assign(this.#counts[document], { updates: 0, bytes: 0, newest: put, put })
    }
    this.count(loaded)
  }

  /** Takes note of what has come to disk. */
  count({ log }: Pick<Batch, 'log'>): void {
    for (const { document, revision, bytes } of log) {
      const count = this.#counts[document]
      count.updates++
      count.bytes += bytes.length
      count.newest = revision
    }
    this.#start()
  }

  /** Documents that have changed since their last checkpoint. */
  get changed(): readonly DocumentName[] {
    return documents.filter((document) => this.#counts[document].newest > this.#counts[document].put)
  }

  /** Resolves once none is on its way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  /** Resolves once none is on its way; none is begun any more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  #start(): void {
    if (this.#running || this.#closed) return
    const due = documents.find((document) => {
      const { updates, bytes } = this.#counts[document]
      return updates >= everyUpdates || bytes >= everyBytes
    })
    if (due === undefined) return
    this.#running = this.#put(due).finally(() => {
      this.#running = null
      this.#start()
    })
  }

  async #put(document: DocumentName): Promise<void> {
    const { store, history, session, epoch, log, put } = this.#options
    const count = this.#counts[document]
    const { updates, bytes, newest } = count
    try {
      const state = await history.state(document, newest)
      await store.putCheckpoint(session, epoch, { document, revision: newest, ...state })
      Object.assign(count, { updates: count.updates - updates, bytes: count.bytes - bytes, put: newest })
      put(document, { revision: newest, bytes: state.bytes })
      const left = await store.unsealed(session, document, newest)
      if (left.rows >= sealUpdates || left.bytes >= sealBytes) await store.seal(session, epoch, document, newest)
    } catch (error) {
      if (!(error instanceof StoreError || error instanceof HistoryError)) throw error
      Object.assign(count, { updates: Math.min(count.updates, everyUpdates - againUpdates), bytes: 0 })
      if (!this.#closed)
        log(`session ${session}: the checkpoint of ${document} at revision ${newest} waits: ${error.message}`)
    }
  }
}
