/** How playing goes: frames a second as shown, and how many were left out because they came late. Pure: time is told. */

/** What is looked back on, milliseconds. */
const windowMs = 1000

export interface Speed {
  readonly fps: number
  /** The last second left a frame out. */
  readonly dropped: boolean
}

export class Pace {
  #shown: { readonly at: number; readonly dropped: number }[] = []
  #last: number | null = null
  /** Frames left out since playing began. */
  dropped = 0

  /** A timeline frame came on the screen; `step` is how far apart frames to be shown lie (1 at speed). */
  show(frame: number, step: number, at: number): void {
    if (frame === this.#last) return
    const gone = this.#last === null ? 1 : (frame - this.#last) / step
    // A jump (a loop's end, a seek) leaves nothing out.
    const missed = gone > 1 && gone <= 48 ? Math.round(gone) - 1 : 0
    this.#last = frame
    this.dropped += missed
    this.#shown.push({ at, dropped: missed })
    this.#forget(at)
  }

  get running(): boolean {
    return this.#last !== null
  }

  stop(): void {
    this.#shown = []
    this.#last = null
    this.dropped = 0
  }

  /** Null until there is a second to speak of. */
  speed(at: number): Speed | null {
    this.#forget(at)
    const [first] = this.#shown
    if (!first || at - first.at < windowMs / 2) return null
    const last = this.#shown.at(-1)!
    const span = last.at - first.at
    return {
      fps: span > 0 ? ((this.#shown.length - 1) * 1000) / span : 0,
      dropped: this.#shown.some((shown) => shown.dropped > 0),
    }
  }

  #forget(at: number): void {
    while (this.#shown.length > 0 && at - this.#shown[0]!.at > windowMs) this.#shown.shift()
  }
}
