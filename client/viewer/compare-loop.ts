/**
 * The loop of two pictures: while somebody compares, it asks the picture worker for the frame on show from both moments, one order under
 * way, first at the canvas's size, then in full; puts what comes on the canvases and hands the numbers to the desk. In the grader only the
 * reference is drawn: the picture beneath it has its own loop, and while anybody's fingers move something that one alone draws. It gives no
 * receipt.
 */
import type { Content } from '../../shared/doc/content.ts'
import { touches } from '../../shared/suite/receipt.ts'
import { isPair } from '../state/compare.ts'
import type { Desk } from '../state/desk.ts'
import { type Laid, layReference, stillName } from '../state/reference.ts'
import { inClip } from './coming.ts'
import type { MediaAtHand } from './courier.ts'
import type { Easel } from './easel.ts'
import type { FromPair, PairOrder, PairPixels, Side } from './pair.ts'
import { type Had, nextStep, stale, type Want } from './want.ts'
import type { ToWorker } from './work.ts'

export interface CompareOptions {
  readonly desk: Desk
  readonly media: MediaAtHand
  readonly post: (message: ToWorker) => void
  /** Brings the worker's copy of the live grade up to date. */
  readonly bring: () => void
}

export type Part = keyof PairPixels
const parts: readonly Part[] = ['a', 'b', 'difference']

export class CompareLoop {
  readonly #options: CompareOptions
  readonly #stops: (() => void)[]
  readonly #easels = new Map<Part, Easel>()
  /** Contents that the worker has. */
  readonly #sent = new Map<string, Content>()
  #version = 1
  #nextId = 1
  #under: { readonly order: PairOrder; left: boolean } | null = null
  #shown: Had | null = null
  #failed: { readonly had: readonly Had[]; readonly sentence: string } | null = null
  #clear = true

  constructor(options: CompareOptions) {
    this.#options = options
    const { desk, media } = options
    const changed = () => {
      this.#version++
    }
    this.#stops = [
      desk.suite.on('drawn', () => this.#live && changed()),
      desk.suite.on('session', changed),
      desk.compare.on('view', changed),
      media.on(changed),
    ]
  }

  /** Pictures of this side go to this easel from now on. */
  attach(part: Part, easel: Easel): () => void {
    this.#easels.set(part, easel)
    this.resized()
    return () => {
      if (this.#easels.get(part) === easel) this.#easels.delete(part)
    }
  }
  resized(): void {
    this.#version++
    this.#clear = false
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  /** Before each frame of the screen. */
  tick(): void {
    const { desk } = this.#options
    const sides = desk.compare.mode === 'now' ? null : this.#sides()
    if (sides === null || typeof sides === 'string') {
      this.#wipe(sides)
      return
    }
    const want = this.#want(sides[0])
    if (this.#under) {
      const { order } = this.#under
      if (!this.#under.left && stale(want, { ...order, kind: order.full ? 'full' : 'preview' })) {
        this.#under.left = true
        this.#options.post({ kind: 'leave', id: order.id })
      }
      return
    }
    if (want.clip === null) {
      this.#wipe(desk.clip ? `You have no media of ${sides[0].at ? sides[0].title : 'this clip'}.` : null)
      return
    }
    if (desk.compare.under && this.#shown && desk.suite.adjusting.size > 0) return
    const had = [...(this.#shown ? [this.#shown] : []), ...(this.#failed?.had ?? [])]
    const step = nextStep(want, had)
    if (step) this.#send(step.kind === 'full', step.clip, step.frame, sides)
    const at = this.#shown
    if (at && (at.clip !== want.clip || at.frame !== want.frame || at.version !== want.version))
      desk.compare.setPair(null, null)
  }

  /** Whether the grade as it is drawn now is in what is drawn here: B of the review, a reference that is no still. */
  get #live(): boolean {
    const { mode, b, alone, under, against } = this.#options.desk.compare
    return under ? against?.kind !== 'still' && against?.kind !== 'movie' : isPair(mode) && b === null && alone === null
  }

  #want({ at: fixed = null }: Side): Want {
    const { suite, compare } = this.#options.desk
    const { session } = suite
    const laid = this.#easels.size > 0 && [...this.#easels.values()].every(({ size }) => size[0] > 0)
    const at = laid ? (fixed ?? inClip(session.timeline.clips, suite.frameNow())) : null
    const has = at !== null && this.#has(at.clip)
    // A frame of its own stands while the picture beneath it plays.
    const playing = (fixed === null || compare.against?.kind === 'movie') && suite.playing
    return {
      clip: at && has ? at.clip : null,
      frame: at?.frame ?? 0,
      playing,
      adjusting: this.#live && at !== null && touches(at.clip, suite.adjusting, session, suite.entries),
      version: this.#version,
      ahead: at && has && playing ? [at] : [],
    }
  }

  /** Whether the media of a clip is at hand: of the reference's own cut, where it has one. */
  #has(clip: string): boolean {
    const { desk, media } = this.#options
    const { compare, suite } = desk
    if (compare.under && compare.against?.kind === 'movie') return true
    const still = compare.under && compare.against?.kind === 'still' ? compare.against.id : null
    const content = still === null ? null : compare.contentOf(stillName(still))
    const session = content && typeof content !== 'string' ? content.session : suite.session
    const cut = session.timeline.clips.find(({ id }) => id === clip)
    return cut !== undefined && typeof media.source(cut.media) !== 'string'
  }

  /** Both sides, their contents with the worker; a sentence where one is not to be had, null while one comes. */
  #sides(): readonly [Side, Side | null] | string | null {
    const { compare } = this.#options.desk
    const laid = compare.under ? this.#laid() : null
    if (typeof laid === 'string') return laid
    if (laid) {
      const trouble = this.#bringContents(laid.content === null ? [] : [laid.content])
      return trouble === undefined ? [laid, null] : trouble
    }
    if (compare.a === null) return 'There is no snapshot to look at.'
    const needed = isPair(compare.mode) && compare.b !== null ? [compare.a, compare.b] : [compare.a]
    const trouble = this.#bringContents(needed)
    if (trouble !== undefined) return trouble
    const side = (id: string | null): Side => ({
      content: id,
      over: [],
      title: id === null ? 'now' : `“${compare.snapshotOf(id)?.name ?? id}”`,
    })
    const a = side(compare.a)
    if (!isPair(compare.mode)) return [a, null]
    return [a, compare.alone ? { ...a, over: compare.alone.over, title: 'that change' } : side(compare.b)]
  }

  /** The reference over the clip on show. */
  #laid(): Laid | string {
    const { compare, clip, suite } = this.#options.desk
    if (compare.against === null || clip === null) return 'There is nothing to lay over the picture.'
    return layReference(suite, compare.against, clip.id, compare.movie)
  }

