/** What the picture loop is given, and what it says lies on the canvas. */
import type { Desk } from '../state/desk.ts'
import type { MediaAtHand } from './courier.ts'
import type { ToStill } from './still.worker.ts'
import type { Made, OrderKind, ToWorker } from './work.ts'

export interface LoopOptions {
  readonly desk: Desk
  readonly media: MediaAtHand
  /** What is listed goes over whole. */
  readonly post: (message: ToWorker, transfer?: Transferable[]) => void
  /** To the worker of stills; what is listed goes over whole. */
  readonly postStill: (message: ToStill, transfer: Transferable[]) => void
  /** Milliseconds, never going back. */
  readonly now: () => number
}

/** What lies on the canvas. */
export interface Shown {
  readonly kind: OrderKind
  readonly clip: string
  readonly frame: number
  /** The count of changes it was ordered at, or has been found to be the same since. */
  readonly version: number
  readonly adjusting: boolean
  /** Pictures put on the canvas so far. */
  readonly count: number
  readonly made: Made
}
