/**
 * The picture loop: outside React, once before each frame of the screen. It asks the desk where the playhead stands, the worker for
 * what is wanted next (one order under way, the newest want wins), puts pictures on the canvas and gives receipts for those at rest.
 */

import type { Cue } from '../../shared/cue/cue.ts'
import { touches } from '../../shared/suite/receipt.ts'
import type { Desk } from '../state/desk.ts'
import { comingFrames, drawable, farthest, frameStep, inClip } from './coming.ts'
import { Courier, type MediaAtHand } from './courier.ts'
import type { Easel } from './easel.ts'
import { type AtRest, receiptOf, sameWord } from './oath.ts'
import { Pace, type Speed } from './pace.ts'
import { Thumbs } from './thumbs.ts'
import { type Had, nextStep, stale, type Want } from './want.ts'
import type { Ahead, FromWorker, Made, Order, OrderKind, ToWorker } from './work.ts'

export interface LoopOptions {
  readonly desk: Desk
  readonly media: MediaAtHand
  readonly post: (message: ToWorker) => void
  /** Milliseconds, never going back. */
  readonly now: () => number
}

/** What lies on the canvas. */
export interface Shown {
  readonly kind: OrderKind
  readonly clip: string
  readonly frame: number
  readonly adjusting: boolean
  /** Pictures put on the canvas so far. */
  readonly count: number
  readonly made: Made
}

/** Pictures drawn ahead while playing. */
const drawAhead = 4

type Kind = 'state' | 'speed' | 'shown'

