/** LUT files beside the grades that name them: which the session has, fetched from the hub and sent to it, kept here where there is room. */
import { sha256 } from '@noble/hashes/sha2.js'
import type { LutFile, Records } from '../doc/records.ts'
import { sessionFault, tooLong } from '../lut/session-lut.ts'
import type { Answer } from './calls.ts'
import { type HubApi, hexOf } from './hub-api.ts'

/** Where a suite keeps blobs between visits, by their hashes; both calls may fail, and then the hub is asked again. */
export interface BlobStore {
  load(blob: string): Promise<Uint8Array<ArrayBuffer> | null>
  save(blob: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

export interface LutsHooks {
  readonly api: HubApi
  readonly records: () => Records
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Null: nothing is kept here. */
  readonly store: BlobStore | null
  readonly tell: (sentence: string) => void
}

export class Luts {
  readonly #hooks: LutsHooks
  /** Questions under way: who asks again meanwhile hears the same answer. */
  readonly #asked = new Map<string, Promise<Uint8Array<ArrayBuffer> | string>>()

  constructor(hooks: LutsHooks) {
    this.#hooks = hooks
  }

  /** What the session has, oldest first. */
  get list(): readonly LutFile[] {
    return this.#hooks.records().luts
  }

  /** The file of this hash, held against it, or the sentence that says why it is not here. */
  bytes(blob: string): Promise<Uint8Array<ArrayBuffer> | string> {
    let asked = this.#asked.get(blob)
    if (!asked) {
      asked = this.#get(blob).finally(() => this.#asked.delete(blob))
      this.#asked.set(blob, asked)
    }
    return asked
  }

  /** Sends a file under its hash and its name, so that grades may name it: {blob}. What is no LUT, or too much for a session, is refused here. */
  async put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const large = tooLong(bytes.length)
    if (large !== null) return no(`${name}: ${large}`)
    // Eight formats are much to carry for who never sends one.
    const reader = await import('../lut/read-lut.ts').catch(() => null)
    if (!reader) return no(`${name}: what reads LUTs is not to be had: the hub is out of reach or newer than the page.`)
    const lut = reader.readLut(bytes)
    const fault = typeof lut === 'string' ? lut : sessionFault(lut, bytes.length)
    if (fault !== null) return no(`${name}: ${fault}`)
    const blob = hexOf(sha256(bytes))
    const called = name.normalize('NFC').trim().slice(0, 120) || 'LUT'
    if (this.list.some((one) => one.blob === blob && one.name === called)) return { ok: true, value: { blob } }
    const trouble = await this.#hooks.api.putBlob(blob, bytes, 'lut')
    if (trouble !== null) return no(trouble)
    await this.#keep(blob, bytes)
    return await this.#hooks.command('lut', { blob, name: called })
  }

  async #get(blob: string): Promise<Uint8Array<ArrayBuffer> | string> {
    const kept = await this.#kept(blob)
    if (kept && hexOf(sha256(kept)) === blob) return kept
    const bytes = await this.#hooks.api.blob(blob)
    if (typeof bytes === 'string') return bytes
    if (hexOf(sha256(bytes)) !== blob) return `What the hub gives for the LUT ${blob.slice(0, 8)} has another hash.`
    await this.#keep(blob, bytes)
    return bytes
  }

  async #kept(blob: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return (await this.#hooks.store?.load(blob)) ?? null
    } catch (error) {
      this.#hooks.tell(`A LUT that was kept here cannot be read: ${error instanceof Error ? error.message : error}.`)
      return null
    }
  }

  async #keep(blob: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.#hooks.store?.save(blob, bytes)
    } catch (error) {
      this.#hooks.tell(`A LUT cannot be kept here: ${error instanceof Error ? error.message : error}.`)
    }
  }
}

const no = (sentence: string): Answer => ({
  ok: false,
  refusal: { rule: 'blob', sentence, keys: [], holder: null },
})
