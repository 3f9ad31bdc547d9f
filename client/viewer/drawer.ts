/** In the picture worker: an order becomes pixels. Holds a copy of the session and the drawn grade; the engine does the rest. */
import type { Content } from '../../shared/doc/content.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { Shelves } from '../../shared/doc/read.ts'
import type { Media, Session } from '../../shared/doc/session.ts'
import type { Executor } from '../../shared/render/executor.ts'
import { lookName } from '../../shared/render/name.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan, sourceFrame } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import type { StillFrame } from '../../shared/render/still.ts'
import { bareGrade } from './bare.ts'
import { codesAt } from './codes-at.ts'
import { type Asked, ComingPlan } from './coming-plan.ts'
import { type Finish, fitCodes, mean, noFinish } from './fit.ts'
import type { Frames } from './frames.ts'
import { createDigests } from './hash.ts'
import type { LutShelf } from './lut-shelf.ts'
import { movingPane, type Pane, previewSize } from './pane.ts'
import type { Rig } from './rig.ts'
import type { Graded } from './scope-count.ts'
import {
  type Ahead,
  type Armed,
  type FromPixel,
  type FromWorker,
  type InputOrder,
  isOwn,
  type Made,
  type Order,
  type PastMoment,
  type PixelOrder,
  type ToWorker,
} from './work.ts'

export interface Drawn {
  readonly made: Made
  /** Null: the very same picture was the last one of this kind. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null
  /** What they are of: the order's canvas, or, while it moves, the same at a preview's own size. */
  readonly pane: Pane
  /** The 16-bit frame, where it was asked for and has not been given before. */
  readonly still: StillFrame | null
  /** What a second rendering is to be compared with; null where none is wanted. */
  readonly check: Check | null
}

export interface Check {
  readonly plan: Plan
  readonly source: SourceFrame
  readonly digest: string
}

/** A picture's plan, and the same under the fingers: cut at the node, and with the node armed. */
interface Plans {
  readonly plan: Plan
  readonly held: Plan | null
  readonly armed: Plan | null
}

