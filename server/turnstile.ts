/** Work that two hundred may ask for at once, some in each turn of the loop: whoever edits meanwhile is heard between two of them. */
import { spentMs } from './spent.ts'

/** Of one turn, milliseconds of the thread's own time: what is begun is ended. */
const turnMs = 2

export class Turnstile {
  #queue: (() => void)[] = []
  #turning = false
  #spentMs = 0
  readonly #spent: () => number

  /** `spent`: milliseconds that the thread has worked so far. */
  constructor(spent: () => number = spentMs) {
    this.#spent = spent
  }

  /** Runs the work in its turn: at once where nobody waits and this turn of the loop still has time. Resolves with what it comes to. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const enter = (): void => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      }
      if (this.#queue.length === 0 && this.#spentMs < turnMs) this.#pass(enter)
      else this.#queue.push(enter)
    })
  }

  #pass(enter: () => void): void {
    const began = this.#spent()
    enter()
    this.#spentMs += this.#spent() - began
    if (this.#turning) return
    this.#turning = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#turning = false
    this.#spentMs = 0
    while (this.#queue.length > 0 && this.#spentMs < turnMs) this.#pass(this.#queue.shift()!)
  }
}
