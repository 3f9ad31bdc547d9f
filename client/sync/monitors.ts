/** What a person has set for the monitors of this suite, kept in this browser's IndexedDB: LUT files are too large for anything smaller. */

/** A LUT of the monitor that a clean feed is on, as its file is. */
export interface MonitorLut {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Whether the feed goes through it now. */
  readonly on: boolean
}

export interface KeptMonitor {
  readonly dither: boolean
  readonly lut: MonitorLut | null
}

/** By the person's name. Both reject with one sentence where the browser keeps nothing. */
export interface MonitorStore {
  load(person: string): Promise<KeptMonitor | null>
  save(person: string, kept: KeptMonitor): Promise<void>
}

const database = 'samelight-monitors'
const shelf = 'kept'

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB fails'))
  })

export function browserMonitors(factory: IDBFactory): MonitorStore {
  let opened: Promise<IDBDatabase> | null = null
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = factory.open(database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(shelf)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('IndexedDB does not open'))
      request.onblocked = () => reject(new Error('IndexedDB is held by an older page'))
    })
  const table = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    opened ??= open()
    opened.catch(() => {
      opened = null
    })
    return (await opened).transaction(shelf, mode).objectStore(shelf)
  }
  const saying = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      throw new Error(
        `The monitor's settings cannot be kept in this browser: ${error instanceof Error ? error.message : String(error)}.`,
      )
    }
  }
  return {
    load: (person) =>
      saying(async () => {
        const found: unknown = await done((await table('readonly')).get(person))
        return isKept(found) ? found : null
      }),
    save: (person, kept) => saying(async () => void (await done((await table('readwrite')).put(kept, person)))),
  }
}

/** What an older version of ours kept may have another shape: then it counts as nothing. */
function isKept(found: unknown): found is KeptMonitor {
  const { dither, lut } = (found ?? {}) as Partial<KeptMonitor>
  if (typeof dither !== 'boolean' || lut === undefined) return false
  return (
    lut === null || (typeof lut.name === 'string' && lut.bytes instanceof Uint8Array && typeof lut.on === 'boolean')
  )
}
