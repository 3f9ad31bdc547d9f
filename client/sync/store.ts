/** Kept in this browser's IndexedDB: for each session the seat's secret and own work the hub has not yet said is on disk; and LUT files. */
import type { BlobStore } from '../../shared/suite/luts.ts'
import type { Kept, SuiteStore } from '../../shared/suite/store.ts'
import { done, openTable } from './table.ts'

/** LUT files kept; the one that was kept first goes first. */
const mostFiles = 64

/** Both calls reject where the browser keeps nothing (private window, full disk); the suite says so and goes on. */
export function browserStore(factory: IDBFactory): SuiteStore {
  const table = openTable(factory, 'samelight', 'kept')
  return {
    async load(session) {
      const found: unknown = await done((await table('readonly')).get(session))
      return isKept(found) ? found : null
    },
    async save(session, kept) {
      await done((await table('readwrite')).put(kept, session))
    },
  }
}

/** LUT files by their hashes, at most 64. Both calls reject where the browser keeps nothing. */
export function browserBlobs(factory: IDBFactory): BlobStore {
  // A database of its own: LUT files may be forgotten, what is kept may not.
  const table = openTable(factory, 'samelight-luts', 'kept')
  return {
    async load(blob) {
      const found: unknown = await done((await table('readonly')).get(blob))
      const bytes = (found as { readonly bytes?: unknown } | undefined)?.bytes
      return bytes instanceof Uint8Array ? new Uint8Array(bytes) : null
    },
    async save(blob, bytes) {
      await done((await table('readwrite')).put({ bytes, at: Date.now() }, blob))
      const keys = await done((await table('readonly')).getAllKeys())
      if (keys.length <= mostFiles) return
      const all = (await done((await table('readonly')).getAll())) as { readonly at: number }[]
      const [oldest] = all.map(({ at }, i) => ({ at, key: keys[i]! })).sort((a, b) => a.at - b.at)
      if (oldest) await done((await table('readwrite')).delete(oldest.key))
    },
  }
}

/** What an older version of ours kept may have another shape: then it counts as nothing. */
function isKept(found: unknown): found is Kept {
  if (typeof found !== 'object' || found === null) return false
  const { seatKey, unsaved } = found as Partial<Kept>
  return (seatKey === null || typeof seatKey === 'string') && Array.isArray(unsaved)
}
