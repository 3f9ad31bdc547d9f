/** The store in a file: Node's own SQLite in two worker threads, so that no fsync holds up the hub and no reading holds up an fsync. */
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { gzip } from 'node:zlib'
import type { Segment } from './chain.ts'
import type { Call, Desk } from './sqlite-worker.ts'
import { type Fault, type Store, StoreError } from './store.ts'

const zip = promisify(gzip)

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/** One thread and what it was asked. */
class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #number = 0
  #gone: string | null = null

  constructor(desk: Desk) {
    this.#worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: desk })
    this.#worker.on('message', (answer: { number: number; value?: unknown; error?: string }) => {
      const asked = this.#waiting.get(answer.number)
      this.#waiting.delete(answer.number)
      if (answer.error !== undefined) asked?.reject(new StoreError(answer.error))
      else asked?.resolve(answer.value as never)
    })
    this.#worker.on('error', (error) => this.#end(`The store has failed: ${error.message}`))
    this.#worker.on('exit', () => this.#end('The store is closed.'))
  }

  call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#gone !== null) return reject(new StoreError(this.#gone))
      this.#waiting.set(++this.#number, { resolve: resolve as (value: never) => void, reject })
      this.#worker.postMessage({ number: this.#number, method, args } satisfies Call)
    })
  }

  async close(): Promise<void> {
    try {
      if (this.#gone === null) await this.call('close')
    } finally {
      await this.#worker.terminate()
    }
  }

  #end(sentence: string): void {
    this.#gone ??= sentence
    for (const { reject } of this.#waiting.values()) reject(new StoreError(this.#gone))
    this.#waiting.clear()
  }
}

/** Opens (or makes) the database `file`. `fault` is for tests of a hub that dies: never set otherwise. */
export function openSqlite(file: string, fault: Fault | null = null): Store {
  const writer = new Thread({ file, reads: false, fault })
  let reader: Thread | null = null
  let ready: Promise<unknown> | null = null

  const write = <T>(method: string, ...args: readonly unknown[]): Promise<T> => writer.call<T>(method, ...args)
  /** Read by a thread of its own, which opens the file once the writer has made it what it must be. */
  const read = async <T>(method: string, ...args: readonly unknown[]): Promise<T> => {
    ready ??= write('open')
    try {
      await ready
    } catch (error) {
      ready = null
      throw error
    }
    reader ??= new Thread({ file, reads: true, fault: null })
    return await reader.call<T>(method, ...args)
  }

  return {
    sessions: () => read('sessions'),
    create: (row, links) => write('create', row, links),
    lease: (session) => write('lease', session),
    load: (session) => read('load', session),
    append: (session, epoch, batch) => write('append', session, epoch, batch),
    async putCheckpoint(session, epoch, { document, revision, bytes, packed }) {
      // Level 3 packs a feature's 8.8 MB in a third of the time of the default.
      const small = packed ?? (await zip(bytes, { level: 3 }))
      await write('putCheckpoint', session, epoch, { document, revision, packed: small })
    },
    async seal(session, epoch, document, to) {
      const segment = await read<Segment | null>('pack', session, document, to)
      if (segment) await write('putSegment', session, epoch, segment)
    },
    unsealed: (session, document, to) => read('unsealed', session, document, to),
    past: (session, document, revision) => read('past', session, document, revision),
    log: (session, document, from, to) => read('log', session, document, from, to),
    revisionAt: (session, document, at) => read('revisionAt', session, document, at),
    putSnapshot: (session, epoch, snapshot) => write('putSnapshot', session, epoch, snapshot),
    snapshot: (session, hash) => read('snapshot', session, hash),
    sweepSnapshots: (session, epoch, keep) => write('sweepSnapshots', session, epoch, keep),
    audit: (session, most) => read('audit', session, most),
    async close() {
      try {
        await reader?.close()
      } finally {
        await writer.close()
      }
    },
  }
}
