/**
 * Planes kept from one picture to the next by what they hold and the source frame they were made from, so that turning one wheel does not
 * redo the rest. The one unused for longest goes first.
 */
import type { SourceFrame } from './picture.ts'

const numbers = new WeakMap<SourceFrame, number>()
let next = 1

/** A number for a source frame, by its being that very object: frames of a drag have no hash of their own, and none is written twice. */
const numberOf = (source: SourceFrame): number => {
  let had = numbers.get(source)
  if (had === undefined) numbers.set(source, (had = next++))
  return had
}

export class Shelf<T> {
  readonly #most: number
  readonly #drop: (plane: T) => void
  readonly #planes = new Map<string, { readonly plane: T; readonly bytes: number }>()
  #bytes = 0
  #last = 0

  /** `most`: bytes kept together; 0 keeps nothing. `drop` is told of each plane that goes. */
  constructor(most: number, drop: (plane: T) => void) {
    this.#most = most
    this.#drop = drop
  }

  get size(): number {
    return this.#planes.size
  }

  /**
   * What is kept of a source's pictures. While frames change with every picture, as in playing, nothing is put down: it would only be in
   * the way.
   */
  of(source: SourceFrame): {
    readonly has: (mark: string) => boolean
    readonly get: (mark: string) => T
    /** Keeps a plane; false where it is not kept. */
    readonly put: (mark: string, plane: T, bytes: number) => boolean
  } {
    const number = numberOf(source)
    const keeping = this.#most > 0 && number === this.#last
    this.#last = number
    const key = (mark: string) => `${number} ${mark}`
    return {
      has: (mark) => this.#planes.has(key(mark)),
      get: (mark) => {
        const had = this.#planes.get(key(mark))
        if (!had) throw new Error(`plane ${mark} is not kept`)
        this.#planes.delete(key(mark))
        this.#planes.set(key(mark), had)
        return had.plane
      },
      put: (mark, plane, bytes) => {
        if (!keeping || this.#planes.has(key(mark))) return false
        this.#planes.set(key(mark), { plane, bytes })
        this.#bytes += bytes
        return true
      },
    }
  }

  /** Lets go of what is more than may be kept; between pictures only. */
  trim(): void {
    for (const [key, { plane, bytes }] of this.#planes) {
      if (this.#bytes <= this.#most) return
      this.#planes.delete(key)
      this.#bytes -= bytes
      this.#drop(plane)
    }
  }

  /** Forgets everything, and tells nobody. */
  clear(): void {
    this.#planes.clear()
    this.#bytes = 0
    this.#last = 0
  }
}
