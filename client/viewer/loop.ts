/**
 * The picture loop: outside React, once before each frame of the screen. It asks the desk where the playhead stands, the worker for
 * what is wanted next (the newest want wins), puts pictures on the canvas and gives receipts for those at rest.
 */
import { Listeners } from '../../shared/suite/listeners.ts'
import { sameWord, touches } from '../../shared/suite/receipt.ts'
import type { Desk, DrawnBy } from '../state/desk.ts'
import { inClip } from './coming.ts'
import { Courier } from './courier.ts'
import type { Easel } from './easel.ts'
import { type AtRest, receiptOf } from './oath.ts'
import { Orders } from './orders.ts'
import { Pace, type Speed } from './pace.ts'
import type { Pane } from './pane.ts'
import { Proofs } from './proofs.ts'
import { Reel } from './reel.ts'
import type { LoopOptions, Shown } from './shown.ts'
import { StillRoom } from './stills.ts'
import { Thumbs } from './thumbs.ts'
import { type Had, nextStep, type Want } from './want.ts'
import { type Trouble, whyNot } from './why.ts'
import { type Ahead, type Answer, type FromPictures, isOwn, type Made, type Order } from './work.ts'

type Kind = 'state' | 'speed' | 'shown'

export class PictureLoop {
  readonly desk: Desk
  readonly #options: LoopOptions
  readonly courier: Courier
  readonly #pace = new Pace()
  readonly #reel: Reel
  readonly #orders: Orders
  /** The node that was armed last, and at which count of changes. */
  #armed = ''
  readonly proofs = new Proofs()
  readonly #ears = new Listeners<Kind>()
  readonly #stops: (() => void)[]
  readonly thumbs: Thumbs
  readonly stills: StillRoom
  #easel: Easel | null = null
  /** Raised by anything that may change a picture. */
  #version = 1
  #again = true
  #shown: Shown | null = null
  #count = 0
  #atRest: AtRest | null = null
  #sentence: string | null = null
  #trouble: Trouble | null = null
  #speed: Speed | null = null
  #blank = true
  #droppedLast = 0

