/** What this room has of the session's media: its own files found by content, or the hub's library; and what the others are told of it. */
import { standingWaiver } from '../../shared/doc/records.ts'
import type { Media } from '../../shared/doc/session.ts'
import type { Bytes } from '../../shared/media/bytes.ts'
import { proofSentence, proveMedia } from '../../shared/media/full.ts'
import { matchSentence } from '../../shared/media/match.ts'
import { quickId } from '../../shared/media/quick.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { MatchState } from '../../shared/wire/messages.ts'
import { FullReader } from './full-reader.ts'
import type { MediaSource } from './open-clip.ts'

/** Where this room's media lies. */
export type MediaChoice =
  | { readonly kind: 'library'; readonly hub: string; readonly session: string }
  | { readonly kind: 'files'; readonly files: readonly File[] }

const ofFile = (file: Blob): Bytes => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
})

const ofLibrary = (url: string, bearer: string, size: number): Bytes => ({
  size,
  async read(offset, length) {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${bearer}`, range: `bytes=${offset}-${offset + length - 1}` },
    })
    const bytes = response.status === 206 || response.ok ? new Uint8Array(await response.arrayBuffer()) : null
    if (!bytes) throw new Error(`the hub’s library answers ${response.status}`)
    return response.status === 206 ? bytes : bytes.subarray(offset, offset + length)
  },
})

export class RoomMedia {
  readonly #suite: Suite
  readonly #choice: MediaChoice
  readonly #sources = new Map<string, MediaSource>()
  readonly #states = new Map<string, MatchState>()
  readonly #quick = new Map<File, Promise<string>>()
  readonly #ears = new Set<() => void>()
  readonly #stop: () => void
  readonly #looked = new Set<string>()
  /** Media id -> why it could not be read. */
  readonly #troubles = new Map<string, string>()
  /** Files of the right name that are others: opened where the engineer has waived the difference. */
  readonly #others = new Map<string, MediaSource>()
  /** Media id -> full hash of this room's file, once all of it is read. */
  readonly #hashes = new Map<string, string>()
  readonly #reader: FullReader
  #waived = ''
  #busy: Promise<void> = Promise.resolve()
  #closed = false

  constructor(suite: Suite, choice: MediaChoice) {
    this.#suite = suite
    this.#choice = choice
    this.#reader = new FullReader({
      playing: () => suite.playing,
      hear: ({ id, hash, trouble }) => {
        if (hash !== null) this.#hashes.set(id, hash)
        else this.#troubles.set(id, `The whole of ${this.#nameOf(id)} cannot be read: ${trouble}.`)
        if (hash === null) this.#settle(id, 'missing')
        else this.#conclude(id)
      },
    })
    this.#stop = suite.on('session', () => {
      this.#look()
      for (const id of this.#hashes.keys()) this.#conclude(id)
      this.#hearWaivers()
    })
    this.#look()
  }

  /** What opens a media here, or the sentence why nothing does. */
  source(id: string): MediaSource | string {
    const found = this.#sources.get(id)
    if (found) return found
    const media = this.#suite.session.media.get(id)
    const state = this.#states.get(id)
    const other = this.#others.get(id)
    if (other && state === 'mismatch' && this.#waives(id)) return other
    const { clips } = this.#suite.session.timeline
    const number = clips.findIndex((clip) => clip.media === id) + 1
    if (!media) return 'The session does not know the media of this clip.'
    if (!state) return `Looking for ${media.name} …`
    const trouble = this.#troubles.get(id)
    if (trouble) return trouble
    const clip = `${String(number).padStart(2, '0')} ${clips[number - 1]?.name ?? ''}`.trim()
    if (state === 'mismatch' && this.#hashes.has(id)) return proofSentence(clip, media, 'mismatch')
    return matchSentence(clip, media, state === 'mismatch' ? 'mismatch' : 'missing')
  }
  get states(): ReadonlyMap<string, MatchState> {
    return this.#states
  }
  on(hear: () => void): () => void {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
  }
  close(): void {
    this.#closed = true
    this.#reader.close()
    this.#stop()
  }

  /** Looks for every media not looked for yet. The library's open at once and are held against their ids after; files are proved first. */
  #look(): void {
    const fresh = [...this.#suite.session.media.values()].filter(({ id, quick }) => !this.#looked.has(`${id} ${quick}`))
    if (fresh.length === 0) return
    for (const { id, quick } of fresh) this.#looked.add(`${id} ${quick}`)
    if (this.#choice.kind === 'library') {
      const { hub, session } = this.#choice
      for (const { id } of fresh)
        this.#sources.set(id, { kind: 'library', url: `${hub}/media/${session}/${id}`, bearer: this.#suite.seatKey })
    }
    this.#busy = this.#busy.then(async () => {
      for (const media of fresh) if (!this.#closed) await this.#prove(media)
    })
  }

  async #prove(media: Media): Promise<void> {
    try {
      const { id } = media
      this.#settle(
        id,
        this.#choice.kind === 'files' ? await this.#find(media, this.#choice.files) : await this.#check(media),
      )
      // The library's bytes are the session's own: the hub reads them through itself.
      const source = this.#sources.get(id)
      if (source?.kind === 'file' && !this.#closed) this.#reader.read(id, source.file)
    } catch (error) {
      this.#troubles.set(
        media.id,
        `${media.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      )
      this.#settle(media.id, 'missing')
    }
  }

  #nameOf(id: string): string {
    return this.#suite.session.media.get(id)?.name ?? 'the file'
  }

  #waives(id: string): boolean {
    return standingWaiver(this.#suite.records.waivers, id, this.#suite.seat) !== null
  }

  /** A waiver opens what was shut, its lifting shuts it again. */
  #hearWaivers(): void {
    const waived = [...this.#others.keys()].filter((id) => this.#waives(id)).join(' ')
    if (waived === this.#waived) return
    this.#waived = waived
    for (const hear of [...this.#ears]) hear()
  }

  /** Both full hashes say whether a quick match is one; while the hub's is not on record it stays a quick match. */
  #conclude(id: string): void {
    const state = proveMedia('matched', this.#suite.records.hashes.get(id), this.#hashes.get(id) ?? null)
    if (this.#states.get(id) === state) return
    if (state === 'mismatch') {
      const source = this.#sources.get(id)
      if (source) this.#others.set(id, source)
    }
    this.#settle(id, state)
  }

  #settle(id: string, state: MatchState): void {
    if (state !== 'matched' && state !== 'verified') this.#sources.delete(id)
    this.#states.set(id, state)
    this.#suite.match(new Map([[id, state]]))
    for (const hear of [...this.#ears]) hear()
  }

  /**
   * Files of the media's size are proved by their quick id; one of its name that is another file is said to be so. A file that cannot be
   * read (it was moved, its disk is gone) hides no other that can; where none is the media, that is its trouble.
   */
  async #find(media: Media, files: readonly File[]): Promise<MatchState> {
    let trouble: unknown
    for (const file of files) {
      if (file.size !== media.size) continue
      let quick = this.#quick.get(file)
      if (!quick) this.#quick.set(file, (quick = quickId(ofFile(file))))
      let found: string
      try {
        found = await quick
      } catch (error) {
        // It may be there again at the next look.
        this.#quick.delete(file)
        trouble ??= error
        continue
      }
      if (found !== media.quick) continue
      this.#sources.set(media.id, { kind: 'file', file })
      return 'matched'
    }
    if (trouble !== undefined) throw trouble
    const other = files.find((file) => file.name.normalize('NFC') === media.name)
    if (other) this.#others.set(media.id, { kind: 'file', file: other })
    return other ? 'mismatch' : 'missing'
  }

  async #check(media: Media): Promise<MatchState> {
    const source = this.#sources.get(media.id)
    if (source?.kind !== 'library') return 'missing'
    const head = await fetch(source.url, { method: 'HEAD', headers: { authorization: `Bearer ${source.bearer}` } })
    if (!head.ok) return 'missing'
    const size = Number(head.headers.get('content-length'))
    if (size !== media.size) return 'mismatch'
    return (await quickId(ofLibrary(source.url, source.bearer, size))) === media.quick ? 'matched' : 'mismatch'
  }
}
