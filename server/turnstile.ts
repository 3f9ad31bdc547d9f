/** Work that two hundred may ask for at once, some in each turn of the loop: whoever edits meanwhile is heard between two of them. */
import { spentMs } from './spent.ts'

/** Of one turn, milliseconds of the thread's own time: what is begun is ended. */
const turnMs = 1
/** Between two turns, milliseconds: each seat that comes is also written to disk, and edits are to have most of that. */
const restMs = 4

export class Turnstile {
  #queue: (() => void)[] = []
  #turning = false
  #spentMs = 0
  readonly #spent: () => number
  readonly #later: (turn: () => void) => void

  /** `spent`: milliseconds that the thread has worked so far; `later`: runs a turn when it is time. */
  constructor(spent: () => number = spentMs, later: (turn: () => void) => void = (turn) => setTimeout(turn, restMs)) {
    this.#spent = spent
    this.#later = later
  }

  /** Runs the work in its turn: at once where nobody waits and this turn still has time. Resolves with what it comes to. */
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
    this.#later(() => this.#turn())
  }

  #turn(): void {
    this.#turning = false
    this.#spentMs = 0
    while (this.#queue.length > 0 && this.#spentMs < turnMs) this.#pass(this.#queue.shift()!)
  }
}