export class PictureLoop {
  readonly desk: Desk
  readonly #options: LoopOptions
  readonly #courier: Courier
  readonly #pace = new Pace()
  readonly #ears = new Map<Kind, Set<() => void>>()
  readonly #stops: (() => void)[]
  readonly thumbs: Thumbs
  #easel: Easel | null = null
  /** Raised by anything that may change a picture. */
  #version = 1
  #again = true
  #nextId = 1
  #under: { readonly order: Order; readonly at: number; dropped: boolean } | null = null
  #had: Had[] = []
  /** Pictures of frames to come, by clip and frame. */
  #ready = new Map<
    string,
    { readonly pixels: ArrayBuffer; readonly size: readonly [number, number]; readonly made: Made }
  >()
  #shown: Shown | null = null
  #atRest: AtRest | null = null
  #sentence: string | null = null
  #trouble: {
    readonly version: number
    readonly clip: string
    readonly frame: number
    readonly sentence: string
  } | null = null
  #speed: Speed | null = null
  #blank = true
  #droppedLast = 0
  /** From order to picture while playing, smoothed, milliseconds. */
  #tookMs = 0
  /**
   * Timeline frame to order next while playing: it is being decoded already. Nothing before it is ordered then, since a decoder runs
   * forward and would have to begin again.
   */
  #next: number | null = null
  #lineNow: { readonly frame: number; readonly cue: Cue | null; readonly line: readonly number[] } | null = null

  constructor(options: LoopOptions) {
    this.#options = options
    this.desk = options.desk
    this.thumbs = new Thumbs(options.now)
    this.#courier = new Courier(options.media, options.post)
    const { suite } = options.desk
    const changed = () => {
      this.#version++
      this.#next = null
    }
    this.#stops = [
      suite.on('drawn', changed),
      suite.on('session', changed),
      suite.on('revision', () => this.#swear()),
      options.desk.on('view', changed),
      options.media.on(() => {
        this.#courier.mediaChanged()
        changed()
      }),
    ]
  }

  on(kind: Kind, hear: () => void): () => void {
    const ears = this.#ears.get(kind) ?? new Set()
    this.#ears.set(kind, ears.add(hear))
    return () => void ears.delete(hear)
  }
  #tell(kind: Kind): void {
    for (const hear of [...(this.#ears.get(kind) ?? [])]) hear()
  }

  /** Why there is no picture, or what is wrong with it: one sentence, shown beside it, never on it. */
  get sentence(): string | null {
    return this.#sentence
  }
  /** Frames a second as shown; null while stopped. */
  get speed(): Speed | null {
    return this.#speed
  }
  get shown(): Shown | null {
    return this.#shown
  }

  /** Pictures go to this easel from now on. */
  attach(easel: Easel): () => void {
    this.#easel = easel
    this.resized()
    return () => {
      if (this.#easel === easel) this.#easel = null
    }
  }
  /** The easel has other pixels now. */
  resized(): void {
    this.#again = true
    this.#blank = false
    this.#version++
    this.#ready.clear()
    this.tick()
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  /** Before each frame of the screen, and whenever a picture has come. */
  tick(): void {
    const want = this.#want()
    this.#show(want)
    this.#order(want)
    this.#note(want)
  }

  #want(): Want {
    const { suite } = this.desk
    const { session } = suite
    const frame = suite.frameNow()
    const playing = suite.playing
    const at = this.#easel && this.#easel.size[0] > 0 ? inClip(session.timeline.clips, frame) : null
    const worth = playing ? this.#worth(this.#next === null ? -1 : this.#line().indexOf(this.#next) - 1) : []
    const ahead = worth.map((f) => inClip(session.timeline.clips, f)).filter((a) => a !== null && this.#has(a.clip))
    return {
      clip: at && this.#has(at.clip) ? at.clip : null,
      frame: at?.frame ?? 0,
      playing,
      adjusting: at !== null && touches(at.clip, suite.adjusting, session, suite.entries),
      version: this.#version,
      ahead: ahead as readonly Ahead[],
    }
  }

  #has(clip: string): boolean {
    const cut = this.desk.suite.session.timeline.clips.find((one) => one.id === clip)
    return cut !== undefined && typeof this.#options.media.source(cut.media) !== 'string'
  }

  /** What of the pictures at hand belongs on the screen now. */
  #show(want: Want): void {
    const now = this.#options.now()
    if (want.clip === null) {
      this.#ready.clear()
      if (this.#easel && this.#easel.size[0] > 0 && !this.#blank) {
        this.#easel.clear()
        this.#blank = true
        this.#again = true
        this.#shown = null
        this.#rest(null)
        this.#tell('shown')
      }
    }
    if (want.playing) {
      const ready = want.clip === null ? undefined : this.#ready.get(`${want.clip} ${want.frame}`)
      if (ready && want.clip !== null) {
        this.#put('preview', want.clip, want.frame, ready.pixels, ready.size, ready.made)
        this.#ready.delete(`${want.clip} ${want.frame}`)
      }
      const { suite } = this.desk
      const shown = suite.session.timeline.clips.find((cut) => cut.id === this.#shown?.clip)
      if (shown && this.#shown)
        this.#pace.show(
          shown.recordIn + this.#shown.frame,
          frameStep(suite.following ? suite.cue : null, suite.session.timeline),
          now,
        )
      for (const name of [...this.#ready.keys()]) if (!this.#isComing(name)) this.#ready.delete(name)
    } else if (this.#pace.running) {
      this.#droppedLast = this.#pace.dropped
      this.#pace.stop()
      this.#next = null
    }
  }

  /** Asks the worker for what is wanted next; leaves what no longer is. */
  #order(want: Want): void {
    if (this.#under) {
      const { order } = this.#under
      if (!this.#under.dropped && order.kind !== 'thumb' && stale(want, order)) {
        this.#under.dropped = true
        this.#options.post({ kind: 'drop', id: order.id })
      }
      return
    }
    this.#had = this.#had.filter((had) => had.version === this.#version)
    const step = nextStep(want, this.#had)
    if (step) {
      this.#send(step.kind, step.clip, step.frame, this.#easel!.size, this.#again)
      return
    }
    if (want.playing || want.adjusting) return
    const thumb = this.thumbs.next(this.#version, (clip) => this.#has(clip))
    if (thumb) this.#send('thumb', thumb.clip, 0, thumb.size, thumb.again)
  }

  #send(kind: OrderKind, clip: string, frame: number, canvas: readonly [number, number], again: boolean): void {
    const { suite, bypass } = this.desk
    const { session } = suite
    this.#courier.bring(suite)
    const order: Order = { id: this.#nextId++, kind, clip, frame, canvas, version: this.#version, bypass, again }
    this.#under = { order, at: this.#options.now(), dropped: false }
    const cut = session.timeline.clips.find((one) => one.id === clip)
    let next: number | undefined
    if (kind === 'preview' && suite.playing && cut) {
      next = this.#worth(this.#line().indexOf(cut.recordIn + frame))[0]
      this.#next = next ?? null
    }
    const soon = next === undefined ? null : inClip(session.timeline.clips, next)
    this.#options.post({ kind: 'draw', order, ahead: [...(soon ? [soon] : []), ...this.#nextClip()] })
  }

  /** The worker's answer. */
  hear(message: FromWorker): void {
    const under = this.#under
    if (!under || under.order.id !== message.order.id) return
    this.#under = null
    const { order } = under
    if (order.kind === 'preview') this.#tookMs += (Math.min(500, this.#options.now() - under.at) - this.#tookMs) / 4
    if (message.kind === 'failed') this.#failed(order, message.sentence)
    else if (message.kind === 'drawn') this.#drawn(order, message.made, message.pixels)
    this.tick()
  }

  #failed(order: Order, sentence: string): void {
    if (order.kind === 'thumb') {
      this.thumbs.done(order.clip, order.version, null, order.canvas)
      return
    }
    for (const kind of ['preview', 'full'] as const) this.#had.push({ ...order, kind })
    this.#trouble = { version: order.version, clip: order.clip, frame: order.frame, sentence }
    this.#easel?.clear()
    this.#again = true
    this.#shown = null
    this.#rest(null)
    this.#tell('shown')
  }

  #drawn(order: Order, made: Made, pixels: ArrayBuffer | null): void {
    const { kind, clip, frame, version } = order
    if (kind === 'thumb') {
      this.thumbs.done(clip, version, pixels, order.canvas)
      return
    }
    this.#trouble = null
    this.#had.push({ kind, clip, frame, version })
    const ready = this.#ready.get(`${clip} ${frame}`)
    // A frame that playing has passed is better shown late than nothing new at all; pace counts what it missed.
    if (this.desk.suite.playing && this.#isComing(`${clip} ${frame}`)) {
      if (pixels) this.#ready.set(`${clip} ${frame}`, { pixels, size: order.canvas, made })
    } else if (pixels ?? ready) this.#put(kind, clip, frame, pixels ?? ready!.pixels, order.canvas, made)
    else this.#name(kind, clip, frame, made)
    if (kind === 'full') this.#rest(order.bypass ? null : { made, clip, frame, version })
  }

  /** Timeline frames from now on as far as anything is drawn ahead, in the order of playing. */
  #line(): readonly number[] {
    const { suite } = this.desk
    const frame = suite.frameNow()
    const cue = suite.following ? suite.cue : null
    if (this.#lineNow?.frame !== frame || this.#lineNow.cue !== cue)
      this.#lineNow = { frame, cue, line: [frame, ...comingFrames(cue, suite.session.timeline, frame, farthest)] }
    return this.#lineNow.line
  }

  /** Frames of the line worth drawing, behind that place in it. */
  #worth(behind: number): readonly number[] {
    const { suite } = this.desk
    const line = this.#line()
    const cue = suite.following ? suite.cue : null
    return drawable(cue, suite.session.timeline, line, this.#tookMs, Math.max(0, behind + 1)).slice(0, drawAhead)
  }

  #isComing(name: string): boolean {
    const { clips } = this.desk.suite.session.timeline
    return this.#line().some((f) => {
      const at = inClip(clips, f)
      return at !== null && `${at.clip} ${at.frame}` === name
    })
  }

  /** The first frame that playing comes to in another clip: its decoder takes a while to open. */
  #nextClip(): readonly Ahead[] {
    if (!this.desk.suite.playing) return []
    const { clips } = this.desk.suite.session.timeline
    const found = this.#line().map((f) => inClip(clips, f))
    const next = found.find((at) => at && at.clip !== found[0]?.clip)
    return next ? [next] : []
  }

  #put(
    kind: OrderKind,
    clip: string,
    frame: number,
    pixels: ArrayBuffer,
    size: readonly [number, number],
    made: Made,
  ): void {
    this.#easel?.put(pixels, size)
    this.#blank = false
    this.#again = false
    this.#name(kind, clip, frame, made, 1)
  }

  #name(kind: OrderKind, clip: string, frame: number, made: Made, more = 0): void {
    const { suite } = this.desk
    const adjusting = touches(clip, suite.adjusting, suite.session, suite.entries)
    this.#shown = { kind, clip, frame, adjusting, made, count: (this.#shown?.count ?? 0) + more }
    this.#tell('shown')
  }

  /** A full picture lies there, or none does any more. */
  #rest(atRest: AtRest | null): void {
    this.#atRest = atRest
    if (atRest) this.#swear()
    else if (this.desk.receipt) this.desk.setReceipt(null)
  }

  /** Gives the receipt of the picture at rest, where one may be given and it says something new. */
  #swear(): void {
    const { suite, receipt: last } = this.desk
    const receipt = this.#atRest && receiptOf(suite, this.#atRest, this.#version, this.#droppedLast)
    if (!receipt || (last && sameWord(last, receipt))) return
    this.desk.setReceipt(receipt)
    suite.report(receipt)
  }

  /** Words and numbers beside the picture. */
  #note(want: Want): void {
    const sentence = this.#why(want)
    if (sentence !== this.#sentence) {
      this.#sentence = sentence
      this.#tell('state')
    }
    const speed = want.playing ? this.#pace.speed(this.#options.now()) : null
    if (speed?.dropped !== this.#speed?.dropped || speed?.fps.toFixed(1) !== this.#speed?.fps.toFixed(1)) {
      this.#speed = speed
      this.#tell('speed')
    }
  }

  #why(want: Want): string | null {
    const { session } = this.desk.suite
    const { clip } = this.desk
    if (!clip) return null
    const found = this.#options.media.source(clip.media)
    if (typeof found === 'string') return found
    if (!session.media.has(clip.media)) return `Clip ${clip.name} points at media that the session does not have.`
    const { clip: id, frame, version } = want
    const trouble = this.#trouble
    if (trouble && trouble.clip === id && trouble.frame === frame && trouble.version === version)
      return trouble.sentence
    return this.#atRest?.clip === id ? (this.#atRest?.made.lacks[0] ?? null) : null
  }
}
