/** On the page: LUTs that the picture worker wants, fetched by the suite and handed over; pictures are drawn anew when one has come. */
import type { Suite } from '../../shared/suite/suite.ts'
import type { MediaAtHand } from './courier.ts'
import type { ToWorker } from './work.ts'

/** What could not be had is asked for again after this long. */
const againMs = 3000

export interface LutRoomHooks {
  readonly suite: Pick<Suite, 'luts'>
  readonly post: (message: ToWorker) => void
  /** Called once after a time; the answer gives that up. */
  readonly after: (ms: number, then: () => void) => () => void
}

export class LutRoom {
  readonly #hooks: LutRoomHooks
  readonly #ears = new Set<() => void>()
  readonly #waits = new Set<() => void>()
  #closed = false

  constructor(hooks: LutRoomHooks) {
    this.#hooks = hooks
  }

  /** Called whenever the worker has one more. */
  on(hear: () => void): () => void {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
  }

  /** The same media, whose listeners hear of LUTs too: either may change a picture. */
  with(media: MediaAtHand): MediaAtHand {
    return {
      source: (id) => media.source(id),
      on: (hear) => {
        const stops = [media.on(hear), this.on(hear)]
        return () => stops.forEach((stop) => void stop())
      },
    }
  }

  /** The worker asks. Until the file is here it is asked for again and again; meanwhile the picture says what it lacks. */
  async want(blob: string): Promise<void> {
    const bytes = await this.#hooks.suite.luts.bytes(blob)
    if (this.#closed) return
    if (typeof bytes === 'string') {
      const stop = this.#hooks.after(againMs, () => {
        this.#waits.delete(stop)
        void this.want(blob)
      })
      this.#waits.add(stop)
      return
    }
    this.#hooks.post({ kind: 'lut', blob, bytes })
    for (const hear of [...this.#ears]) hear()
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#waits) stop()
  }
}
