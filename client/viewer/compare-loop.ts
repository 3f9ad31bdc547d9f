/**
 * The loop of two pictures: while the review compares, it asks the picture worker for the frame on show from both moments, one order under
 * way, first at the canvas's size, then in full; puts what comes on the canvases and hands the numbers to the desk. It gives no receipt.
 */
import type { Content } from '../../shared/doc/content.ts'
import { touches } from '../../shared/suite/receipt.ts'
import { isPair } from '../state/compare.ts'
import type { Desk } from '../state/desk.ts'
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
    const want = this.#want()
    if (this.#under) {
      const { order } = this.#under
      if (!this.#under.left && stale(want, { ...order, kind: order.full ? 'full' : 'preview' })) {
        this.#under.left = true
        this.#options.post({ kind: 'leave', id: order.id })
      }
      return
    }
    if (want.clip === null) {
      this.#wipe(desk.clip ? 'You have no media of this clip.' : null)
      return
    }
    const had = [...(this.#shown ? [this.#shown] : []), ...(this.#failed?.had ?? [])]
    const step = nextStep(want, had)
    if (step) this.#send(step.kind === 'full', step.clip, step.frame, sides)
    const at = this.#shown
    if (at && (at.clip !== want.clip || at.frame !== want.frame || at.version !== want.version))
      desk.compare.setPair(null, null)
  }

  /** Whether B is the grade as it is drawn now. */
  get #live(): boolean {
    const { mode, b, alone } = this.#options.desk.compare
    return isPair(mode) && b === null && alone === null
  }

  #want(): Want {
    const { desk, media } = this.#options
    const { suite } = desk
    const { session } = suite
    const laid = this.#easels.size > 0 && [...this.#easels.values()].every(({ size }) => size[0] > 0)
    const at = laid ? inClip(session.timeline.clips, suite.frameNow()) : null
    const cut = at && session.timeline.clips.find(({ id }) => id === at.clip)
    const has = cut !== null && cut !== undefined && typeof media.source(cut.media) !== 'string'
    return {
      clip: at && has ? at.clip : null,
      frame: at?.frame ?? 0,
      playing: suite.playing,
      adjusting: this.#live && at !== null && touches(at.clip, suite.adjusting, session, suite.entries),
      version: this.#version,
      ahead: at && has && suite.playing ? [at] : [],
    }
  }

  /** Both sides, their contents with the worker; a sentence where one is not to be had, null while one comes. */
  #sides(): readonly [Side, Side | null] | string | null {
    const { compare } = this.#options.desk
    if (compare.a === null) return 'There is no snapshot to look at.'
    const needed = isPair(compare.mode) && compare.b !== null ? [compare.a, compare.b] : [compare.a]
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
    const side = (id: string | null): Side => ({
      content: id,
      over: [],
      title: id === null ? 'now' : `“${compare.snapshotOf(id)?.name ?? id}”`,
    })
    const a = side(compare.a)
    if (!isPair(compare.mode)) return [a, null]
    return [a, compare.alone ? { ...a, over: compare.alone.over, title: 'that change' } : side(compare.b)]
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
      compare.setPair({ clip, frame, full, a, b, difference }, a.lacks[0] ?? b?.lacks[0] ?? null)
    } else if (message.kind === 'pair-failed') {
      const had = (['preview', 'full'] as const).map((kind) => ({ kind, clip, frame, version }))
      this.#wipe(message.sentence)
      this.#failed = { had, sentence: message.sentence }
    }
    this.tick()
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
