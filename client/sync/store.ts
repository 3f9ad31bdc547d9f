/** Kept in this browser's IndexedDB: for each session the seat's secret and own work the hub has not yet said is on disk. */
import type { Kept, SuiteStore } from '../../shared/suite/store.ts'

const database = 'samelight'
const shelf = 'kept'

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(database, 1)
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

/** What an older version of ours kept may have another shape: then it counts as nothing. */
function isKept(found: unknown): found is Kept {
  if (typeof found !== 'object' || found === null) return false
  const { seatKey, unsaved } = found as Partial<Kept>
  return (seatKey === null || typeof seatKey === 'string') && Array.isArray(unsaved)
}