export class Drawer {
  session: Session | null = null
  readonly #digest = createDigests()
  #finish: Finish = noFinish
  /** What lies on the canvas has another finish than pictures have now. */
  #stale = false
  readonly #frames: Frames
  readonly #entries = new Shelves()
  readonly #moments = new Map<string, { readonly session: Session; readonly entries: Shelves }>()
  readonly #rig: Rig
  readonly #wasm: Executor
  readonly #luts: LutShelf
  /** What was drawn last for the canvas: of which plan, media and frame (empty where nobody may have it again), and what it was made of. */
  #codes: {
    readonly codes: Uint16Array<ArrayBuffer>
    readonly width: number
    readonly height: number
    readonly name: string
    readonly made: Made
    readonly at: Ahead
  } | null = null
  /** The frame under the pointer without its grade, where it was asked for. */
  #bare: {
    readonly at: string
    readonly name: string
    readonly codes: Uint16Array
    readonly width: number
    readonly height: number
  } | null = null
  readonly #coming = new ComingPlan()
  /** The last frame that was given as a still. */
  #given = ''
  /** What lies on each canvas: the names of it as a preview and in full, and what is known of it. */
  readonly #last = new Map<string, { readonly preview: string; readonly full: string | null; readonly made: Made }>()

  constructor(frames: Frames, rig: Rig, wasm: Executor, luts: LutShelf) {
    this.#frames = frames
    this.#rig = rig
    this.#wasm = wasm
    this.#luts = luts
  }

  /** What is done to pictures for this room's glass alone, from now on: the same one again where it has changed. */
  set finish(finish: Finish) {
    this.#finish = finish
    this.#stale = true
  }

  /** Session and grade as they are drawn live, or a past moment that was brought; null where it is not here. */
  momentOf(name: string | null): Content | null {
    if (name !== null) return this.#moments.get(name) ?? null
    return this.session && { session: this.session, entries: this.#entries }
  }

  /** No changes: a file that the grade names has come. */
  change(changes: readonly (readonly [string, Value | null])[]): void {
    this.#coming.forget()
    for (const [key, value] of changes) {
      if (value === null) this.#entries.delete(key)
      else this.#entries.set(key, value)
      this.#luts.see(key, value)
    }
  }

  /** Compiles the plan of the preview after this one, its tables with it, while the page puts this one on the screen. */
  prepare(next: Ahead, order: Order): Plan | null {
    if (!this.#find(next.clip, order.moment)) return null
    const asked = { ...order, ...next }
    const plan = this.#plan(asked)
    this.#coming.keep(asked, this.#of(order.moment).session, plan)
    return plan
  }

  /** Keeps a past moment under its name, or forgets it. */
  moment(name: string, content: PastMoment | null): void {
    this.#coming.forget()
    if (content === null) {
      this.#moments.delete(name)
      return
    }
    const entries = new Shelves()
    for (const [key, value] of content.entries) entries.set(key, value)
    this.#moments.set(name, { session: content.session, entries })
  }

  /** Decodes what will be wanted soon, while there is time. What fails says so when it is asked for. */
  ahead(frames: readonly Ahead[], canvas: Pane): void {
    for (const { clip, frame } of frames) {
      const found = this.#find(clip)
      if (!found) continue
      const { media, cut } = found
      const size = this.#plan({ clip, frame, canvas, kind: 'preview', bypass: true, moment: null, view: null }).source
      this.#frames.small(media, sourceFrame(cut, frame), size).catch(() => undefined)
    }
  }

  /**
   * The plan is compiled before anything is waited for, from the grade as it is at the call. `left` is asked between the steps: true
   * answers null. Rejects with one sentence for a person. `spare`: memory for the pixels, where it has their length.
   */
  async draw(order: Order, left: () => Promise<boolean>, spare: ArrayBuffer | null = null): Promise<Drawn | null> {
    if (order.moment !== null && !this.#moments.has(order.moment))
      throw new Error('The moment that is asked for is not here.')
    const found = this.#find(order.clip, order.moment)
    if (!found) throw new Error('The timeline has no such clip.')
    const { media, cut } = found
    const began = performance.now()
    const full = order.kind === 'full'
    const plan = this.#plan(order)
    const look = full && !isOwn(order) ? lookName(this.session!, this.#entries, order.clip) : ''
    const n = sourceFrame(cut, order.frame)
    const slot = order.kind === 'thumb' ? `thumb ${order.clip}` : 'stage'
    const picture = (of: Plan) => `${of.name} ${media.id} ${n}`
    const name = (of: Plan) => `${picture(of)} ${order.canvas.join('x')}`
    const again = order.again || (this.#stale && order.kind !== 'thumb')
    const last = again ? undefined : this.#last.get(slot)
    const drawnBefore = last && name(plan) === (full ? last.full : last.preview)
    const wanted = full && order.still && plan.lacks.length === 0 && this.#given !== name(plan)
    if (drawnBefore && !wanted && (order.kind === 'thumb' || this.#rig.settled(plan, last.made.executor)))
      return {
        made: { ...last.made, look, decodeMs: 0, drawMs: performance.now() - began },
        pixels: null,
        pane: order.canvas,
        still: null,
        check: null,
      }
    const preview = full ? this.#plan({ ...order, kind: 'preview' }) : plan
    const { timeline } = this.#of(order.moment).session
    const moving = movingPane(order.canvas, [timeline.width, timeline.height])
    if (again && order.kind !== 'thumb' && !wanted) {
      // The canvas shows another part of the same picture: it is there.
      const whole = full ? plan : this.#plan({ ...order, kind: 'full' })
      const had = this.#codes
      const same = [whole, plan].find((one) => had?.name === picture(one))
      if (had && same && this.#rig.settled(same, had.made.executor)) {
        const made = { ...had.made, look, decodeMs: 0, drawMs: performance.now() - began }
        const pane = same === whole ? order.canvas : moving
        const pixels = fitCodes(had.codes, [had.width, had.height], pane, same !== whole, this.#finish)
        this.#stale = false
        this.#last.set(slot, {
          preview: name(preview),
          full: same === whole ? name(whole) : null,
          made: had.made,
        })
        return { made, pixels, pane, still: null, check: null }
      }
    }
    const plans = this.#plans(order, plan)
    const asked = performance.now()
    const small = () => this.#frames.small(media, n, plan.source, order.kind === 'thumb')
    const source = await (full ? this.#frames.full(media, n) : small())
    const decoded = performance.now()
    if (full && (await left())) return null
    const resumed = performance.now()
    const { codes, executor, drawn } = await this.#paint(order, plans, source)
    if (full && (await left())) return null
    // The platform hashes on a thread of its own, meanwhile the canvas's pixels are made here.
    const named = (full || order.prove) && drawn === plan
    const hashing = named ? this.#digest(plan.width, plan.height, codes) : ''
    const pane = order.kind === 'preview' ? moving : order.canvas
    const pixels = fitCodes(codes, [plan.width, plan.height], pane, !full, this.#finish, spare ?? undefined)
    if (order.kind !== 'thumb') this.#stale = false
    const sum = await hashing
    const made: Made = {
      plan: plan.name,
      source: source.source,
      look,
      digest: sum,
      executor,
      lacks: plan.lacks,
      mean: mean(codes),
      decodeMs: decoded - asked,
      drawMs: asked - began + performance.now() - resumed,
    }
    // What an armed kernel drew is nobody's picture but this one.
    if (drawn === plan) this.#last.set(slot, { preview: name(preview), full: full ? name(plan) : null, made })
    else this.#last.delete(slot)
    const still = wanted ? { width: plan.width, height: plan.height, pixels: codes.slice() } : null
    if (still) this.#given = name(plan)
    if (order.kind !== 'thumb') {
      const { width, height } = drawn
      const at = { clip: order.clip, frame: order.frame }
      this.#codes = { codes, width, height, name: drawn === plan ? picture(plan) : '', made, at }
    }
    return {
      made,
      pixels,
      pane,
      still,
      check: named && plan.lacks.length === 0 ? { plan, source, digest: sum } : null,
    }
  }

  /**
   * The 16-bit frame, by whoever may draw this plan. While its kernels are not yet to be trusted WASM draws it; under the fingers, the
   * node's armed kernel on the GPU, where it is at hand. A GPU that fails is left, and WASM draws.
   */
  async #paint({ kind }: Order, plans: Plans, source: SourceFrame) {
    const { plan } = plans
    // The picture before this one is written over.
    const spare = kind === 'thumb' ? undefined : this.#codes?.codes
    if (spare) this.#codes = null
    const by = kind === 'thumb' ? this.#wasm : this.#rig.of(plan)
    const armed = by.id === 'wasm' ? plans.armed : null
    const drawn = armed && this.#rig.of(armed).id === 'wgsl' ? armed : plan
    if (kind !== 'thumb') this.#rig.admit(plan, source)
    if (armed) this.#rig.admit(armed, source, true)
    const executor = drawn === plan ? by : this.#rig.of(drawn)
    if (executor.id === 'wasm') {
      const codes = await executor.frame(plans.held ?? plan, source, spare)
      return { codes, executor: executor.id, drawn }
    }
    try {
      return { codes: await executor.frame(drawn, source, spare), executor: executor.id, drawn }
    } catch (error) {
      this.#rig.distrust(`The GPU failed: ${error instanceof Error ? error.message : String(error)}`)
      return { codes: await this.#wasm.frame(plan, source), executor: this.#wasm.id, drawn: plan }
    }
  }

  /** The frame that was drawn last for the canvas, a view of one's own too, and its colour space. */
  get drawn(): Graded | null {
    return this.#codes && { ...this.#codes, space: this.session!.pipeline.output }
  }

  /** Plan, look and size of a full picture, without its media. */
  name({ clip, frame, version }: Extract<ToWorker, { kind: 'name' }>): Extract<FromWorker, { kind: 'named' }> | null {
    if (!this.#find(clip)) return null
    const order = { clip, frame, canvas: [1, 1], kind: 'full', bypass: false, moment: null, view: null } as const
    const { name: plan, width, height } = this.#plan(order)
    const look = lookName(this.session!, this.#entries, clip)
    return { kind: 'named', clip, frame, version, plan, look, width, height }
  }

  /** In the background: has the node's armed kernel made and tried, on the frame that stands. */
  async arm({ clip, frame, canvas, armed }: Extract<ToWorker, { kind: 'arm' }>): Promise<void> {
    const found = this.#find(clip)
    if (!found) return
    const plan = this.#plan(
      { clip, frame, canvas, kind: 'preview', bypass: false, moment: null, view: null },
      { armed },
    )
    try {
      const source = await this.#frames.small(found.media, sourceFrame(found.cut, frame), plan.source)
      this.#rig.admit(plan, source, true)
    } catch {
      // A frame that cannot be decoded says so when it is drawn.
    }
  }

  /** Code values that a node reads, by WASM. Rejects with one sentence for a person. */
  async input({
    clip,
    frame,
    canvas,
    view,
  }: InputOrder): Promise<Pick<Plan, 'width' | 'height'> & { codes: Uint16Array<ArrayBuffer> }> {
    const found = this.#find(clip)
    if (!found) throw new Error('The timeline has no such clip.')
    const plan = this.#plan({ clip, frame, canvas, kind: 'preview', bypass: false, moment: null, view })
    const source = await this.#frames.small(found.media, sourceFrame(found.cut, frame), plan.source)
    return { width: plan.width, height: plan.height, codes: await this.#wasm.frame(plan, source) }
  }

  /**
   * The code values of one pixel of the frame on show, with the grade as it was drawn last, and without it; 0 to 65535. Null for what is
   * not known: the picture on show is another one, or it moves (`quick`).
   */
  async pixel({ clip, frame, right, down, quick }: PixelOrder): Promise<Pick<FromPixel, 'graded' | 'bare' | 'exact'>> {
    const had = this.#codes
    const graded = had !== null && had.at.clip === clip && had.at.frame === frame ? had : null
    const exact = graded !== null && graded.width === this.session?.timeline.width
    if (!quick) await this.#bareAt(clip, frame)
    const bare = this.#bare?.at === `${clip} ${frame}` ? this.#bare : null
    return { graded: graded && codesAt(graded, right, down), bare: bare && codesAt(bare, right, down), exact }
  }

  /** The picture without its grade, kept until another frame is asked for. */
  async #bareAt(clip: string, frame: number): Promise<void> {
    const at = `${clip} ${frame}`
    const found = this.#find(clip)
    if (!found) return
    const plan = this.#plan({ clip, frame, canvas: [1, 1], kind: 'full', bypass: true, moment: null, view: null })
    if (this.#bare?.at === at && this.#bare.name === plan.name) return
    const source = await this.#frames.full(found.media, sourceFrame(found.cut, frame))
    const codes = await this.#wasm.frame(plan, source)
    this.#bare = { at, name: plan.name, codes, width: plan.width, height: plan.height }
  }

  /** Media changed: the same name no longer says the same picture. */
  forget(): void {
    this.#bare = null
    this.#codes = null
    this.#last.clear()
  }

  /** Under the fingers only what comes after the node is drawn anew, where WASM draws; the bits are the plan's own. */
  #plans(order: Order, plan: Plan): Plans {
    const moves = order.kind === 'preview' && this.#rig.of(plan).id === 'wasm'
    const of = (how: 'armed' | 'held') => (moves ? this.#underFingers(order, how) : null)
    return { plan, held: of('held'), armed: of('armed') }
  }

  /** The plan with the node under the fingers armed, or cut at it; null where none is. */
  #underFingers(order: Order, how: 'armed' | 'held'): Plan | null {
    const node = order[how]
    return node && !isOwn(order) ? this.#plan(order, { [how]: node }) : null
  }

  #plan(asked: Asked, more: { readonly armed?: Armed; readonly held?: Armed } = {}): Plan {
    const { clip, frame, canvas, kind, bypass, moment, view } = asked
    const { session, entries: all } = this.#of(moment)
    const { timeline } = session
    const coming = more.armed || more.held ? null : this.#coming.take(asked, session)
    if (coming) return coming
    const entries = bypass ? bareGrade(all, clip) : all
    const request = { session, entries, clip, frame, view, luts: this.#luts.get, ...more }
    return kind === 'full'
      ? compilePlan(request)
      : compilePlan({ ...request, resolution: previewSize(canvas, [timeline.width, timeline.height]) })
  }

  /** Session and grade to draw from: those on show, or a past moment's. */
  #of(moment: string | null): { readonly session: Session; readonly entries: Shelves } {
    const past = moment === null ? undefined : this.#moments.get(moment)
    return past ?? { session: this.session!, entries: this.#entries }
  }

  #find(
    id: string,
    moment: string | null = null,
  ): { readonly cut: Session['timeline']['clips'][number]; readonly media: Media } | null {
    const session = this.session && this.#of(moment).session
    const cut = session?.timeline.clips.find((one) => one.id === id)
    const media = cut && session?.media.get(cut.media)
    return cut && media ? { cut, media } : null
  }
}
