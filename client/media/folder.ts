/** A folder that this browser remembers: its handle in IndexedDB (File System Access), opened again by one press on a later day. */

/** What the File System Access draft adds to the DOM's own types. */
interface Permitted {
  queryPermission?(of: { readonly mode: 'read' }): Promise<PermissionState>
  requestPermission?(of: { readonly mode: 'read' }): Promise<PermissionState>
}

export interface KeptFolder {
  readonly name: string
  /** True where it can be read at once; else `files` asks the person, and must be called from a press. */
  readonly granted: boolean
  /** All its files, folders within it walked to their ends. Rejects with a sentence. */
  files(): Promise<File[]>
}

const database = 'samelight-media'
const store = 'folders'
/** One folder is kept: that of last time. */
const slot = 'last'
const deepest = 6

function inStore<T>(mode: IDBTransactionMode, then: (folders: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(database, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(store)
    opening.onerror = () => fail(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const work = db.transaction(store, mode)
      const request = then(work.objectStore(store))
      work.oncomplete = () => {
        db.close()
        done(request.result)
      }
      work.onabort = () => {
        db.close()
        fail(work.error ?? request.error)
      }
    }
  })
}

/** The folder among dropped things, or null where there is none or this browser gives no handles. Call it in the drop event itself. */
export async function droppedFolder(items: DataTransferItemList): Promise<FileSystemDirectoryHandle | null> {
  type Giving = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> }
  const handles = await Promise.all([...items].map((item) => (item as Giving).getAsFileSystemHandle?.() ?? null))
  const folder = handles.find((handle) => handle?.kind === 'directory')
  return (folder as FileSystemDirectoryHandle | undefined) ?? null
}

/** All files of a folder and its folders, hidden ones apart. */
export async function filesIn(folder: FileSystemDirectoryHandle, depth = 0): Promise<File[]> {
  const found: File[] = []
  for await (const handle of folder.values()) {
    if (handle.name.startsWith('.')) continue
    if (handle.kind === 'file') found.push(await (handle as FileSystemFileHandle).getFile())
    else if (depth < deepest) found.push(...(await filesIn(handle as FileSystemDirectoryHandle, depth + 1)))
  }
  return found
}

/** Remembers a folder in place of the last one. */
export async function keepFolder(folder: FileSystemDirectoryHandle): Promise<void> {
  await inStore('readwrite', (folders) => folders.put(folder, slot))
}

export async function forgetFolder(): Promise<void> {
  await inStore('readwrite', (folders) => folders.delete(slot))
}

/** The folder of last time, or null. */
export async function keptFolder(): Promise<KeptFolder | null> {
  const folder = (await inStore('readonly', (folders) => folders.get(slot))) as
    | (FileSystemDirectoryHandle & Permitted)
    | undefined
  if (!folder) return null
  const asked = { mode: 'read' } as const
  const granted = (await folder.queryPermission?.(asked)) === 'granted'
  return {
    name: folder.name,
    granted,
    async files() {
      if (!granted && (await folder.requestPermission?.(asked)) !== 'granted')
        throw new Error(`This browser was not allowed to read the folder ${folder.name}.`)
      try {
        return await filesIn(folder)
      } catch (error) {
        throw new Error(`The folder ${folder.name} cannot be read: ${error instanceof Error ? error.message : error}.`)
      }
    },
  }
}
