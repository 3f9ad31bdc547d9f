/** In the picture worker: how often scopes are counted. A picture at rest at once; of those that follow one another, no more than the eye follows. */

/** Milliseconds from one count to the next while pictures move: 25 a second. */
const APART = 40

export class ScopePace {
  readonly #count: (every: number) => void
  #last = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null

  /** `count`: counts what was drawn last, of so many rows one. */
  constructor(count: (every: number) => void) {
    this.#count = count
  }

  /** A picture has been drawn. The last one of those that moved is always counted, a moment later at most. */
  due(every: number): void {
    const wait = every === 1 ? 0 : this.#last + APART - performance.now()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = wait > 0 ? setTimeout(() => this.#now(every), wait) : null
    if (wait <= 0) this.#now(every)
  }

  #now(every: number): void {
    this.#timer = null
    this.#count(every)
    this.#last = performance.now()
  }
}
