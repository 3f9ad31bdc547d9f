/** Things that take a while to make and much room to keep: made once for all who ask, the ones unused for longest go first. */
export class Shelf<T> {
  readonly #most: number
  readonly #weigh: (thing: T) => number
  readonly #kept = new Map<string, { readonly thing: Promise<T>; bytes: number }>()
  #bytes = 0

  /** Keeps up to `most` bytes; what is being made weighs nothing yet. */
  constructor(most: number, weigh: (thing: T) => number) {
    this.#most = most
    this.#weigh = weigh
  }

  /** The thing of that name, made if it is not here. What could not be made is not kept. */
  take(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name)
    if (known) {
      this.#kept.delete(name)
      this.#kept.set(name, known)
      return known.thing
    }
    const thing = make()
    const entry = { thing, bytes: 0 }
    this.#kept.set(name, entry)
    thing.then(
      (made) => {
        if (this.#kept.get(name) !== entry) return
        entry.bytes = this.#weigh(made)
        this.#bytes += entry.bytes
        this.#clear(name)
      },
      () => {
        if (this.#kept.get(name) === entry) this.#kept.delete(name)
      },
    )
    return thing
  }

  /** Forgets all whose name begins so. */
  drop(start: string): void {
    for (const name of [...this.#kept.keys()]) if (name.startsWith(start)) this.#forget(name)
  }

  get bytes(): number {
    return this.#bytes
  }

  #clear(last: string): void {
    for (const [name, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#most) return
      if (name !== last && bytes > 0) this.#forget(name)
    }
  }

  #forget(name: string): void {
    this.#bytes -= this.#kept.get(name)?.bytes ?? 0
    this.#kept.delete(name)
  }
}
