/** Small pictures of the clip strip: drawn one at a time when nothing else is wanted, and again, not too often, when the look may have changed. */
import type { Easel } from './easel.ts'
import { type Pane, samePane } from './pane.ts'

/** A thumb is looked at again this long after it was drawn, at the earliest; milliseconds. */
const restMs = 1500

/** Pictures kept of clips that have left the sight: so many, each of at most so many bytes (the strip's are of 18 kB, at two pixels to a point 72). */
const mostKept = 400
const mostBytes = 80_000

interface Kept {
  readonly pixels: ArrayBuffer
  readonly size: Pane
}

interface Thumb {
  readonly clip: string
  readonly easel: Easel
  version: number
  at: number
  again: boolean
}

export class Thumbs {
  readonly #now: () => number
  readonly #all = new Set<Thumb>()
  /** The last picture of each clip, newest use last: who comes back into sight is not black. */
  readonly #kept = new Map<string, Kept>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A clip's picture is wanted on this easel until the answer is called. */
  hang(clip: string, easel: Easel): () => void {
    const thumb: Thumb = { clip, easel, version: -1, at: Number.NEGATIVE_INFINITY, again: true }
    const kept = this.#kept.get(clip)
    if (kept && samePane(kept.size, easel.size)) {
      easel.put(kept.pixels, kept.size)
      thumb.again = false
    }
    this.#all.add(thumb)
    return () => void this.#all.delete(thumb)
  }

  /** The one to draw next, those never drawn first; null where all are as they should be. */
  next(
    version: number,
    has: (clip: string) => boolean,
  ): { readonly clip: string; readonly size: Pane; readonly again: boolean } | null {
    let found: Thumb | null = null
    for (const thumb of this.#all) {
      if (thumb.version === version || thumb.easel.size[0] === 0 || !has(thumb.clip)) continue
      if (this.#now() - thumb.at < restMs) continue
      if (!found || thumb.at < found.at) found = thumb
    }
    return found && { clip: found.clip, size: found.easel.size, again: found.again }
  }

  /** What came of it. Pixels are null where the picture is there already, or cannot be drawn. */
  done(clip: string, version: number, pixels: ArrayBuffer | null, size: Pane): void {
    if (pixels && pixels.byteLength <= mostBytes) {
      this.#kept.delete(clip)
      this.#kept.set(clip, { pixels, size })
      const [oldest] = this.#kept.keys()
      if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    }
    for (const thumb of this.#all) {
      if (thumb.clip !== clip) continue
      thumb.version = version
      thumb.at = this.#now()
      if (pixels && samePane(thumb.easel.size, size)) {
        thumb.easel.put(pixels, size)
        thumb.again = false
      }
    }
  }
}
