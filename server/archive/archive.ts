/** What one session keeps beside its living documents: history, snapshots' contents, blobs; and what of it nothing names any more. */
import { join } from 'node:path'
import { type Records, readRecords } from '../../shared/doc/records.ts'
import type { Session } from '../session.ts'
import type { Store } from '../store/store.ts'
import { Sweeper } from '../sweep.ts'
import { Blobs } from './blobs.ts'
import { History } from './history.ts'

/** Blobs that nothing names are looked for this often. */
const sweepMs = 60_000

export class Archive {
  readonly store: Store
  readonly history: History
  readonly blobs: Blobs
  /** What waited for the disk or the history and comes now is too late. */
  closed = false
  #timer: ReturnType<typeof setInterval> | null = null

  /** `folder` holds all sessions' blobs; null: a temporary one. */
  constructor(store: Store, session: string, folder: string | null, now: () => number) {
    this.store = store
    this.history = new History(store, session)
    this.blobs = new Blobs(folder === null ? null : join(folder, session), now)
  }

  /** Called once the session is loaded: contents and blobs that a hub left behind when it died between writing and naming them go. */
  async open(session: Session): Promise<void> {
    await this.blobs.load()
    const { snapshots, gallery } = this.records(session)
    const keep = [...snapshots, ...gallery].map(({ hash }) => hash)
    const swept = await this.store.sweepSnapshots(session.row.id, session.epoch, keep)
    if (swept > 0) session.options.log(`session ${session.row.id}: ${swept} contents that no snapshot names were swept`)
    await this.sweep(session)
    const sweeper = new Sweeper(session)
    this.#timer = setInterval(() => {
      Promise.all([this.sweep(session), sweeper.due()]).catch((error: unknown) =>
        session.options.log(
          `session ${session.row.id}: what nothing names cannot be swept: ${error instanceof Error ? error.message : error}`,
        ),
      )
    }, sweepMs)
    this.#timer.unref()
  }

  records(session: Session): Records {
    return readRecords(session.documents.session.doc)
  }

  async sweep(session: Session): Promise<void> {
    const { stills, luts } = this.records(session)
    await this.blobs.sweep(new Set([...stills, ...luts].map(({ blob }) => blob)))
  }

  async close(): Promise<void> {
    this.closed = true
    if (this.#timer) clearInterval(this.#timer)
    await this.history.close()
    await this.blobs.close()
  }
}
