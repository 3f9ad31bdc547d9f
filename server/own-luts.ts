/** The LUTs that a suite without a screen holds: each read once, from the hub or from a data folder. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readLut } from '../shared/lut/read-lut.ts'
import { blobPattern } from '../shared/op/check.ts'
import type { Lut } from '../shared/op/lut.ts'

/** What could not be had is asked for again after this long. */
const againMs = 2000

export class OwnLuts {
  readonly #bytes: (blob: string) => Promise<Uint8Array | string>
  readonly #held = new Map<string, Lut>()
  readonly #failed = new Map<string, number>()

  /** `bytes`: the file of a hash, or the sentence that says why it is not here. */
  constructor(bytes: (blob: string) => Promise<Uint8Array | string>) {
    this.#bytes = bytes
  }

  get(blob: string): Lut | null {
    return this.#held.get(blob) ?? null
  }

  /** Has it fetched and read, unless that failed a moment ago; whether it is held now is `get`'s to say. */
  async bring(blob: string): Promise<void> {
    const now = performance.now()
    if (this.#held.has(blob) || now - (this.#failed.get(blob) ?? -Infinity) < againMs) return
    const bytes = await this.#bytes(blob)
    const lut = typeof bytes === 'string' ? bytes : readLut(bytes)
    if (typeof lut === 'string') this.#failed.set(blob, now)
    else this.#held.set(blob, lut)
  }
}

/** Those that a hub keeps in its data folder for a session. */
export const lutsOfData = (folder: string, session: string): OwnLuts =>
  new OwnLuts(async (blob) => {
    if (!blobPattern.test(blob)) return `${blob} names no LUT.`
    try {
      const bytes = await readFile(join(folder, 'blobs', session, blob))
      return createHash('sha256').update(bytes).digest('hex') === blob ? bytes : `The LUT ${blob} is damaged.`
    } catch (error) {
      return `The LUT ${blob} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.`
    }
  })
