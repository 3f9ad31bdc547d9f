/** One object store of one IndexedDB database, opened when it is first asked for; both are called what they were first called, for ever. */

/** What a request comes to; rejects with the browser's reason. */
export const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB fails'))
  })

/** The store for one transaction each; rejects where the browser keeps nothing, and tries again when it is asked again. */
export function openTable(
  factory: IDBFactory,
  database: string,
  shelf: string,
  options?: IDBObjectStoreParameters,
): (mode: IDBTransactionMode) => Promise<IDBObjectStore> {
  let opened: Promise<IDBDatabase> | null = null
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = factory.open(database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(shelf, options)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('IndexedDB does not open'))
      request.onblocked = () => reject(new Error('IndexedDB is held by an older page'))
    })
  return async (mode) => {
    opened ??= open()
    opened.catch(() => {
      opened = null
    })
    return (await opened).transaction(shelf, mode).objectStore(shelf)
  }
}

/** What is asked, and where it fails one sentence: what cannot be kept, and the browser's reason. */
export async function keeping<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw new Error(
      `${what} cannot be kept in this browser: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}
