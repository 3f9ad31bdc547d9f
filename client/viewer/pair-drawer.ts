/** In the picture worker: two moments of one frame drawn by the engine that draws everything here, their pixels and how far they lie apart. */
import type { Content } from '../../shared/doc/content.ts'
import { Layered } from '../../shared/doc/read.ts'
import type { Media } from '../../shared/doc/session.ts'
import type { Lut } from '../../shared/op/lut.ts'
import type { Executor } from '../../shared/render/executor.ts'
import { lookName } from '../../shared/render/name.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan, sourceFrame } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { bareGrade } from './bare.ts'
import { differenceCodes, differenceOf } from './difference.ts'
import { type Finish, fitCodes, noFinish } from './fit.ts'
import type { Frames } from './frames.ts'
import { createDigests } from './hash.ts'
import type { FromPair, PairOrder, PairPixels, Side, SideMade } from './pair.ts'
import { type Pane, previewSize } from './pane.ts'
import type { Rig } from './rig.ts'

/** One side as it was drawn last: asked for again at another size of canvas or gain, it is not drawn again. */
interface Drawn {
  readonly name: string
  readonly size: readonly [number, number]
  readonly codes: Uint16Array
  readonly made: SideMade
}

interface Planned {
  readonly plan: Plan
  readonly media: Media
  /** Source frame. */
  readonly frame: number
  readonly look: string
}

/** Small pictures kept, and the bytes of one that may be: those of a gallery, a graph, a strip. */
const mostSmall = 128
const mostBytes = 256 * 144 * 4

export class PairDrawer {
  readonly #digest = createDigests()
  readonly #frames: Frames
  readonly #rig: Rig
  readonly #wasm: Executor
  readonly #aside: Executor
  readonly #moment: (name: string | null) => Content | null
  readonly #luts: (blob: string) => Lut | null
  /** Whether what stands is dithered: a wipe's two sides alike. */
  finish: Pick<Finish, 'dither'> = noFinish
  #last: readonly Drawn[] = []
  /** Small pictures by plan, source and canvas, as long as they are asked for: a node turned back has its picture at once. */
  readonly #small = new Map<string, { readonly made: SideMade; readonly pixels: Uint8ClampedArray<ArrayBuffer> }>()

  /** `aside` draws what is small. `moment`: session and grade as they are drawn live, or those of a past moment by its name. */
  constructor(
    frames: Frames,
    rig: Rig,
    wasm: Executor,
    aside: Executor,
    moment: (name: string | null) => Content | null,
    luts: (blob: string) => Lut | null,
  ) {
    this.#frames = frames
    this.#rig = rig
    this.#wasm = wasm
    this.#aside = aside
    this.#moment = moment
    this.#luts = luts
  }

  /** What was drawn counts for nothing any more: media changed, or an executor is not believed. */
  forget(): void {
    this.#last = []
    this.#small.clear()
  }

