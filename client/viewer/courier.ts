/** Brings the worker's copy of session, media and drawn grade up to date before an order: only what changed since the last one. */
import type { Suite } from '../../shared/suite/suite.ts'
import type { MediaSource } from '../media/open-clip.ts'
import type { PastView } from '../state/desk.ts'
import { Feed } from './feed.ts'
import type { ToWorker } from './work.ts'

/** What this room has of the session's media. */
export interface MediaAtHand {
  /** What opens a media here, or the sentence why nothing does. The same object while it is the same file. */
  source(media: string): MediaSource | string
  on(hear: () => void): () => void
}

export class Courier {
  readonly #post: (message: ToWorker) => void
  readonly #media: MediaAtHand
  readonly #feed = new Feed()
  readonly #sources = new Map<string, MediaSource>()
  #session: unknown = null
  #mediaChanged = true
  #moment: PastView | null = null

  constructor(media: MediaAtHand, post: (message: ToWorker) => void) {
    this.#media = media
    this.#post = post
  }

  /** Media were found or lost since. */
  mediaChanged(): void {
    this.#mediaChanged = true
  }

  bring(suite: Suite): void {
    const { session } = suite.shown
    if (session !== this.#session) {
      this.#session = session
      this.#post({ kind: 'session', session })
      this.#mediaChanged = true
    }
    if (this.#mediaChanged) this.#bringMedia(session.media.keys())
    const changes = this.#feed.changes(suite.entries, suite.drawn)
    if (changes.length > 0) this.#post({ kind: 'grade', changes })
  }

  /** Only the past moment that is looked at is kept there; the answer is its name, or null. */
  bringMoment(moment: PastView | null): string | null {
    const { content: past, name } = moment ?? {}
    if (moment !== this.#moment) {
      if (this.#moment && this.#moment.name !== name)
        this.#post({ kind: 'moment', name: this.#moment.name, content: null })
      if (past && name !== undefined)
        this.#post({ kind: 'moment', name, content: { session: past.session, entries: [...past.entries] } })
      this.#moment = moment
    }
    return name ?? null
  }

  #bringMedia(ids: Iterable<string>): void {
    this.#mediaChanged = false
    for (const id of new Set([...ids, ...this.#sources.keys()])) {
      const found = this.#media.source(id)
      const source = typeof found === 'string' ? undefined : found
      if (source === this.#sources.get(id)) continue
      if (source === undefined) this.#sources.delete(id)
      else this.#sources.set(id, source)
      this.#post({ kind: 'media', id, source: source ?? null })
    }
  }
}
