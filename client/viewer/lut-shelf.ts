/** In the picture worker: the LUTs that are here, read once each, and the page asked for those that grades name and that are not. */
import type { Value } from '../../shared/doc/grade.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'

const names = /\/lut\.table(?:@\d+)?$/

export class LutShelf {
  readonly #ask: (blob: string) => void
  readonly #held = new Map<string, Lut>()
  readonly #asked = new Set<string>()

  /** `ask` is called once for each that is wanted. */
  constructor(ask: (blob: string) => void) {
    this.#ask = ask
  }

  /** The LUT of a blob; null where it is not here, and then it is asked for. */
  readonly get = (blob: string): Lut | null => {
    const lut = this.#held.get(blob)
    if (lut) return lut
    if (blob !== '' && !this.#asked.has(blob)) {
      this.#asked.add(blob)
      this.#ask(blob)
    }
    return null
  }

  /** An entry of the grade: what it names is asked for before a picture wants it. */
  see(key: string, value: Value | null): void {
    if (value && names.test(key)) this.get(String(value.at(-1)))
  }

  /** A file came; whether pictures may be others now. What is no LUT is not here. */
  put(blob: string, bytes: Uint8Array): boolean {
    const lut = readLut(bytes)
    if (typeof lut !== 'string') this.#held.set(blob, lut)
    return typeof lut !== 'string'
  }
}
