/**
 * The clip on show with another grade, laid over the picture for these eyes only: drawn at the viewer's size, beside the picture that goes on lying
 * beneath, so that leaving it is nothing but taking it off. No edit is made of it and no receipt is given while it lies there.
 */
import type { Desk, LivePreview } from '../state/desk.ts'
import type { Easel } from './easel.ts'
import type { FromPair } from './pair.ts'
import { nextPairId, type PairLine } from './pair-line.ts'

export interface LivePictureOptions {
  readonly desk: Desk
  readonly line: PairLine
  readonly easel: Easel
  readonly live: LivePreview
  /** Why there is nothing to be seen; null: it lies there. */
  readonly told: (sentence: string | null) => void
}

export class LivePicture {
  readonly #options: LivePictureOptions
  readonly #stops: (() => void)[]
  #under: { readonly id: number; readonly settle: (message: FromPair) => void } | null = null
  #lent = false
  #asking = false
  #again = false
  #closed = false

  constructor(options: LivePictureOptions) {
    this.#options = options
    const { desk, line } = options
    const ask = () => void this.ask()
    const hear = (message: FromPair) => {
      if (this.#under?.id === message.order.id) this.#under.settle(message)
    }
    line.hear.add(hear)
    this.#stops = [
      desk.suite.on('drawn', ask),
      desk.suite.on('session', ask),
      desk.on('frame', ask),
      desk.on('framing', ask),
      () => void line.hear.delete(hear),
    ]
    ask()
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stops) stop()
  }

  /** Draws it as everything is now; while one is under way, once more after it. */
  async ask(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    do {
      this.#again = false
      const sentence = await this.#draw()
      if (!this.#closed) this.#options.told(sentence)
    } while (this.#again && !this.#closed)
    this.#asking = false
  }

  async #draw(): Promise<string | null> {
    const { desk, line, easel, live } = this.#options
    const found = await live.load()
    const { clip } = desk
    const size = easel.size
    if (typeof found === 'string') return found
    if (this.#closed || !clip || size[0] === 0) return null
    if (!line.has(clip.media)) return `You have no media of ${clip.name}.`
    // A LUT that only a PowerGrade knows is lent to the picture, and not given to the session.
    if (!this.#lent) for (const { blob, bytes } of found.luts) line.post({ kind: 'lut', blob, bytes })
    this.#lent = true
    const id = nextPairId()
    const answer = new Promise<FromPair>((settle) => (this.#under = { id, settle }))
    line.bring()
    line.post({
      kind: 'pair',
      order: {
        ...{ id, full: false, small: true, clip: clip.id, frame: desk.frame - clip.recordIn, version: 0, gain: 1 },
        a: { content: null, over: [...found.writes], title: `“${live.title}”` },
        b: null,
        canvases: { a: size, b: null, difference: null },
      },
    })
    const message = await answer
    this.#under = null
    if (this.#closed || message.kind === 'pair-left') return null
    if (message.kind === 'pair-failed') return message.sentence
    if (message.pixels.a) easel.put(message.pixels.a, size)
    return message.a.lacks[0] ?? null
  }
}
