/** The worker thread that owns the database: one call at a time, in the order they were posted. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Fault, Store } from './store.ts'
import { Tables } from './tables.ts'

const { file, fault } = workerData as { readonly file: string; readonly fault: Fault | null }
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
  readonly method: keyof Store
  readonly args: readonly unknown[]
}

let tables: Tables | null = null

parentPort?.on('message', ({ number, method, args }: Call) => {
  try {
    tables ??= new Tables(file, hook)
    const value = (tables[method] as (...args: unknown[]) => unknown).apply(tables, [...args])
    parentPort?.postMessage({ number, value })
  } catch (error) {
    parentPort?.postMessage({ number, error: error instanceof Error ? error.message : String(error) })
  }
})
