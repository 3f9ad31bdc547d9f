/** What changed, on its way to disk: one batch at a time, and whatever shows a change waits for the batch that holds it. */
import {
  type AnswerRow,
  type AuditRow,
  type Batch,
  type LinkRow,
  type LogRow,
  type OwnerRow,
  type SeatRow,
  type Store,
  StoreError,
} from './store/store.ts'

type After = (written: boolean) => void

interface Tick {
  log: LogRow[]
  owners: OwnerRow[]
  seats: SeatRow[]
  answers: AnswerRow[]
  links: LinkRow[]
  audit: AuditRow[]
  after: After[]
}

const newTick = (): Tick => ({ log: [], owners: [], seats: [], answers: [], links: [], audit: [], after: [] })

export interface JournalHooks {
  /** A batch is about to be written: note what each socket was heard with. */
  readonly taken: () => void
  /** On disk: broadcast it. Runs before those who wait for it. */
  readonly saved: (batch: Batch) => void
  /** Everybody who waited has been told. */
  readonly told: (batch: Batch) => void
  /** Not on disk: nothing of it, and nothing after it, may be shown. */
  readonly failed: (sentence: string) => void
}

export class Journal {
  readonly #store: Store
  readonly #session: string
  readonly #epoch: number
  readonly #hooks: JournalHooks
  #pending = newTick()
  #flying: Tick | null = null
  #running: Promise<void> | null = null
  #failure: string | null = null
  /** Counts every accepted change, also those not on disk yet. */
  #revision: number
  #savedRevision: number
  /** Batches on disk since the session was loaded, and the time they took, milliseconds. */
  batches = 0
  batchMs = 0

  constructor(store: Store, session: string, epoch: number, revision: number, hooks: JournalHooks) {
    this.#store = store
    this.#session = session
    this.#epoch = epoch
    this.#hooks = hooks
    this.#revision = revision
    this.#savedRevision = revision
  }

  get revision(): number {
    return this.#revision
  }

  /** Newest revision on disk. */
  get saved(): number {
    return this.#savedRevision
  }

  /** Takes one accepted update in; the number it gets. */
  record(row: Omit<LogRow, 'revision'>): number {
    this.#pending.log.push({ ...row, revision: ++this.#revision })
    this.#start()
    return this.#revision
  }

  owner(row: OwnerRow): void {
    this.#pending.owners.push(row)
    this.#start()
  }

  seat(row: SeatRow): void {
    this.#pending.seats.push(row)
    this.#start()
  }

  answer(row: AnswerRow): void {
    this.#pending.answers.push(row)
    this.#start()
  }

  link(row: LinkRow): void {
    this.#pending.links.push(row)
    this.#start()
  }

  audit(row: AuditRow): void {
    this.#pending.audit.push(row)
    this.#start()
  }

  /** Runs once everything taken in so far is on disk: at once where it is, with false where it never will be. */
  after(run: After): void {
    if (this.#failure !== null) run(false)
    else if (!isEmpty(this.#pending)) this.#pending.after.push(run)
    else if (this.#flying) this.#flying.after.push(run)
    else run(true)
  }

  /** Resolves when nothing is on its way any more. */
  async settle(): Promise<void> {
    while (this.#running) await this.#running
  }

  #start(): void {
    if (this.#failure !== null || this.#running) return
    this.#running = this.#run().finally(() => {
      this.#running = null
      if (!isEmpty(this.#pending)) this.#start()
    })
  }

  async #run(): Promise<void> {
    while (!isEmpty(this.#pending) && this.#failure === null) {
      // What the same turn of the loop brings belongs to the same tick.
      await new Promise((resolve) => setImmediate(resolve))
      const tick = this.#pending
      this.#pending = newTick()
      this.#flying = tick
      this.#hooks.taken()
      const batch = {
        revision: tick.log.at(-1)?.revision ?? this.#savedRevision,
        log: tick.log,
        owners: tick.owners,
        seats: tick.seats,
        answers: tick.answers,
        links: tick.links,
        audit: tick.audit,
      }
      const began = performance.now()
      try {
        await this.#store.append(this.#session, this.#epoch, batch)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        this.#fail(error.message)
        return
      }
      this.batches++
      this.batchMs += performance.now() - began
      this.#savedRevision = batch.revision
      this.#flying = null
      this.#hooks.saved(batch)
      for (const run of tick.after) run(true)
      this.#hooks.told(batch)
    }
  }

  #fail(sentence: string): void {
    this.#failure = sentence
    const waiting = [...(this.#flying?.after ?? []), ...this.#pending.after]
    this.#flying = null
    this.#pending = newTick()
    for (const run of waiting) run(false)
    this.#hooks.failed(sentence)
  }
}

const isEmpty = ({ log, owners, seats, answers, links, audit }: Tick): boolean =>
  log.length + owners.length + seats.length + answers.length + links.length + audit.length === 0
