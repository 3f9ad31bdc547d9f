/** Fleeting: in and out of what these hands play round, in timeline frames; both ends are within. */
export class Marks {
  in: number | null = null
  out: number | null = null
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Sets one end; another that would come to lie beyond it goes. */
  set(end: 'in' | 'out', frame: number): void {
    this[end] = frame
    if (this.in !== null && this.out !== null && this.in > this.out) this[end === 'in' ? 'out' : 'in'] = null
    this.#changed()
  }
  clear(): void {
    this.in = null
    this.out = null
    this.#changed()
  }
  /** What play goes round, `[first, after the last)`; null while an end is missing. */
  get range(): readonly [number, number] | null {
    return this.in === null || this.out === null ? null : [this.in, this.out + 1]
  }
}
