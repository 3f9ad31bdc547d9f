/** The hub's clock seen from a suite: four timestamps a round trip, the quickest of the last ones counts, small errors are slewed away. */

/** One round trip. `t0`, `t3` by the suite's clock at sending and receiving, `t1`, `t2` by the hub's at receiving and sending; milliseconds. */
export interface ClockSample {
  readonly t0: number
  readonly t1: number
  readonly t2: number
  readonly t3: number
}

/** Round trips kept (Jellyfin's TimeSync keeps as many). */
export const keptSamples = 8
/** Most the clock is bent while something plays, milliseconds a second (media.md section 4). */
export const slewMsPerSecond = 0.5

const delayOf = ({ t0, t1, t2, t3 }: ClockSample): number => Math.max(0, t3 - t0 - (t2 - t1))
const offsetOf = ({ t0, t1, t2, t3 }: ClockSample): number => (t1 - t0 + (t2 - t3)) / 2

/** Offset of the hub's clock to a suite's own. Without a sample the two clocks are taken for equal. */
export class HubClock {
  #samples: readonly ClockSample[] = []
  #offset = 0
  #target = 0
  /** Suite's time at which `#offset` was true. */
  #since = 0

  /** Round trip of the sample that counts, milliseconds; null before the first. Half of it bounds the error. */
  get delayMs(): number | null {
    const best = this.#best()
    return best && delayOf(best)
  }

  /** True once a sample was heard. */
  get known(): boolean {
    return this.#samples.length > 0
  }

  /** Hub's time, milliseconds, at `local` of the suite's clock. */
  at(local: number): number {
    return local + this.#bent(local)
  }

  /**
   * Takes a round trip. With `step` (nothing plays) the clock goes to the new estimate at once, else it is slewed there.
   * Answers by how many milliseconds the clock jumped. A sample that goes back in time is left out.
   */
  hear(sample: ClockSample, step: boolean): number {
    if (!(sample.t3 >= sample.t0) || !(sample.t2 >= sample.t1)) return 0
    const first = !this.known
    this.#samples = [...this.#samples, sample].slice(-keptSamples)
    const before = this.#bent(sample.t3)
    this.#target = offsetOf(this.#best()!)
    this.#offset = first || step ? this.#target : before
    this.#since = sample.t3
    return this.#offset - before
  }

  /** Forgets the samples of a hub that has started again; the time goes on as it was until the next sample. */
  forget(): void {
    this.#samples = []
  }

  #best(): ClockSample | null {
    let best: ClockSample | null = null
    for (const sample of this.#samples) if (!best || delayOf(sample) < delayOf(best)) best = sample
    return best
  }

  #bent(local: number): number {
    const most = (Math.max(0, local - this.#since) * slewMsPerSecond) / 1000
    const left = this.#target - this.#offset
    return this.#offset + Math.max(-most, Math.min(most, left))
  }
}
