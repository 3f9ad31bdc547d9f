/** Steps without a release (arrow keys, a scroll wheel, a knob): one hold, committed when the hand has rested. */
import type { Grip, Hold } from './grip.ts'

/** Rest after which a burst is one undo step, milliseconds. */
export const restMs = 400

let open: Burst | null = null

/** One control's run of steps. Only one is open in the whole page: touching another control ends the first. */
export class Burst {
  readonly #grip: Grip
  #hold: Hold | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #value: readonly number[] | null = null

  constructor(grip: Grip) {
    this.#grip = grip
  }

  /** The value as this burst has it, or null where none is open. */
  get value(): readonly number[] | null {
    return this.#value
  }

  /** Sets the next value; false where the control may not be held. */
  set(value: readonly number[]): boolean {
    if (open !== this) {
      open?.commit()
      open = null
    }
    this.#hold ??= this.#grip()
    if (!this.#hold) return false
    open = this
    this.#value = value
    this.#hold.set(value)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.commit(), restMs)
    return true
  }

  commit(): void {
    this.#close('commit')
  }

  discard(): void {
    this.#close('discard')
  }

  #close(how: 'commit' | 'discard'): void {
    clearTimeout(this.#timer)
    const hold = this.#hold
    this.#hold = null
    this.#value = null
    if (open === this) open = null
    hold?.[how]()
  }
}

/** Ends the open burst, if there is one: before undo, before another clip, before a drag. */
export const commitBurst = (): void => open?.commit()
