/** The WASM executor on all of this machine's cores: worker threads over shared memory, the same bits as on one. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Executor } from '../shared/render/executor.ts'
import type { Part } from '../shared/render/part.ts'
import { createPool, type Send } from '../shared/render/pool.ts'

export interface RenderPool extends Executor {
  /** Ends its threads; a picture that is being drawn is broken off. */
  close(): Promise<void>
}

/** One thread: a message a part, an answer a part; a fault in it, or its end, rejects what waits and all that comes. */
function openWorker(): { readonly send: Send; close(): Promise<unknown> } {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url))
  let waiting: { resolve(): void; reject(fault: Error): void } | null = null
  let fault: Error | null = null
  const end = (why: Error): void => {
    fault ??= why
    waiting?.reject(fault)
    waiting = null
  }
  worker.on('message', () => {
    waiting?.resolve()
    waiting = null
  })
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => end(new Error('A thread that draws has ended.')))
  // Nobody waits for a thread that has nothing to do.
  worker.unref()
  const send = (part: Part): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      if (fault) return reject(fault)
      waiting = { resolve, reject }
      worker.ref()
      worker.postMessage(part)
    }).finally(() => worker.unref())
  return { send, close: () => worker.terminate() }
}

/** As many threads as the machine has cores, or as are asked for. */
export function openRenderPool(threads = availableParallelism()): RenderPool {
  const workers = Array.from({ length: Math.max(1, threads) }, openWorker)
  const pool = createPool(workers.map(({ send }) => send))
  return {
    ...pool,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
    },
  }
}
