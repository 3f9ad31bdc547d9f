/** PowerGrades: grades of one's own, kept in this browser's IndexedDB across sessions. A database of their own: nothing else forgets them. */
import { done, keeping, openTable } from './table.ts'

/** A LUT file that a grade names, so that another session can have it too. */
export interface KeptLut {
  readonly blob: string
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface PowerGrade {
  readonly id: string
  readonly label: string
  /** Who kept it, as that person was called: several may share a suite. */
  readonly owner: string
  /** Grade JSON (docs/grade.md). */
  readonly text: string
  /** Source frame that its clip began at: keyframes lie as far into the clip that takes it. Null: they stay where they are. */
  readonly sourceIn: number | null
  /** A small PNG of the frame it was kept from; null where it came from a file. */
  readonly picture: Blob | null
  readonly luts: readonly KeptLut[]
  /** By the browser's clock, milliseconds. */
  readonly at: number
}

/** All reject with one sentence where the browser keeps nothing. */
export interface GradeStore {
  /** Newest first. */
  list(): Promise<readonly PowerGrade[]>
  /** Under its id, in place of what was there. */
  put(grade: PowerGrade): Promise<void>
  delete(id: string): Promise<void>
}

export function browserGrades(factory: IDBFactory): GradeStore {
  const table = openTable(factory, 'samelight-grades', 'grades', { keyPath: 'id' })
  const saying = <T>(ask: () => Promise<T>) => keeping('PowerGrades', ask)
  return {
    list: () =>
      saying(async () => {
        const all = (await done((await table('readonly')).getAll())) as PowerGrade[]
        return all.filter(isPowerGrade).sort((a, b) => b.at - a.at)
      }),
    put: (grade) => saying(async () => void (await done((await table('readwrite')).put(grade)))),
    delete: (id) => saying(async () => void (await done((await table('readwrite')).delete(id)))),
  }
}

/** What an older version of ours kept may have another shape: then it is left where it is. */
function isPowerGrade(found: unknown): found is PowerGrade {
  const { id, label, text, at } = (found ?? {}) as Partial<PowerGrade>
  return typeof id === 'string' && typeof label === 'string' && typeof text === 'string' && typeof at === 'number'
}
