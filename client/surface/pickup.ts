/** A knob that stands somewhere takes a value up only once it has come to it: nothing leaps. Levels are 0 … 1 of the soft range. */

/** Nearer than this, three halves of a step of seven bits, knob and value are the same. */
export const near = 1.5 / 127

export class Pickup {
  #knob: number | null = null
  #left: number | null = null

  /** Whether the knob, now at `level`, has the value, which stands at `now`. */
  takes(level: number, now: number): boolean {
    const value = Math.min(Math.max(now, 0), 1)
    const had = this.#knob
    this.#knob = level
    // It has it still where nobody else has moved the value since.
    if (this.#left !== null && Math.abs(this.#left - now) < 1e-3) return true
    this.#left = null
    return Math.abs(level - value) <= near || (had !== null && (had - value) * (level - value) < 0)
  }
  /** Where the value stands since the knob moved it. */
  left(now: number): void {
    this.#left = now
  }
}
