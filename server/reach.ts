/** Which clips' pictures a level of the grade reaches, asked for every key while the session is strict: kept until what decides it changes. */
import type { Entries } from '../shared/doc/grade.ts'
import { leansOn } from '../shared/doc/lean.ts'
import { followEntries } from '../shared/doc/read.ts'
import type { HubDocument } from './document.ts'

/** Keys that say which levels a clip leans on. */
const decides = /\/(?:use|group|shared|head)$/

export class Reach {
  readonly #document: HubDocument
  #entries: Entries | null = null
  readonly #levels = new Map<string, ReadonlySet<string>>()

  constructor(document: HubDocument) {
    this.#document = document
  }

  /** True where the picture of a clip leans on this level. Follows the document from the first question on: a session that is not strict pays nothing. */
  reaches(level: string, clip: string): boolean {
    this.#entries ??= followEntries(this.#document.doc, 'grade', (keys) => {
      for (const key of keys)
        if (decides.test(key)) {
          this.#levels.clear()
          return
        }
    }).entries
    const known = this.#levels.get(clip) ?? new Set(leansOn(this.#entries, clip).map((lean) => lean.level))
    this.#levels.set(clip, known)
    return known.has(level)
  }
}
