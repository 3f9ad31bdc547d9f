/**
 * Pictures beside the one on show: stills, clips of the lightbox, cells of a split screen. Each is drawn by the engine at its own size, one
 * order at a time, while nothing plays and nobody's fingers move anything; what nobody can see any more is not drawn.
 */
import type { Content } from '../../shared/doc/content.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Easel } from './easel.ts'
import type { FromPair, PairOrder, Side } from './pair.ts'
import { nextPairId, type PairLine } from './pair-line.ts'

/** One of the present is looked at again this long after it was drawn, at the earliest; milliseconds. */
const restMs = 1000

/** What a small picture is of. */
export interface Subject extends Pick<Side, 'over' | 'bare' | 'title'> {
  /** The same as long as it is the same picture, as far as its asker knows. */
  readonly name: string
  readonly clip: string
  /** From 0 at the clip's first frame in the cut. */
  readonly frame: number
  /** Session and grade of its own; null: those of now. */
  readonly content: Content | null
}

/** A picture drawn once: RGBA of its size and, where they were asked for, the 16-bit frame and its digest. */
export type Once = Extract<FromPair, { kind: 'pair' }>

interface Hung {
  readonly subject: Subject
  readonly easel: Easel
  /** Why there is no picture, or null; called when it is known. */
  readonly told: (sentence: string | null) => void
  version: number
  size: string
  at: number
}

export interface TilesOptions {
  readonly suite: Suite
  readonly line: PairLine
  readonly now: () => number
}

export class Tiles {
  readonly #options: TilesOptions
  readonly #all = new Set<Hung>()
  readonly #stops: (() => void)[]
  #version = 1
  #under: {
    readonly order: PairOrder
    readonly hung: Hung | null
    readonly settle: (message: FromPair) => void
  } | null = null
  readonly #waiting: (() => void)[] = []
  #brought: string | null = null

  constructor(options: TilesOptions) {
    this.#options = options
    const { suite, line } = options
    const changed = () => void this.#version++
    const hear = (message: FromPair) => this.#hear(message)
    line.hear.add(hear)
    this.#stops = [suite.on('drawn', changed), suite.on('session', changed), () => void line.hear.delete(hear)]
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#bring(null)
  }

  /** A picture is wanted on this easel until the answer is called. */
  hang(subject: Subject, easel: Easel, told: Hung['told'] = () => {}): () => void {
    const hung: Hung = { subject, easel, told, version: 0, size: '', at: Number.NEGATIVE_INFINITY }
    this.#all.add(hung)
    return () => {
      this.#all.delete(hung)
      if (this.#under?.hung === hung) this.#options.line.post({ kind: 'leave', id: this.#under.order.id })
    }
  }

  /** One picture now, ahead of all that hang: at a size of its own, or with `full` at the timeline's with digest and 16-bit frame. */
  async once(subject: Subject, size: readonly [number, number], full = false): Promise<Once | string> {
    while (this.#under) await new Promise<void>((go) => this.#waiting.push(go))
    return await new Promise((resolve) => {
      const settle = (message: FromPair): void =>
        resolve(
          message.kind === 'pair'
            ? message
            : message.kind === 'pair-failed'
              ? message.sentence
              : 'The picture was left before it was drawn.',
        )
      const sentence = this.#send(subject, size, null, settle, full)
      if (sentence !== null) resolve(sentence)
    })
  }

  /** Before each frame of the screen. */
  tick(): void {
    const { suite } = this.#options
    if (this.#under || this.#waiting.length > 0 || suite.playing || suite.adjusting.size > 0) return
    const next = this.#next()
    if (!next) return
    const { subject, easel } = next
    const [width, height] = easel.size
    const sentence = this.#send(subject, [width, height], next, (message) => this.#drawn(next, message))
    if (sentence !== null) this.#done(next, sentence)
  }

  /** Those never drawn first, in the order in which they were hung. */
  #next(): Hung | null {
    let found: Hung | null = null
    for (const hung of this.#all) {
      if (hung.easel.size[0] === 0) continue
      const fresh = hung.size === hung.easel.size.join()
      // What is of a moment of its own stays as it is.
      if (fresh && (hung.subject.content !== null || hung.version === this.#version)) continue
      if (fresh && this.#options.now() - hung.at < restMs) continue
      if (!found || hung.at < found.at) found = hung
    }
    return found
  }

  #send(
    subject: Subject,
    size: readonly [number, number],
    hung: Hung | null,
    settle: (message: FromPair) => void,
    full = false,
  ): string | null {
    const { line, suite } = this.#options
    const { clip, frame, content, over, title, bare = false } = subject
    const { timeline } = content?.session ?? suite.session
    const cut = timeline.clips.find(({ id }) => id === clip)
    if (!cut) return `There is no such clip for ${title}.`
    if (!line.has(cut.media)) return `You have no media of ${title}.`
    if (content) this.#bring(subject)
    else line.bring()
    const side: Side = { content: content && contentName(subject), over, bare, title }
    const order: PairOrder = {
      ...{ id: nextPairId(), full, clip, frame, version: this.#version, a: side, b: null, gain: 1 },
      canvases: { a: size, b: null, difference: null },
      small: !full,
      codes: full,
    }
    this.#under = { order, hung, settle }
    line.post({ kind: 'pair', order })
    return null
  }

  /** Only the content that is drawn from lies in the worker. */
  #bring(subject: Subject | null): void {
    const { line } = this.#options
    const name = subject && contentName(subject)
    if (name === this.#brought) return
    if (this.#brought !== null) line.post({ kind: 'moment', name: this.#brought, content: null })
    this.#brought = name
    const content = subject?.content
    if (name !== null && content)
      line.post({ kind: 'moment', name, content: { session: content.session, entries: [...content.entries] } })
  }

  #hear(message: FromPair): void {
    const under = this.#under
    if (!under || under.order.id !== message.order.id) return
    this.#under = null
    under.settle(message)
    const go = this.#waiting.shift()
    if (go) go()
  }

  #drawn(hung: Hung, message: FromPair): void {
    if (!this.#all.has(hung)) return
    if (message.kind === 'pair-left') return
    const pixels = message.kind === 'pair' ? message.pixels.a : null
    if (pixels) hung.easel.put(pixels, message.order.canvases.a!)
    this.#done(hung, message.kind === 'pair-failed' ? message.sentence : null, message.order)
  }

  #done(hung: Hung, sentence: string | null, order?: PairOrder): void {
    hung.version = order?.version ?? this.#version
    hung.size = (order?.canvases.a ?? hung.easel.size).join()
    hung.at = this.#options.now()
    hung.told(sentence)
  }
}

const contentName = ({ name }: Subject): string => `tile ${name}`
