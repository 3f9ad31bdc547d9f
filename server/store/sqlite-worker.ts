/** A worker thread at the database: one that writes, one that reads; each one call at a time, in the order they were posted. */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { Shelves } from './shelves.ts'
import { type Fault, StoreError } from './store.ts'
import { Tables } from './tables.ts'
import { troubleOf } from './trouble.ts'

/** What the thread is given. `reads`: it never writes, and the file is there. */
export interface Desk {
  readonly file: string
  readonly reads: boolean
  readonly fault: Fault | null
}

const { file, reads, fault } = workerData as Desk
const seen: Record<string, number> = {}

/** A test's plug: the process dies here as if the power went. */
function hook(point: Fault['point']): void {
  seen[point] = (seen[point] ?? 0) + 1
  if (fault?.point !== point || fault.at !== seen[point]) return
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

export interface Call {
  readonly number: number
  /** A method of `Shelves` or `Tables`; `open` only opens the file. */
  readonly method: string
  readonly args: readonly unknown[]
}

let tables: Shelves | null = null

function openReader(): Shelves {
  const db = new DatabaseSync(file)
  db.exec('pragma query_only=on; pragma busy_timeout=5000')
  return new Shelves(db)
}

parentPort?.on('message', ({ number, method, args }: Call) => {
  try {
    if (method === 'close' && !tables) return void parentPort?.postMessage({ number, value: null })
    tables ??= reads ? openReader() : new Tables(file, hook)
    const value =
      method === 'open'
        ? null
        : (tables as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[method]!(...args)
    parentPort?.postMessage({ number, value })
  } catch (error) {
    parentPort?.postMessage({ number, error: error instanceof StoreError ? error.message : troubleOf(error) })
  }
})
