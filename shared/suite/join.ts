/** Joining: a link becomes a suite, live and told of everything, or a sentence that says why not. */

import { LiveSuite } from './live-suite.ts'
import type { BlobStore } from './luts.ts'
import type { Kept, SuiteStore } from './store.ts'
import { memoryStore } from './store.ts'
import type { Suite } from './suite.ts'
import { platformTimers, type Timers } from './timers.ts'

export interface JoinOptions {
  /** Origin of the hub: `http://127.0.0.1:15000`. */
  readonly hub: string
  readonly session: string
  /** The secret behind the link's `#`. */
  readonly key: string
  /** Name to go by, 1 to 60 characters; absent: the name the seat has. */
  readonly name?: string
  /** Comes back as this seat; absent: as the one the store knows, else as a new one. */
  readonly seatKey?: string
  /** Node hands in `ws`'s. */
  readonly WebSocket: typeof WebSocket
  readonly fetch: typeof fetch
  readonly store?: SuiteStore
  /** Where LUT files are kept between visits; absent: nowhere. */
  readonly blobs?: BlobStore
  /** Milliseconds, never going back. */
  readonly clock: () => number
  /** From 0 to below 1. */
  readonly random: () => number
  /** Version of the engine that renders here. */
  readonly engine: string
  readonly timers?: Timers
  /** Says in words why joining takes long; called again when the reason changes. */
  readonly waiting?: (sentence: string) => void
  /** Gives joining up. */
  readonly signal?: AbortSignal
}

/** Why a suite could not join, in one sentence for a person. */
export class CannotJoin extends Error {
  override readonly name = 'CannotJoin'
}

/**
 * Resolves once all three documents and the hub's clock are here. A hub that does not answer is waited for, in words; a link that
 * is not or no longer good rejects with `CannotJoin`.
 */
export async function joinSuite(options: JoinOptions): Promise<Suite> {
  const store = options.store ?? memoryStore()
  let kept: Kept | null = null
  let trouble: string | null = null
  try {
    kept = await store.load(options.session)
  } catch (error) {
    trouble = `What was kept of an earlier visit cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  return new Promise((resolve, reject) => {
    const suite = new LiveSuite({
      ...options,
      store,
      timers: options.timers ?? platformTimers,
      kept: { seatKey: options.seatKey ?? kept?.seatKey ?? null, unsaved: kept?.unsaved ?? [] },
      joined: () => {
        options.signal?.removeEventListener('abort', abort)
        if (trouble !== null) suite.tell(trouble)
        resolve(suite)
      },
      refused: (sentence) => reject(new CannotJoin(sentence)),
      waiting: options.waiting ?? (() => {}),
    })
    const abort = (): void => {
      reject(new CannotJoin('Joining was given up.'))
      suite.leave()
    }
    if (options.signal?.aborted) abort()
    else {
      options.signal?.addEventListener('abort', abort, { once: true })
      suite.open()
    }
  })
}
