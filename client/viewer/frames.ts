/** In the picture worker: decoded frames, kept while they are of use. Few decoders stay open; planes go when there are too many bytes. */
import type { Media } from '../../shared/doc/session.ts'
import { layoutOf, planeSizes, type RawFrame, sourceName, toSourceFrame } from '../../shared/media/planes.ts'
import { turned, turnPlane } from '../../shared/media/turn.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { shrinkPlane } from '../../shared/render/shrink.ts'
import { type ClipDecoder, type MediaSource, openClip } from '../media/open-clip.ts'
import { sha256 } from './hash.ts'
import { Shelf } from './shelf.ts'

/** Decoders open at once; the one unused for longest is closed. */
const mostOpen = 4
/** One that runs has dozens of frames ahead, 300 MB of 1080p at 10 bits: beside the one used last, it rests after so many milliseconds. */
const restMs = 2000
const MIB = 1 << 20

const bytesOf = (planes: readonly { readonly byteLength: number }[]): number =>
  planes.reduce((sum, plane) => sum + plane.byteLength, 0)

export class Frames {
  readonly #sources = new Map<string, MediaSource>()
  readonly #open = new Map<string, Promise<ClipDecoder>>()
  /** When each that runs was asked for a frame, the one asked last at the end. */
  readonly #asked = new Map<string, number>()
  #looking = false
  readonly #openClip: typeof openClip
  readonly #raw = new Shelf<RawFrame>(100 * MIB, (frame) => bytesOf(frame.planes))
  readonly #full = new Shelf<SourceFrame>(60 * MIB, (frame) => bytesOf(frame.planes))
  readonly #small = new Shelf<SourceFrame>(200 * MIB, (frame) => bytesOf(frame.planes))

  constructor(open = openClip) {
    this.#openClip = open
  }

  /** Where a media is at hand from now on; null: nowhere. */
  put(id: string, source: MediaSource | null): void {
    this.#close(id)
    for (const shelf of [this.#raw, this.#full, this.#small]) shelf.drop(`${id} `)
    if (source === null) this.#sources.delete(id)
    else this.#sources.set(id, source)
  }

  /** Every sample, chroma at full resolution, with the frame's name. Rejects with a sentence. */
  full(media: Media, frame: number): Promise<SourceFrame> {
    return this.#full.take(`${media.id} ${frame}`, async () => {
      const raw = await this.raw(media, frame)
      const source = toSourceFrame(raw, await sourceName(raw, sha256))
      if (typeof source === 'string') throw new Error(source)
      return source
    })
  }

  /**
   * Reduced to a size, for pictures of which no receipt is given: it has no name of its own. `alone`: no other frame of this clip will be
   * wanted for a while.
   */
  small(media: Media, frame: number, size: readonly [number, number], alone = false): Promise<SourceFrame> {
    return this.#small.take(`${media.id} ${frame} ${size.join('x')}`, async () => {
      const raw = await this.raw(media, frame, alone)
      const layout = layoutOf(raw.format)
      if (!layout) throw new Error(`${media.name} holds frames of format ${raw.format}, which cannot be read.`)
      const sizes = planeSizes(layout, raw.width, raw.height)
      const { turn } = raw
      const [w, h] = turned(turn, ...size)
      const reduce = (i: number) => {
        const plane = shrinkPlane(raw.planes[i] as Uint16Array, sizes[i]!, [w, h])
        return turn ? turnPlane(plane, w, h, turn, new Float32Array(w * h)) : plane
      }
      return { width: size[0], height: size[1], kind: 'ycbcr', planes: [reduce(0), reduce(1), reduce(2)], source: '' }
    })
  }

  raw(media: Media, frame: number, alone = false): Promise<RawFrame> {
    const { id } = media
    return this.#raw.take(`${id} ${frame}`, async () => {
      const opened = this.#decoder(media)
      if (!alone) this.#ask(id)
      const clip = await opened
      const raw = await clip.raw(frame)
      // What it would have ahead is work that nobody waits for, beside somebody's drag.
      if (!this.#asked.has(id)) clip.rest()
      return raw
    })
  }

  #decoder(media: Media): Promise<ClipDecoder> {
    const { id } = media
    const known = this.#open.get(id)
    const source = this.#sources.get(id)
    if (!known && !source) return Promise.reject(new Error(`You have no media ${media.name}.`))
    const opened = known ?? this.#openClip(source!, media)
    if (!known) opened.catch(() => this.#open.delete(id))
    // The one used last goes last.
    this.#open.delete(id)
    this.#open.set(id, opened)
    if (this.#open.size > mostOpen) {
      const oldest = [...this.#open.keys()].find((one) => one !== id && one !== this.#last)
      if (oldest !== undefined) this.#close(oldest)
    }
    return opened
  }

  /** The one whose frames are wanted one after the other. */
  get #last(): string | undefined {
    return [...this.#asked.keys()].at(-1)
  }

  #ask(id: string): void {
    this.#asked.delete(id)
    this.#asked.set(id, performance.now())
    this.#look()
  }

  /** Lets decoders rest that nobody asks, and looks again while there are such that may have to. */
  #look(): void {
    if (this.#looking || this.#asked.size < 2) return
    this.#looking = true
    setTimeout(() => {
      this.#looking = false
      const last = this.#last
      for (const [id, asked] of this.#asked) {
        if (id === last || performance.now() - asked < restMs) continue
        this.#asked.delete(id)
        // A clip that did not open has told so to whoever asked for its frame.
        this.#open.get(id)?.then(
          (clip) => clip.rest(),
          () => undefined,
        )
      }
      this.#look()
    }, restMs / 2)
  }

  #close(id: string): void {
    const opened = this.#open.get(id)
    this.#open.delete(id)
    this.#asked.delete(id)
    // A clip that did not open has told so to whoever asked for its frame.
    opened?.then(
      (clip) => clip.close(),
      () => undefined,
    )
  }
}
