/** Frames by number, in any order, out of a decoder that only runs forwards from a key frame. */
import type { FrameIndex } from './frame-index.ts'
import type { RawFrame } from './planes.ts'

/** A decoder under way. */
export interface Run {
  /** The run's next frame, which is frame `n`; null where it is passed by unwanted. Rejects with a sentence where the decoder fails. */
  next(n: number, wanted: boolean): Promise<RawFrame | null>
  stop(): Promise<void>
}

export interface WalkOptions {
  /** Name of the media, for sentences. */
  readonly name: string
  readonly index: FrameIndex
  /** How far ahead a run is read on rather than started again at a later key frame: about as long as a start takes. */
  readonly reach: number
  /** A decoder whose first frame is `key`, a key frame or frame 0. */
  start(key: number): Promise<Run>
}

/** Frames kept on a way backwards: about one group of pictures, 100 MB of 1080p at 10 bits. */
const mostKept = 12

/**
 * One open file. A run always begins at a key frame: a frame shown before the key frame that it is stored after (an open group of
 * pictures) needs the group before, and decoders that are sent straight to it give a wrong picture without a word.
 */
export class FrameWalk {
  readonly #options: WalkOptions
  readonly #kept = new Map<number, RawFrame>()
  #run: Run | null = null
  #next = 0
  #last = 0
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: WalkOptions) {
    this.#options = options
  }

  /** Planes of frame n, from 0; rejects with a sentence outside the file or where the decoder fails. One after another, in order. */
  take(n: number): Promise<RawFrame> {
    const result = this.#queue.then(() => this.#take(n))
    this.#queue = result.catch(() => this.#stop())
    return result
  }

  /** Resolves when the decoder has stopped; a frame that is asked for after that begins another. */
  close(): Promise<void> {
    const ended = this.#queue.then(() => this.#stop())
    this.#queue = ended
    return ended
  }

  async #stop(): Promise<void> {
    const ended = this.#run
    this.#run = null
    this.#kept.clear()
    await ended?.stop()
  }

  async #take(n: number): Promise<RawFrame> {
    const { name, index, reach, start } = this.#options
    const last = index.times.length - 1
    if (!Number.isInteger(n) || n < 0 || n > last)
      throw new Error(`${name} has frames 0 to ${last}; there is no frame ${n}.`)
    const kept = this.#kept.get(n)
    // A step or a play backwards: what is decoded on the way from the key frame is wanted next.
    const back = n < this.#last && this.#last - n <= mostKept
    this.#last = n
    if (kept) return kept
    if (!back) this.#kept.clear()
    const key = index.keyBefore(n)
    if (!this.#run || n < this.#next || (key > this.#next && n - this.#next > reach)) {
      const ended = this.#run
      this.#run = null
      await ended?.stop()
      this.#run = await start(key)
      this.#next = key
    }
    for (;;) {
      const at = this.#next++
      const frame = await this.#run.next(at, at === n || (back && n - at < mostKept))
      if (frame && back) this.#keep(at, frame)
      if (at < n) continue
      if (!frame) throw new Error(`${name} ends before frame ${n} when it is decoded.`)
      return frame
    }
  }

  #keep(n: number, frame: RawFrame): void {
    this.#kept.set(n, frame)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break
      this.#kept.delete(oldest)
    }
  }
}
