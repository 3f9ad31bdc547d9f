/** What a suite has beside its living documents, over the hub's HTTP and commands: the review, the hold, the gallery, stills, LUTs; and what is on show because of them. */
import type { Moment } from '../doc/change-list.ts'
import type { Entries, Level } from '../doc/grade.ts'
import type { Answer } from './calls.ts'
import { Gallery } from './gallery.ts'
import { Holding } from './holding.ts'
import { HubApi } from './hub-api.ts'
import type { JoinOptions } from './join.ts'
import type { Lines } from './lines.ts'
import { Luts } from './luts.ts'
import { Review } from './review.ts'
import { Stills } from './stills.ts'
import type { Timers } from './timers.ts'

export interface AnnexHooks {
  readonly options: Pick<JoinOptions, 'hub' | 'session' | 'fetch' | 'blobs'>
  readonly lines: () => Lines
  readonly timers: Timers
  readonly seat: () => string
  readonly seatKey: () => string
  readonly joined: () => boolean
  /** The grade as committed. */
  readonly entries: () => Entries
  readonly frameNow: () => number
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly undoable: (level: Level, label: string, revision: number) => void
  /** The held state has come, or gone. */
  readonly moved: () => void
  readonly reviewed: () => void
  readonly tell: (sentence: string) => void
}

/** Own work that is not on the hub's disk after this long is not waited for. */
const handInMs = 5000

export class Annex {
  readonly review: Review
  readonly holding: Holding
  readonly gallery: Gallery
  readonly stills: Stills
  readonly luts: Luts
  readonly #hooks: AnnexHooks
  #waiting: (() => void)[] = []

  constructor(hooks: AnnexHooks) {
    this.#hooks = hooks
    const { options, lines, timers, seat, command, undoable, tell } = hooks
    const api = new HubApi({ ...options, seatKey: hooks.seatKey })
    const records = () => lines().records
    const handedIn = () => this.#handedIn()
    this.gallery = new Gallery({ api, seat, records, command, handedIn })
    this.stills = new Stills({ api, records, command })
    this.luts = new Luts({ api, records, command, tell, store: options.blobs ?? null })
    this.holding = new Holding({
      ...{ api, timers, seat, records, command, handedIn, undoable, tell },
      session: () => lines().sessionState,
      entries: hooks.entries,
      gradeRevision: () => lines().grade.line.revision,
      joined: hooks.joined,
      frameNow: hooks.frameNow,
      changed: () => {
        this.review.touch(null)
        hooks.moved()
      },
    })
    this.review = new Review({
      ...{ api, records, command, handedIn, undoable },
      now: () => ({ ...this.shown, revision: this.revision }),
      changed: hooks.reviewed,
    })
  }

  /** Session and grade on show, overlays apart. */
  get shown(): Moment {
    const { lines, entries } = this.#hooks
    return this.holding.content ?? { session: lines().sessionState, entries: entries() }
  }

  get revision(): number {
    return this.holding.held?.revision ?? this.#hooks.lines().revision
  }

  /** The session document has changed. */
  settle(): void {
    this.review.touch(null)
    this.holding.settle()
  }

  /** More is on the hub's disk. */
  saved(): void {
    this.holding.settle()
    if (!this.#pending) for (const go of this.#waiting.splice(0)) go()
  }

  close(): void {
    this.holding.close()
    for (const go of this.#waiting.splice(0)) go()
  }

  get #pending(): boolean {
    return this.#hooks.lines().grade.work.count > 0
  }

  #handedIn(): Promise<void> {
    if (!this.#pending) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = this.#hooks.timers.after(handInMs, resolve)
      this.#waiting.push(() => {
        stop()
        resolve()
      })
    })
  }
}
