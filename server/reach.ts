/** What the judge asks of the documents: which clips' pictures a level of the grade reaches, kept until what decides it changes; which keys the notes have. */
import type { Entries } from '../shared/doc/grade.ts'
import { leansOn } from '../shared/doc/lean.ts'
import { followEntries } from '../shared/doc/read.ts'
import type { HubDocument } from './document.ts'
import type { Known } from './verdict.ts'

/** Keys that say which levels a clip leans on. */
const decides = /\/(?:use|group|shared|head)$/

export class Reach implements Known {
  readonly #document: HubDocument
  readonly #notes: HubDocument
  #entries: Entries | null = null
  readonly #levels = new Map<string, ReadonlySet<string>>()

  constructor({ grade, notes }: { readonly grade: HubDocument; readonly notes: HubDocument }) {
    this.#document = grade
    this.#notes = notes
  }

  readonly holds = (key: string): boolean => this.#notes.doc.getMap('notes').has(key)

  /** True where the picture of a clip leans on this level. Follows the document from the first question on: a session that is not strict pays nothing. */
  readonly reaches = (level: string, clip: string): boolean => {
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
