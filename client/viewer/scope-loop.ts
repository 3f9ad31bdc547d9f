/** Scopes of the picture on the canvas: says to the picture worker what is to be counted, and keeps what it counted last. */
import { createContext } from 'react'
import type { Counts, ScopeKind } from '../../shared/scope/counts.ts'
import type { Pointed } from './pointed.ts'
import { buffersOf } from './scope-buffers.ts'
import type { FromWorker, ToWorker } from './work.ts'

/** What a scope shows now. */
export interface Scoped {
  readonly counts: Counts
  /** Pixels counted. */
  readonly width: number
  readonly height: number
}

export class ScopeLoop {
  readonly #post: (message: ToWorker, transfer: Transferable[]) => void
  readonly #ears = new Set<() => void>()
  /** What each scope on the screen wants. */
  readonly #wanted = new Map<object, { readonly kind: ScopeKind; readonly lowPass: boolean }>()
  #said = ''
  #due = false
  scoped: Scoped | null = null
  /** The pixel under the pointer, ringed in every scope. */
  pointed: Pointed | null = null
  readonly #pointing = new Set<() => void>()

  constructor(post: (message: ToWorker, transfer: Transferable[]) => void) {
    this.#post = post
  }

  on(hear: () => void): () => void {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
  }

  /** Another pixel is under the pointer, or the same one has changed. Told apart: no trace is painted for it. */
  point(pointed: Pointed | null): void {
    if (pointed === null && this.pointed === null) return
    this.pointed = pointed
    for (const hear of [...this.#pointing]) hear()
  }
  onPointed(hear: () => void): () => void {
    this.#pointing.add(hear)
    return () => void this.#pointing.delete(hear)
  }

  /** A scope stands on the screen from now on; the answer takes it away. */
  want(kind: ScopeKind, lowPass: boolean): () => void {
    const scope = {}
    this.#wanted.set(scope, { kind, lowPass })
    this.#say()
    return () => {
      this.#wanted.delete(scope)
      this.#say()
    }
  }

  hear({ counts, width, height }: Extract<FromWorker, { kind: 'scopes' }>): void {
    const last = this.scoped?.counts
    this.scoped = { counts, width, height }
    // A picture's counts are megabytes, 25 times a second: they go to and fro.
    if (last) this.#post({ kind: 'counted', counts: last }, buffersOf(last))
    for (const hear of [...this.#ears]) hear()
  }

  /** Once all that comes and goes together has done so: four scopes are one message and one count of each kind. */
  #say(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      this.#sayNow()
    })
  }
  #sayNow(): void {
    const all = [...this.#wanted.values()]
    const kinds = [...new Set(all.map(({ kind }) => kind))].sort()
    const lowPass = all.some((one) => one.lowPass)
    const said = JSON.stringify([kinds, lowPass])
    if (said === this.#said) return
    this.#said = said
    this.#post({ kind: 'scopes', kinds, lowPass }, [])
  }
}

/** The scopes of the picture on show; null where no picture runs. */
export const ScopeContext = createContext<ScopeLoop | null>(null)
