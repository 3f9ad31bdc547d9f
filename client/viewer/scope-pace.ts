/** In the picture worker: how often scopes are counted. A picture at rest at once; of those that follow one another, no more than the eye follows. */

/** Milliseconds from one count to the next while pictures move: 25 a second. */
const APART = 40

export class ScopePace {
  readonly #count: (every: number) => void
  #last = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Of what was drawn and is not counted: of so many rows one. */
  #due: number | null = null

  /** `count`: counts what was drawn last, of so many rows one. */
  constructor(count: (every: number) => void) {
    this.#count = count
  }

  /** A picture has been drawn. The last one of those that moved is always counted, a moment later at most. */
  due(every: number): void {
    this.#due = every
  }

  /** The worker has drawn: it counts now, in a moment, or, where another picture waits (`next`), after that one, unless that has been so for long. */
  free(next: boolean): void {
    const every = this.#due
    if (every === null) return
    const wait = every === 1 ? 0 : this.#last + (next ? 2 * APART : APART) - performance.now()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = wait > 0 && !next ? setTimeout(() => this.#now(every), wait) : null
    if (wait <= 0) this.#now(every)
  }

  #now(every: number): void {
    this.#timer = null
    this.#due = null
    this.#count(every)
    this.#last = performance.now()
  }
}