  constructor(options: LoopOptions) {
    this.#options = options
    this.desk = options.desk
    this.thumbs = new Thumbs(options.now)
    this.courier = new Courier(options.media, options.post)
    this.#orders = new Orders({ ...options, courier: this.courier, still: (clip) => this.stills.wants(clip) })
    const { suite } = options.desk
    this.#reel = new Reel(suite)
    const changed = () => {
      this.#version++
      this.#reel.again()
    }
    this.stills = new StillRoom({ ...options, changed, show: (...still) => this.#showStill(...still) })
    const moved = () => {
      changed()
      // At rest the order goes out with the change, before anything else of the page hears of it: a move has its picture a frame sooner.
      if (!suite.playing) this.tick()
    }
    this.#stops = [
      suite.on('drawn', moved),
      suite.on('session', changed),
      suite.on('revision', () => this.#swear()),
      options.desk.on('view', changed),
      options.media.on(() => {
        this.courier.mediaChanged()
        changed()
      }),
    ]
  }

  readonly on = (kind: Kind, hear: () => void): (() => void) => this.#ears.on(kind, hear)

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
  /** Whether nothing has changed since the picture at rest was ordered. */
  get settled(): boolean {
    return this.#atRest?.version === this.#version && !this.desk.suite.playing
  }

  /** Pictures go to this easel from now on. */
  attach(easel: Easel): () => void {
    this.#easel = easel
    this.resized()
    return () => {
      if (this.#easel !== easel) return
      this.#easel = null
      this.#rest(null)
    }
  }
  /** The easel has other pixels now, or is to have the same anew. */
  resized(): void {
    this.#again = true
    this.#blank = false
    this.#version++
    this.#reel.clear()
    this.stills.again()
    this.tick()
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.stills.close()
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
    const [frame, playing] = [suite.frameNow(), suite.playing]
    const at = this.#easel && this.#easel.size[0] > 0 ? inClip(session.timeline.clips, frame) : null
    return {
      clip: at && this.#has(at.clip) ? at.clip : null,
      frame: at?.frame ?? 0,
      playing,
      adjusting: at !== null && touches(at.clip, suite.adjusting, session, suite.entries),
      version: this.#version,
      ahead: playing ? this.#reel.worth().filter(({ clip }) => this.#has(clip)) : [],
    }
  }

  #has(clip: string): boolean {
    const cut = this.desk.suite.session.timeline.clips.find((one) => one.id === clip)
    return cut !== undefined && typeof this.#options.media.source(cut.media) !== 'string'
  }

  /** What of the pictures at hand belongs on the screen now. */
  #show(want: Want): void {
    if (want.clip === null) {
      this.#reel.clear()
      const at = want.adjusting ? null : inClip(this.desk.suite.session.timeline.clips, this.desk.suite.frameNow())
      const size: Pane = this.#easel?.size ?? [0, 0]
      if (size[0] > 0) this.courier.bring(this.desk.suite)
      if (size[0] > 0 && !this.stills.look(at, want.version, size) && !this.#blank) this.#clear()
    } else {
      const at = { clip: want.clip, frame: want.frame }
      const drawn = this.#reel.at(at)
      if (drawn) this.#put({ kind: 'preview', ...at, version: drawn.version }, drawn.pixels, drawn.size, drawn.made)
      this.#reel.drop(at)
    }
    if (want.playing) {
      const cut = this.desk.suite.session.timeline.clips.find(({ id }) => id === this.#shown?.clip)
      if (cut && this.#shown) this.#pace.show(cut.recordIn + this.#shown.frame, this.#reel.step, this.#options.now())
      this.#reel.forget()
    } else if (this.#pace.running) {
      this.#droppedLast = this.#pace.dropped
      this.#pace.stop()
      this.#orders.stopped()
      this.#reel.again()
    }
  }

  /** Nothing to be seen: black, and no word on it. */
  #clear(): void {
    this.#easel?.clear()
    this.#blank = true
    this.#again = true
    this.#shown = null
    this.#rest(null)
    this.#ears.tell('shown')
  }

  /** Asks the worker for what is wanted next; leaves what no longer is. */
  #order(want: Want): void {
    if (!this.#orders.free(want)) return
    const step = nextStep(want, [...this.#had(), ...this.#orders.had])
    if (step) {
      const ahead = step.kind === 'preview' && want.playing ? this.#reel.ordered(step) : []
      this.#orders.send({ ...step, canvas: this.#easel!.size, version: this.#version, again: this.#again }, ahead)
      return
    }
    if (want.playing || want.adjusting || !this.#orders.rests) return
    this.#arm(want)
    if (!this.#orders.thumbRests) return
    const thumb = this.thumbs.next(this.#version, (clip) => this.#has(clip))
    if (thumb) {
      const { clip, size: canvas, again } = thumb
      this.#orders.send({ kind: 'thumb', clip, frame: 0, canvas, version: this.#version, again })
    }
  }

  /** What the first move of the selected node will want is made ready, once. */
  #arm({ clip, frame, version }: Want): void {
    const { drawnBy, level, node, bypass } = this.desk
    if (drawnBy.id !== 'wgsl' || bypass || clip === null || !level || !node) return
    const name = `${version} ${level} ${node.id}`
    if (name === this.#armed) return
    this.#armed = name
    const canvas = this.#easel!.size
    this.#options.post({ kind: 'arm', clip, frame, canvas, armed: { level, node: node.id } })
  }

  /** What need not be drawn: what lies on the canvas, what waits for its instant, what cannot be drawn. */
  #had(): readonly Had[] {
    const trouble = this.#trouble
    return [
      ...this.#reel.had,
      ...(this.#shown ? [this.#shown] : []),
      ...(trouble ? (['preview', 'full'] as const).map((kind) => ({ ...trouble, kind })) : []),
    ]
  }

  /** What the worker says. */
  hear(message: FromPictures): void {
    switch (message.kind) {
      case 'executor':
        this.#drawnBy(message.by)
        return
      case 'kernels':
        this.#redraw()
        return
      case 'still':
        this.stills.send(message)
        return
      case 'named':
        this.stills.name(message)
        return
      case 'proof':
        this.proofs.take(message)
        this.#swear()
        return
      default:
        this.#answered(message)
    }
  }

  #answered(message: Answer): void {
    const took = this.#orders.take(message)
    if (took === null) return
    const { order } = message
    if (order.kind === 'preview' && message.kind !== 'dropped') this.#reel.took(took)
    if (message.kind === 'failed') this.#failed(order, message.sentence)
    else if (message.kind === 'drawn') this.#drawn(message)
    this.tick()
  }

  /** After an alarm, another executor's pictures replace what is there. */
  #drawnBy(by: DrawnBy): void {
    this.desk.setDrawnBy(by)
    if (by.alarm) this.#reel.clear()
    this.#redraw()
  }

  /** What stands is drawn once more: another executor may do it. What plays is drawn by it from the next frame on. */
  #redraw(): void {
    if (this.desk.suite.playing) return
    this.#version++
    this.tick()
  }

  #failed(order: Order, sentence: string): void {
    if (order.kind === 'thumb') {
      this.thumbs.done(order.clip, order.version, null, order.canvas)
      return
    }
    this.#trouble = { version: order.version, clip: order.clip, frame: order.frame, sentence }
    this.#clear()
  }

  #drawn({ order, made, pixels, pane }: Extract<Answer, { kind: 'drawn' }>): void {
    const { kind, clip, frame, version } = order
    if (kind === 'thumb') {
      this.thumbs.done(clip, version, pixels, pane)
      return
    }
    this.#trouble = null
    if (pixels) {
      // A frame that playing has passed is better shown late than nothing new at all; pace counts what it missed.
      const kept = this.desk.suite.playing && this.#reel.keep({ clip, frame, version, pixels, size: pane, made })
      if (!kept) {
        this.#put({ kind, clip, frame, version }, pixels, pane, made)
        this.#orders.give(pixels)
      }
    } else this.#same(order, made)
    if (kind === 'full') this.#rest(isOwn(order) ? null : { made, clip, frame, version, class: 'original' })
  }

  /** The worker drew this very picture last: it lies on the canvas, or waits for its instant, or is to be drawn once more. */
  #same({ kind, clip, frame, version }: Order, made: Made): void {
    const waiting = this.#reel.at({ clip, frame })
    if (waiting) this.#reel.keep({ ...waiting, version })
    else if (this.#shown?.clip === clip && this.#shown.frame === frame) this.#name({ kind, clip, frame, version }, made)
    else this.#again = true
  }

  #put(had: Had, pixels: ArrayBuffer, size: Pane, made: Made): void {
    this.#easel?.put(pixels, size)
    this.#blank = false
    this.#again = false
    this.#name(had, made, 1)
  }

  #name({ kind, clip, frame, version }: Had, made: Made, more = 0): void {
    const { suite } = this.desk
    const adjusting = touches(clip, suite.adjusting, suite.session, suite.entries)
    this.#shown = { kind, clip, frame, version, adjusting, made, count: (this.#count += more) }
    this.#ears.tell('shown')
  }

  #showStill({ clip, frame }: Ahead, made: Made, pixels: ArrayBuffer | null, size: Pane): void {
    if (pixels) this.#put({ kind: 'full', clip, frame, version: this.#version }, pixels, size, made)
    if (pixels || this.#atRest?.version !== this.#version)
      this.#rest({ made, clip, frame, version: this.#version, class: 'still' })
  }

  /** A full picture lies there, or none does any more; under a wipe, of which no order knows, none counts. */
  #rest(atRest: AtRest | null): void {
    this.#atRest = this.desk.ownView ? null : atRest
    if (this.#atRest) this.#swear()
    else if (this.desk.receipt) this.desk.setReceipt(null)
  }

  /** Gives the receipt of the picture at rest, where one may be given and it says something new. */
  #swear(): void {
    const { suite, receipt: last } = this.desk
    const rest = this.#atRest
    const receipt = rest && receiptOf(suite, rest, this.#version, this.#droppedLast, this.proofs.of(rest.made))
    if (!receipt || (last && sameWord(last, receipt))) return
    this.desk.setReceipt(receipt)
    suite.report(receipt)
  }

  /** Words and numbers beside the picture. */
  #note(want: Want): void {
    const sentence = this.stills.sentence(whyNot(this.desk, this.#options.media, want, this.#trouble, this.#atRest))
    if (sentence !== this.#sentence) {
      this.#sentence = sentence
      this.#ears.tell('state')
    }
    const speed = want.playing ? this.#pace.speed(this.#options.now()) : null
    if (speed?.dropped !== this.#speed?.dropped || speed?.fps.toFixed(1) !== this.#speed?.fps.toFixed(1)) {
      this.#speed = speed
      this.#ears.tell('speed')
    }
  }
}
