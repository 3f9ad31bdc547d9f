/** Litter of the grade goes once it has lain there for longer than anybody works offline. What else is swept: `archive/archive.ts`. */
import type * as Y from 'yjs'
import type { Value } from '../shared/doc/grade.ts'
import { sameValue } from '../shared/doc/read.ts'
import { HistoryError } from './archive/history.ts'
import { writeGrade } from './bulk.ts'
import { settled } from './outcome.ts'
import type { Session } from './session.ts'
import { StoreError } from './store/store.ts'

const dayMs = 86_400_000
/** How long litter lies: whoever comes back within that finds the grade as they left it. */
export const litterMs = 30 * dayMs
/** Looked for some minutes after a session is opened, when who waited for it is in, and once a day. */
const firstMs = 600_000

export class Sweeper {
  readonly #session: Session
  #next: number
  #running: Promise<number> | null = null

  constructor(session: Session) {
    this.#session = session
    this.#next = session.options.now() + firstMs
  }

  /** Asked every minute or so. */
  async due(): Promise<void> {
    const now = this.#session.options.now()
    if (now < this.#next) return
    this.#next = now + dayMs
    await this.sweep()
  }

  /** Resolves to how many keys went. What is edited meanwhile is left for another time. */
  async sweep(): Promise<number> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = null
    })
    return await this.#running
  }

  async #sweep(): Promise<number> {
    const { archive, documents, options, row } = this.#session
    const map = documents.grade.doc.getMap<Value>('grade')
    const touched = new Set<string>()
    const hear = (event: Y.YMapEvent<Value>): void => {
      for (const key of event.keysChanged) touched.add(levelAndVersion(key))
    }
    map.observe(hear)
    try {
      const now = await settled(this.#session)
      if (typeof now !== 'number') return 0
      const then = await archive.store.revisionAt(row.id, 'grade', Math.round(options.now() - litterMs))
      if (then === 0) return 0
      const found = await archive.history.litter(then, now)
      if (archive.closed || this.#session.readOnly !== null || documents !== this.#session.documents) return 0
      const keys = found.filter(
        ([key, value]) => !touched.has(levelAndVersion(key)) && sameValue(map.get(key) ?? null, value),
      )
      if (keys.length === 0) return 0
      this.#session.audit.note('hub', 'sweep', `${keys.length} keys of the grade that touched nothing`)
      writeGrade(this.#session, 'hub', new Map(keys.map(([key]) => [key, null])))
      return keys.length
    } catch (error) {
      if (!(error instanceof HistoryError || error instanceof StoreError)) throw error
      options.log(`session ${row.id}: litter cannot be swept: ${error.message}`)
      return 0
    } finally {
      map.unobserve(hear)
    }
  }
}

/** What a graph is read from. */
const levelAndVersion = (key: string): string => key.split('/', 2).join('/')
