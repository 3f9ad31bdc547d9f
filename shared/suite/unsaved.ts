/** Own work the hub has not said is on disk: counted for the screen, kept over a visit, and what tells that somebody else's change was made beside it. */
import type { Value } from '../doc/grade.ts'
import type { Unsaved } from './store.ts'

interface Waiting extends Unsaved {
  /** Place of the sync frame that carried it on the present connection; null: not sent yet. */
  readonly frame: number | null
}

/** Own steps in the order they were made, each until the hub's `saved` counts the frame it went in. */
export class UnsavedWork {
  #waiting: readonly Waiting[] = []

  get count(): number {
    return this.#waiting.length
  }

  /** Oldest first, as a store keeps them. */
  get list(): readonly Unsaved[] {
    return this.#waiting.map(({ document, label, changes }) => ({ document, label, changes }))
  }

  /** Note it before the transaction: the frame may leave within it. */
  add(step: Unsaved): void {
    this.#waiting = [...this.#waiting, { ...step, frame: null }]
  }

  /** A sync frame left: it carries all that had not left. */
  sent(frame: number): void {
    this.#waiting = this.#waiting.map((step) => (step.frame === null ? { ...step, frame } : step))
  }

  /** The hub has the frames up to `heard` on disk. Answers whether anything was waiting for that. */
  saved(heard: number): boolean {
    const before = this.#waiting.length
    this.#waiting = this.#waiting.filter(({ frame }) => frame === null || frame > heard)
    return this.#waiting.length < before
  }

  /** The connection went: the next one's step 2 carries all of it again. */
  unsent(): void {
    this.#waiting = this.#waiting.map((step) => ({ ...step, frame: null }))
  }

  /** Takes everything away, for a fresh document to put it back. */
  clear(): readonly Unsaved[] {
    const list = this.list
    this.#waiting = []
    return list
  }

  /** Drops the keys that the hub refused. */
  refuse(keys: readonly string[]): void {
    const gone = new Set(keys)
    this.#waiting = this.#waiting
      .map((step) => ({ ...step, changes: step.changes.filter(({ key }) => !gone.has(key)) }))
      .filter(({ changes }) => changes.length > 0)
  }

  /** Newest unsaved own value of a key; undefined where there is none. */
  value(key: string): Value | null | undefined {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const change = this.#waiting[i]!.changes.find((c) => c.key === key)
      if (change) return change.to
    }
    return undefined
  }
}
