/** The store in a file: Node's own SQLite in a worker thread. */
import { Worker } from 'node:worker_threads'
import type { Call } from './sqlite-worker.ts'
import { type Fault, type Store, StoreError } from './store.ts'

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/** Opens (or makes) the database `file`. `fault` is for tests of a hub that dies: never set otherwise. */
export function openSqlite(file: string, fault: Fault | null = null): Store {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: { file, fault } })
  const waiting = new Map<number, Waiting>()
  let number = 0
  let gone: string | null = null

  const end = (sentence: string): void => {
    gone ??= sentence
    for (const { reject } of waiting.values()) reject(new StoreError(gone))
    waiting.clear()
  }
  worker.on('message', (answer: { number: number; value?: unknown; error?: string }) => {
    const asked = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (answer.error !== undefined) asked?.reject(new StoreError(`The store cannot: ${answer.error}`))
    else asked?.resolve(answer.value as never)
  })
  worker.on('error', (error) => end(`The store has failed: ${error.message}`))
  worker.on('exit', () => end('The store is closed.'))

  const call = <T>(method: Call['method'], ...args: readonly unknown[]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (gone !== null) return reject(new StoreError(gone))
      waiting.set(++number, { resolve: resolve as (value: never) => void, reject })
      worker.postMessage({ number, method, args } satisfies Call)
    })

  return {
    sessions: () => call('sessions'),
    create: (row, links) => call('create', row, links),
    lease: (session) => call('lease', session),
    load: (session) => call('load', session),
    append: (session, epoch, batch) => call('append', session, epoch, batch),
    putCheckpoint: (session, epoch, checkpoint) => call('putCheckpoint', session, epoch, checkpoint),
    past: (session, document, revision) => call('past', session, document, revision),
    log: (session, document, from, to) => call('log', session, document, from, to),
    putSnapshot: (session, epoch, snapshot) => call('putSnapshot', session, epoch, snapshot),
    snapshot: (session, hash) => call('snapshot', session, hash),
    sweepSnapshots: (session, epoch, keep) => call('sweepSnapshots', session, epoch, keep),
    async close() {
      try {
        if (gone === null) await call('close')
      } finally {
        await worker.terminate()
      }
    },
  }
}