  /** The plans of both are compiled before anything is waited for. `left` is asked between the steps: true answers null. Rejects with one sentence for a person. */
  async draw(order: PairOrder, left: () => Promise<boolean>): Promise<Extract<FromPair, { kind: 'pair' }> | null> {
    const plans = [order.a, order.b].flatMap((side) => (side ? [this.#plan(side, order)] : []))
    if (order.small === true && !order.full) return await this.#tile(plans[0]!, order)
    const drawn: Drawn[] = []
    for (const planned of plans) {
      if (order.full && (await left())) return null
      drawn.push(await this.#side(planned, order))
    }
    if (order.full && (await left())) return null
    // The same codes for both sides may be one buffer: they are only read.
    this.#last = order.full ? drawn : [...drawn, ...this.#last].slice(0, 4)
    const [a, b] = drawn as [Drawn, Drawn | undefined]
    const alike = b !== undefined && a.size[0] === b.size[0] && a.size[1] === b.size[1]
    const { canvases, gain } = order
    if (canvases.difference && b && !alike)
      throw new Error(
        `${order.a.title} is ${a.size.join('×')} and ${order.b!.title} ${b.size.join('×')}: no difference.`,
      )
    const finish = { ...noFinish, dither: this.finish.dither }
    const scaled = ({ codes, size }: Drawn, to: Pane) => fitCodes(codes, size, to, !order.full, finish).buffer
    const pixels: PairPixels = {
      a: canvases.a && scaled(a, canvases.a),
      b: canvases.b && b ? scaled(b, canvases.b) : null,
      difference:
        canvases.difference && alike
          ? fitCodes(differenceCodes(a.codes, b.codes, gain), a.size, canvases.difference, !order.full).buffer
          : null,
    }
    const difference = order.full && alike ? differenceOf(a.codes, b.codes, a.size[0]) : null
    const codes = order.codes === true ? { width: a.size[0], height: a.size[1], pixels: a.codes.slice() } : null
    return { kind: 'pair', order, a: a.made, b: b?.made ?? null, difference, pixels, codes }
  }

  /** A small picture, out of those that are kept where it is there. */
  async #tile(planned: Planned, order: PairOrder): Promise<Extract<FromPair, { kind: 'pair' }>> {
    const { plan, media, frame } = planned
    const canvas = order.canvases.a ?? ([1, 1] as const)
    const key = `${plan.name} ${media.id} ${frame} ${canvas.join('x')}`
    let had = this.#small.get(key)
    if (had) this.#small.delete(key)
    else {
      const { codes, size, made } = await this.#side(planned, order)
      had = { made, pixels: fitCodes(codes, size, canvas, true) }
    }
    if (had.pixels.length <= mostBytes) this.#small.set(key, had)
    const [oldest] = this.#small.keys()
    if (this.#small.size > mostSmall && oldest !== undefined) this.#small.delete(oldest)
    const a = had.pixels.slice().buffer
    const pixels: PairPixels = { a, b: null, difference: null }
    return { kind: 'pair', order, a: had.made, b: null, difference: null, pixels, codes: null }
  }

  #plan({ content, over, title, bare, at, view = null }: Side, { full, canvases, ...order }: PairOrder): Planned {
    const { clip, frame } = at ?? order
    const found = this.#moment(content)
    if (!found) throw new Error(`${title} is not here yet.`)
    const { session } = found
    const cut = session.timeline.clips.find(({ id }) => id === clip)
    const media = cut && session.media.get(cut.media)
    if (!cut || !media) throw new Error(`${title} has no such clip.`)
    if (frame >= cut.length) throw new Error(`In ${title} the clip ${cut.name} has frames 0 to ${cut.length - 1} only.`)
    const laid = over.length === 0 ? found.entries : new Layered(found.entries, new Map(over))
    const entries = bare ? bareGrade(laid, clip) : laid
    const canvas = canvases.a ?? canvases.b ?? canvases.difference ?? [1, 1]
    const { width, height } = session.timeline
    const resolution = full ? {} : { resolution: previewSize(canvas, [width, height]) }
    const plan = compilePlan({ session, entries, clip, frame, view, luts: this.#luts, ...resolution })
    return { plan, media, frame: sourceFrame(cut, frame), look: full ? lookName(session, entries, clip) : '' }
  }

  async #side({ plan, media, frame, look }: Planned, { full, small = false }: PairOrder): Promise<Drawn> {
    const name = `${full ? 'full' : 'preview'} ${plan.name} ${media.id} ${frame} ${plan.width}x${plan.height}`
    const known = this.#last.find((one) => one.name === name)
    if (known) return { ...known, made: { ...known.made, look } }
    const source = await (full ? this.#frames.full(media, frame) : this.#frames.small(media, frame, plan.source, small))
    const { codes, executor } = small
      ? { codes: await this.#aside.frame(plan, source), executor: this.#aside.id }
      : await this.#paint(plan, source)
    const sum = full ? await this.#digest(plan.width, plan.height, codes) : ''
    const made = { plan: plan.name, source: source.source, look, digest: sum, executor, lacks: plan.lacks }
    return { name, size: [plan.width, plan.height], codes, made }
  }

  /** By whoever may draw this plan; a GPU that fails is left, and WASM draws. */
  async #paint(plan: Plan, source: SourceFrame) {
    const by = this.#rig.of(plan)
    this.#rig.admit(plan, source, true)
    try {
      return { codes: await by.frame(plan, source), executor: by.id }
    } catch (error) {
      if (by.id === 'wasm') throw error
      this.#rig.distrust(`The GPU failed: ${error instanceof Error ? error.message : String(error)}`)
      return { codes: await this.#wasm.frame(plan, source), executor: this.#wasm.id }
    }
  }
}
