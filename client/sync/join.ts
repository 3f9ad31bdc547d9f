/** Joins the session of a link from this browser. */
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Link } from '../../shared/suite/ticket.ts'
import { browserBlobs, browserStore } from './store.ts'

export interface Joining {
  readonly link: Link
  /** 1 to 60 characters; absent: the name the seat has. */
  readonly name?: string
  /** Says in words why it takes long; called again when the reason changes. */
  readonly waiting?: (sentence: string) => void
  readonly signal?: AbortSignal
}

/** Resolves with the live suite; rejects with `CannotJoin` (one sentence) where the link is no longer good. */
export function joinHere({ link, ...rest }: Joining): Promise<Suite> {
  return joinSuite({
    ...link,
    ...rest,
    WebSocket,
    fetch: (input, init) => fetch(input, init),
    store: browserStore(indexedDB),
    blobs: browserBlobs(indexedDB),
    clock: () => performance.now(),
    random: Math.random,
    engine: ENGINE_VERSION,
  })
}
