/** Who wants to hear of what: by kind of change, and by key. */

export type ChangeKind = 'link' | 'session' | 'drawn' | 'notes' | 'rooms' | 'cue' | 'messages' | 'revision' | 'review'

/** Ears by name; a name without ears costs nothing. An ear that stops while being called is not called again. */
export class Listeners<Name> {
  readonly #ears = new Map<Name, Set<() => void>>()

  /** Answers the stop function. */
  on(name: Name, hear: () => void): () => void {
    const ears = this.#ears.get(name) ?? new Set()
    this.#ears.set(name, ears)
    ears.add(hear)
    return () => {
      ears.delete(hear)
      if (ears.size === 0 && this.#ears.get(name) === ears) this.#ears.delete(name)
    }
  }

  /** Nobody hears of anything. */
  get idle(): boolean {
    return this.#ears.size === 0
  }

  tell(name: Name): void {
    const ears = this.#ears.get(name)
    if (ears) for (const hear of [...ears]) if (ears.has(hear)) hear()
  }
}

/** Ears by key, and by level, a name that ends in `/` (`c.k3x9…/`): those of a level are called once, however many of its keys changed. */
export class KeyListeners extends Listeners<string> {
  tellAll(keys: ReadonlySet<string>): void {
    if (this.idle) return
    for (const key of keys) this.tell(key)
    for (const level of new Set([...keys].map((key) => key.slice(0, key.indexOf('/') + 1)))) this.tell(level)
  }
}
