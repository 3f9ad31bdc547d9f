/** Scopes of the picture on the canvas: says to the picture worker what is to be counted, and keeps what it counted last. */
import type { Counts, ScopeKind } from '../../shared/scope/counts.ts'
import type { FromWorker, ToWorker } from './work.ts'

/** What a scope shows now. */
export interface Scoped {
  readonly counts: Counts
  /** Pixels counted. */
  readonly width: number
  readonly height: number
}

export class ScopeLoop {
  readonly #post: (message: ToWorker) => void
  readonly #ears = new Set<() => void>()
  /** What each scope on the screen wants. */
  readonly #wanted = new Map<object, { readonly kind: ScopeKind; readonly lowPass: boolean }>()
  #said = ''
  scoped: Scoped | null = null

  constructor(post: (message: ToWorker) => void) {
    this.#post = post
  }

  on(hear: () => void): () => void {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
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
    this.scoped = { counts, width, height }
    for (const hear of [...this.#ears]) hear()
  }

  #say(): void {
    const all = [...this.#wanted.values()]
    const kinds = [...new Set(all.map(({ kind }) => kind))].sort()
    const lowPass = all.some((one) => one.lowPass)
    const said = JSON.stringify([kinds, lowPass])
    if (said === this.#said) return
    this.#said = said
    this.#post({ kind: 'scopes', kinds, lowPass })
  }
}