  /** Brings the worker these contents and takes away all others; what is to be said where one is not to be had, null while one comes. */
  #bringContents(needed: readonly string[]): string | null | undefined {
    const { compare } = this.#options.desk
    for (const id of needed) {
      const content = compare.contentOf(id)
      if (content === null || typeof content === 'string') return content
      if (this.#sent.get(id) === content) continue
      this.#sent.set(id, content)
      this.#options.post({
        kind: 'moment',
        name: id,
        content: { session: content.session, entries: [...content.entries] },
      })
    }
    for (const id of this.#sent.keys())
      if (!needed.includes(id)) {
        this.#sent.delete(id)
        this.#options.post({ kind: 'moment', name: id, content: null })
      }
    return undefined
  }

  #send(full: boolean, clip: string, frame: number, [a, b]: readonly [Side, Side | null]): void {
    this.#options.bring()
    const size = (part: Part) => this.#easels.get(part)?.size ?? null
    const order: PairOrder = {
      ...{ id: this.#nextId++, full, clip, frame, version: this.#version, a, b },
      canvases: { a: size('a'), b: size('b'), difference: size('difference') },
      gain: this.#options.desk.compare.gain,
    }
    this.#under = { order, left: false }
    this.#options.post({ kind: 'pair', order })
  }

  /** What the worker says. */
  hear(message: FromPair): void {
    if (this.#under?.order.id !== message.order.id) return
    this.#under = null
    const { compare } = this.#options.desk
    const { clip, frame, full, version, canvases } = message.order
    if (message.kind === 'pair' && compare.mode !== 'now') {
      for (const part of parts) {
        const [pixels, size] = [message.pixels[part], canvases[part]]
        if (pixels && size) this.#easels.get(part)?.put(pixels, size)
      }
      this.#failed = null
      this.#clear = false
      this.#shown = { kind: full ? 'full' : 'preview', clip, frame, version }
      const { a, b, difference } = message
      const sentence = a.lacks[0] ?? b?.lacks[0] ?? (full ? this.#otherwise(a.digest) : null)
      compare.setPair({ clip, frame, full, a, b, difference }, sentence)
    } else if (message.kind === 'pair-failed') {
      const had = (['preview', 'full'] as const).map((kind) => ({ kind, clip, frame, version }))
      this.#wipe(message.sentence)
      this.#failed = { had, sentence: message.sentence }
    }
    this.tick()
  }

  /** A still that is not drawn as it was grabbed is said to be. */
  #otherwise(digest: string): string | null {
    const { compare, suite } = this.#options.desk
    if (!compare.under || compare.against?.kind !== 'still') return null
    const still = suite.gallery.find(compare.against.id)
    if (!still || still.digest === '' || still.digest === digest) return null
    return `The still “${still.label}” is not the picture it was: another engine, or another file.`
  }

  /** Nothing to be seen. */
  #wipe(sentence: string | null): void {
    if (!this.#clear) for (const easel of this.#easels.values()) if (easel.size[0] > 0) easel.clear()
    this.#clear = true
    this.#shown = null
    this.#failed = null
    this.#options.desk.compare.setPair(null, sentence)
  }
}
