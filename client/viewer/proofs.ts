/** What second renderings have said: their digests by what was drawn by whom, and how many there were. */
import type { FromWorker, Made } from './work.ts'

/** Proofs remembered: a picture drawn again need not wait for its own. */
const KEEP = 256

type Drawn = Pick<Made, 'plan' | 'source' | 'executor'>
const keyOf = ({ plan, source, executor }: Drawn): string => `${plan} ${source} ${executor}`

export class Proofs {
  /** Second renderings so far, and how many of them gave another digest. */
  taken = 0
  disagreed = 0
  readonly #digests = new Map<string, string>()

  take({ made, digest, proof }: Extract<FromWorker, { kind: 'proof' }>): void {
    this.taken++
    if (proof !== digest) this.disagreed++
    this.#digests.set(keyOf(made), proof)
    const [oldest] = this.#digests.keys()
    if (this.#digests.size > KEEP && oldest !== undefined) this.#digests.delete(oldest)
  }

  /** The digest of the second rendering; null where there was none. */
  of(made: Drawn): string | null {
    return this.#digests.get(keyOf(made)) ?? null
  }
}
