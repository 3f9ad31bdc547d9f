/**
 * In the picture worker: pictures for the canvas one after the other. Before the next one is begun everything that was said meanwhile is
 * heard, and of those that wait the newest is drawn; the others are left.
 */

/** Lets messages in that came while we were drawing. */
export const breath = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

export interface TurnsOptions<T> {
  /** Draws one; does not reject. */
  readonly draw: (one: T) => Promise<void>
  /** A newer one came before it was begun. */
  readonly left: (one: T) => void
  /** One has been drawn; `next`: another waits. */
  readonly drawn: (next: boolean) => void
}

export class Turns<T> {
  readonly #options: TurnsOptions<T>
  #busy = false
  #waits: T | null = null

  constructor(options: TurnsOptions<T>) {
    this.#options = options
  }

  add(one: T): void {
    if (!this.#busy) {
      void this.#run(one)
      return
    }
    if (this.#waits !== null) this.#options.left(this.#waits)
    this.#waits = one
  }

  async #run(first: T): Promise<void> {
    const { draw, drawn } = this.#options
    this.#busy = true
    for (let one: T | null = first; one !== null; ) {
      await draw(one)
      await breath()
      one = this.#waits
      this.#waits = null
      drawn(one !== null)
    }
    this.#busy = false
  }
}
