/** Puts what a suite must not lose into its store, a moment after it changed, once for all that changed. */
import type { Kept, SuiteStore } from './store.ts'
import type { Timers } from './timers.ts'

/** Wait before the store is asked. */
const keepMs = 200

export class Keeper {
  readonly #save: () => Promise<void>
  readonly #timers: Timers
  readonly #tell: (sentence: string) => void
  #stop: (() => void) | null = null

  constructor(store: SuiteStore, session: string, kept: () => Kept, timers: Timers, tell: (sentence: string) => void) {
    this.#save = () => store.save(session, kept())
    this.#timers = timers
    this.#tell = tell
  }

  /** Something to keep has changed. */
  touch(): void {
    this.#stop ??= this.#timers.after(keepMs, () => this.now())
  }

  /** Keeps what waits, at once: the suite is leaving. */
  now(): void {
    if (!this.#stop) return
    this.#stop()
    this.#stop = null
    this.#save().catch((error: unknown) =>
      this.#tell(
        `Your own work cannot be kept on this machine: ${error instanceof Error ? error.message : String(error)}`,
      ),
    )
  }
}
