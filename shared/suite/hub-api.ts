/** What a suite asks of its hub over HTTP, with the seat's key as bearer: contents of past moments, what changed between two, blobs. */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Author } from '../doc/change-list.ts'
import { type Content, parseContent } from '../doc/content.ts'
import type { Change } from '../doc/grade.ts'
import type { GalleryStill, Snapshot } from '../doc/records.ts'

/** A change between two revisions with the hub's word on it. */
export interface Logged extends Change {
  readonly author: Author
}

export interface HubApiOptions {
  /** Origin of the hub. */
  readonly hub: string
  readonly session: string
  readonly fetch: typeof fetch
  readonly seatKey: () => string
}

/** Questions to the history under way at once; the hub takes four of a seat. */
const mostAsked = 2

/** Each answer is the thing asked for, or one sentence that says why not. */
export class HubApi {
  readonly #options: HubApiOptions
  #open = 0
  readonly #waiting: (() => void)[] = []

  constructor(options: HubApiOptions) {
    this.#options = options
  }

  /** Held against the hash that the session document names: a snapshot is what was named, or a sentence. */
  snapshot({ id, name, hash }: Snapshot): Promise<Content | string> {
    return this.#named(`snapshot/${id}`, hash, `snapshot "${name}"`)
  }

  /** The clip and grade of a still of the gallery, held against the hash that is on record. */
  still({ id, label, hash }: GalleryStill): Promise<Content | string> {
    return this.#named(`still/${id}`, hash, `still "${label}"`)
  }

  /** The session at a revision; with a clip, of the grade only what this clip leans on. */
  revision(revision: number, clip?: string): Promise<Content | string> {
    return this.#content(`revision/${revision}${clip === undefined ? '' : `?clip=${clip}`}`)
  }

  /** What changed in the grade after `from` up to and with `to`, each key once, and who set it last. */
  async changes(from: number, to: number): Promise<readonly Logged[] | string> {
    const text = await this.#history(`changes/${from}/${to}`)
    if (!text.ok) return text.sentence
    try {
      const { changes } = JSON.parse(text.value) as {
        changes: [string, Change['from'], Change['to'], string, number, number][]
      }
      return changes.map(([key, before, after, seat, at, revision]) => ({
        key,
        from: before,
        to: after,
        author: { seat, at, revision },
      }))
    } catch {
      return 'The hub’s answer on what changed cannot be read.'
    }
  }

  async blob(hash: string): Promise<Uint8Array<ArrayBuffer> | string> {
    // The suite keeps what it needs: a browser that also writes it to its cache hands it over half as late.
    const response = await this.#fetch(`/api/blob/${hash}`, { cache: 'no-store' })
    if (typeof response === 'string') return response
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : await sentenceOf(response)
  }

  /** Null: the hub has it whole, on disk. */
  async putBlob(hash: string, bytes: Uint8Array<ArrayBuffer>, as: 'still' | 'lut' = 'still'): Promise<string | null> {
    // Chromium sends 12 MB of a Blob in 0.1 s, of an array in 0.4 s.
    const response = await this.#fetch(`/api/blob/${hash}?as=${as}`, { method: 'PUT', body: new Blob([bytes]) })
    if (typeof response === 'string') return response
    return response.ok ? null : await sentenceOf(response)
  }

  async #named(path: string, hash: string, what: string): Promise<Content | string> {
    const text = await this.#history(path)
    if (!text.ok) return text.sentence
    return hexOf(sha256(new TextEncoder().encode(text.value))) === hash
      ? parseContent(text.value)
      : `The hub’s content of the ${what} is not what was named: its hash is another.`
  }

  async #content(path: string): Promise<Content | string> {
    const text = await this.#history(path)
    return text.ok ? parseContent(text.value) : text.sentence
  }

  async #history(path: string): Promise<{ ok: true; value: string } | { ok: false; sentence: string }> {
    if (this.#open >= mostAsked) await new Promise<void>((go) => this.#waiting.push(go))
    this.#open++
    try {
      const response = await this.#fetch(`/api/session/${this.#options.session}/${path}`, {})
      if (typeof response === 'string') return { ok: false, sentence: response }
      if (!response.ok) return { ok: false, sentence: await sentenceOf(response) }
      return { ok: true, value: await response.text() }
    } catch (error) {
      return { ok: false, sentence: `The hub’s answer was cut off: ${error instanceof Error ? error.message : error}.` }
    } finally {
      this.#open--
      this.#waiting.shift()?.()
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response | string> {
    const { hub, fetch, seatKey } = this.#options
    try {
      return await fetch(`${hub}${path}`, { ...init, headers: { authorization: `Bearer ${seatKey()}` } })
    } catch {
      return `The hub at ${hub} does not answer.`
    }
  }
}

/** Lower-case hex digits. */
export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function sentenceOf(response: Response): Promise<string> {
  const plain = `The hub answers ${response.status}.`
  try {
    const { error } = (await response.json()) as { error?: unknown }
    return typeof error === 'string' ? error : plain
  } catch {
    return plain
  }
}
