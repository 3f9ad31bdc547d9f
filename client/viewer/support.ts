/** `window.samelight`: what support and tests may ask of a running suite. Read only; nothing secret is in it. */
import type { Receipt } from '../../shared/wire/messages.ts'
import type { DrawnBy } from '../state/desk.ts'
import type { PictureLoop } from './loop.ts'

export interface Support {
  /** The last receipt of this suite's own picture, or null. */
  receipt(): Receipt | null
  /** Whether that receipt is of all that is so now; false from the very moment of a change until its picture is drawn in full. */
  readonly settled: boolean
  /** What lies on the canvas, or null. */
  preview(): {
    readonly kind: 'preview' | 'full' | 'thumb'
    readonly plan: string
    readonly clip: string
    readonly frame: number
    readonly adjusting: boolean
    readonly executor: string
    /** R, G and B, 0 to 1. */
    readonly mean: readonly [number, number, number]
    /** Pictures put on the canvas so far. */
    readonly count: number
    readonly decodeMs: number
    readonly drawMs: number
  } | null
  /** Milliseconds from the page's beginning to its first picture of footage, or null. */
  firstPictureMs(): number | null
  readonly session: string
  readonly seat: string
  readonly revision: number
  /** Timeline frame on show. */
  readonly frame: number
  /** The clip under the playhead and the frame counted from its first; null in a gap. */
  readonly at: { readonly clip: string; readonly frame: number } | null
  readonly link: string
  readonly speed: { readonly fps: number; readonly dropped: boolean } | null
  readonly sentence: string | null
  /** Which executor draws, on which GPU, and why not the GPU; second renderings so far and how many of them differed. */
  executor(): DrawnBy & {
    /** Cores that have drawn a big picture together, where WASM draws; 1 before the first. */
    readonly cores: number
    readonly taken: number
    readonly disagreed: number
  }
}

declare global {
  interface Window {
    samelight?: Support
  }
}

/** Puts the loop's suite on the window, and how many cores draw; the answer takes it away again. */
export function expose(loop: PictureLoop, cores: () => number): () => void {
  const { desk } = loop
  let firstMs: number | null = null
  const stop = loop.on('shown', () => {
    if (loop.shown) firstMs ??= performance.now()
  })
  const support: Support = Object.freeze({
    receipt: () => desk.receipt,
    preview: () => {
      if (!loop.shown) return null
      const { kind, clip, frame, adjusting, count, made } = loop.shown
      const { plan, executor, mean, decodeMs, drawMs } = made
      return { kind, plan, executor, clip, frame, adjusting, mean, count, decodeMs, drawMs }
    },
    firstPictureMs: () => firstMs,
    executor: () => ({ ...desk.drawnBy, taken: loop.proofs.taken, disagreed: loop.proofs.disagreed, cores: cores() }),
    get session() {
      return desk.suite.session.name
    },
    get seat() {
      return desk.suite.seat
    },
    get settled() {
      const { receipt, clip, frame, suite } = desk
      const there =
        suite.frameNow() === frame && receipt?.clip === clip?.id && receipt?.frame === frame - (clip?.recordIn ?? 0)
      return loop.settled && receipt !== null && there
    },
    get revision() {
      return desk.suite.revision
    },
    get frame() {
      return desk.frame
    },
    get at() {
      return desk.clip && { clip: desk.clip.id, frame: desk.frame - desk.clip.recordIn }
    },
    get link() {
      return desk.suite.link.kind
    },
    get speed() {
      return loop.speed
    },
    get sentence() {
      return loop.sentence
    },
  })
  Object.defineProperty(window, 'samelight', { value: support, configurable: true, writable: false, enumerable: true })
  return () => {
    stop()
    if (window.samelight === support) delete window.samelight
  }
}
