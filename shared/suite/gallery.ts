/** The gallery as a suite has it: stills on record, their contents once they are asked for, and the commands that change it. */
import type { Content } from '../doc/content.ts'
import type { GalleryStill, MemorySlot, Records } from '../doc/records.ts'
import type { Answer } from './calls.ts'
import type { HubApi } from './hub-api.ts'

export interface GalleryHooks {
  readonly api: HubApi
  readonly seat: () => string
  readonly records: () => Records
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly handedIn: () => Promise<void>
}

/** What is grabbed: a frame of a clip, from 0 at its first one in the cut; look and digest of the picture on show, where there is one. */
export interface Grab {
  readonly clip: string
  readonly frame: number
  readonly label: string
  readonly slot?: MemorySlot | null
  readonly look?: string
  readonly digest?: string
}

/** Contents kept, each a clip and its grade: some 5 kB. */
const mostKept = 64

export class Gallery {
  readonly #hooks: GalleryHooks
  /** By hash, so that a still that is renamed is not asked for again. */
  readonly #kept = new Map<string, Promise<Content | string>>()

  constructor(hooks: GalleryHooks) {
    this.#hooks = hooks
  }

  /** What hangs there, newest first, memories apart. */
  get stills(): readonly GalleryStill[] {
    return this.#hooks
      .records()
      .gallery.filter(({ slot }) => slot === null)
      .toReversed()
  }

  /** One's own memories by their slots. */
  get memories(): ReadonlyMap<MemorySlot, GalleryStill> {
    const own = this.#hooks.seat()
    const mine = this.#hooks.records().gallery.filter(({ seat }) => seat === own)
    return new Map(mine.flatMap((still) => (still.slot === null ? [] : [[still.slot, still] as const])))
  }

  /** A still of the gallery or a memory of one's own; null where it is not there. */
  find(id: string): GalleryStill | null {
    const own = this.#hooks.seat()
    return this.#hooks.records().gallery.find((one) => one.id === id && (one.slot === null || one.seat === own)) ?? null
  }

  /** Its clip and grade, to be drawn and read, never written; or the sentence why they are not to be had. */
  open(still: GalleryStill): Promise<Content | string> {
    const known = this.#kept.get(still.hash) ?? this.#hooks.api.still(still)
    this.#kept.delete(still.hash)
    this.#kept.set(still.hash, known)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    void known.then((content) => typeof content === 'string' && this.#kept.delete(still.hash))
    return known
  }

  /** Keeps a frame with its grade, once one's own last edit is on the hub's disk: {still, revision, hash}. */
  async grab(what: Grab): Promise<Answer> {
    await this.#hooks.handedIn()
    return await this.#hooks.command('grab', { ...what })
  }

  label(still: string, label: string): Promise<Answer> {
    return this.#hooks.command('grab-label', { still, label })
  }

  delete(still: string): Promise<Answer> {
    return this.#hooks.command('grab-delete', { still })
  }
}
