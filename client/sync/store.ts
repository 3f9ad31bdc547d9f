/** Kept in this browser's IndexedDB: for each session the seat's secret and own work the hub has not yet said is on disk; and LUT files. */
import type { BlobStore } from '../../shared/suite/luts.ts'
import type { Kept, SuiteStore } from '../../shared/suite/store.ts'

const database = 'samelight'
const shelf = 'kept'
/** LUT files have a database of their own: they may be forgotten, what is kept may not. */
const files = 'samelight-luts'
/** LUT files kept; the one that was kept first goes first. */
const mostFiles = 64

function open(factory: IDBFactory, name = database): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(shelf)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB does not open'))
    request.onblocked = () => reject(new Error('IndexedDB is held by an older page'))
  })
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB fails'))
  })

/** Both calls reject where the browser keeps nothing (private window, full disk); the suite says so and goes on. */
export function browserStore(factory: IDBFactory): SuiteStore {
  let opened: Promise<IDBDatabase> | null = null
  const get = (): Promise<IDBDatabase> => {
    opened ??= open(factory)
    opened.catch(() => {
      opened = null
    })
    return opened
  }
  return {
    async load(session) {
      const found: unknown = await done((await get()).transaction(shelf).objectStore(shelf).get(session))
      return isKept(found) ? found : null
    },
    async save(session, kept) {
      await done((await get()).transaction(shelf, 'readwrite').objectStore(shelf).put(kept, session))
    },
  }
}

/** LUT files by their hashes, at most 64. Both calls reject where the browser keeps nothing. */
export function browserBlobs(factory: IDBFactory): BlobStore {
  let opened: Promise<IDBDatabase> | null = null
  const get = (): Promise<IDBDatabase> => {
    opened ??= open(factory, files)
    opened.catch(() => {
      opened = null
    })
    return opened
  }
  const table = async (mode: IDBTransactionMode) => (await get()).transaction(shelf, mode).objectStore(shelf)
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
