/** The worker thread of `history.ts`: one question at a time, in the order they were posted. */
import { parentPort } from 'node:worker_threads'
import { tasks } from './rebuild.ts'

export interface Question {
  readonly number: number
  readonly task: keyof typeof tasks
  readonly args: readonly unknown[]
}

/** Buffers that a result has to itself: they are handed over, not copied. */
function owned(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value)
    .filter((part) => part instanceof Uint8Array && part.byteLength === part.buffer.byteLength)
    .map((part: Uint8Array<ArrayBuffer>) => part.buffer)
}

parentPort?.on('message', ({ number, task, args }: Question) => {
  try {
    const value = (tasks[task] as (...args: readonly unknown[]) => unknown)(...args)
    parentPort?.postMessage({ number, value }, owned(value))
  } catch (error) {
    parentPort?.postMessage({ number, error: error instanceof Error ? error.message : String(error) })
  }
})
