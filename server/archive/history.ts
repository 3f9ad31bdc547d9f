/** A session's state at any past revision, from the store's checkpoints and log; rebuilt in a worker thread, so that no edit waits for it. */
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { gunzip } from 'node:zlib'
import { type Content, parseContent } from '../../shared/doc/content.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import type { Store } from '../store/store.ts'
import type { Question } from './history-worker.ts'
import type { Logged, Packed, State } from './rebuild.ts'

const unzip = promisify(gunzip)

/** Contents kept packed, newest use last: the held revision, and what a review turns to. */
const mostKept = 8
/** Questions under way at once; more are refused in words. */
const mostOpen = 32

/** The history's own trouble, in a sentence for whoever asked. */
export class HistoryError extends Error {}

export class History {
  readonly #store: Store
  readonly #session: string
  readonly #kept = new Map<string, Promise<Packed>>()
  readonly #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #worker: Worker | null = null
  #number = 0
  #closed = false

  constructor(store: Store, session: string) {
    this.#store = store
    this.#session = session
  }

  /** All that a revision's pictures depend on; with a clip, of the grade only what this clip leans on. The revision must be on disk. */
  async content(revision: number, clip: string | null = null): Promise<Packed> {
    const name = `${revision} ${clip ?? ''}`
    const known = this.#kept.get(name) ?? this.#rebuild(revision, clip)
    this.#kept.delete(name)
    this.#kept.set(name, known)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    try {
      return await known
    } catch (error) {
      this.#kept.delete(name)
      throw error
    }
  }

  /** One clip of a revision as a still is kept, with its look; null where the cut has no such clip then. The revision must be on disk. */
  async still(revision: number, clip: string): Promise<(Packed & { readonly look: string }) | null> {
    const session = await this.#store.past(this.#session, 'session', revision)
    const grade = await this.#store.past(this.#session, 'grade', revision)
    return await this.#ask('still', session, grade, clip)
  }

  /** What changed in the grade after `from` up to and with `to`, each key once, and who set it last. */
  async changes(from: number, to: number): Promise<readonly Logged[]> {
    const before = await this.#store.past(this.#session, 'grade', from)
    const rows = await this.#store.log(this.#session, 'grade', from, to)
    return rows.length === 0 ? [] : await this.#ask('changes', 'grade', before, rows)
  }

  /** The whole of one document at a revision that is on disk. */
  async state(document: DocumentName, revision: number): Promise<State> {
    return await this.#ask('state', document, await this.#store.past(this.#session, document, revision))
  }

  /** Litter of the grade that lay there at both revisions, with its values. */
  async litter(then: number, now: number): Promise<readonly (readonly [string, Value])[]> {
    const before = await this.#store.past(this.#session, 'grade', then)
    return await this.#ask('litter', before, await this.#store.past(this.#session, 'grade', now))
  }

  /** The look of a clip in a packed content; null where there is no such clip. */
  look(packed: Uint8Array, clip: string): Promise<string | null> {
    return this.#ask('look', packed, clip)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#end('The session is closing.')
    await this.#worker?.terminate()
  }

  async #rebuild(revision: number, clip: string | null): Promise<Packed> {
    const session = await this.#store.past(this.#session, 'session', revision)
    const grade = await this.#store.past(this.#session, 'grade', revision)
    return await this.#ask('content', session, grade, clip)
  }

  #ask<T>(task: Question['task'], ...args: readonly unknown[]): Promise<T> {
    if (this.#closed) return Promise.reject(new HistoryError('The session is closing.'))
    if (this.#open.size >= mostOpen)
      return Promise.reject(new HistoryError('The hub is busy with its history; ask again in a moment.'))
    const worker = (this.#worker ??= this.#start())
    const number = ++this.#number
    return new Promise<T>((resolve, reject) => {
      this.#open.set(number, { resolve: resolve as (value: never) => void, reject })
      worker.postMessage({ number, task, args } satisfies Question)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./history-worker.ts', import.meta.url))
    // A hub that has nothing else to do may end: what is asked is waited for by its socket or its request.
    worker.unref()
    worker.on('message', (answer: { number: number; value?: unknown; error?: string }) => {
      const asked = this.#open.get(answer.number)
      this.#open.delete(answer.number)
      if (answer.error !== undefined) asked?.reject(new HistoryError(`This moment cannot be rebuilt: ${answer.error}`))
      else asked?.resolve(answer.value as never)
    })
    const gone = (sentence: string): void => {
      if (this.#worker === worker) this.#worker = null
      this.#end(sentence)
    }
    worker.on('error', (error) => gone(`The history has failed: ${error.message}`))
    worker.on('exit', () => gone('The history has ended.'))
    return worker
  }

  #end(sentence: string): void {
    for (const { reject } of this.#open.values()) reject(new HistoryError(sentence))
    this.#open.clear()
  }
}

/** A packed content as plain types. Rejects where it cannot be read. */
export async function unpack(bytes: Uint8Array): Promise<Content> {
  const content = parseContent((await unzip(bytes)).toString('utf8'))
  if (typeof content === 'string') throw new HistoryError(content)
  return content
}
