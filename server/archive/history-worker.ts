/** The worker thread of `history.ts`: one question at a time, in the order they were posted. */
import { parentPort } from 'node:worker_threads'
import { tasks } from './rebuild.ts'

export interface Question {
  readonly number: number
  readonly task: keyof typeof tasks
  readonly args: readonly unknown[]
}

parentPort?.on('message', ({ number, task, args }: Question) => {
  try {
    const value = (tasks[task] as (...args: readonly unknown[]) => unknown)(...args)
    parentPort?.postMessage({ number, value })
  } catch (error) {
    parentPort?.postMessage({ number, error: error instanceof Error ? error.message : String(error) })
  }
})
