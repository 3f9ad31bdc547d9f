/** In the picture worker: an order becomes pixels. Holds a copy of the session and the drawn grade; the engine does the rest. */
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { clipVersion, Shelves } from '../../shared/doc/read.ts'
import type { Media, Session } from '../../shared/doc/session.ts'
import { digest, quantise } from '../../shared/render/digest.ts'
import { lookName } from '../../shared/render/name.ts'
import type { Picture } from '../../shared/render/picture.ts'
import { compilePlan, sourceFrame } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { fitCodes, mean, previewSize } from './fit.ts'
import type { Frames } from './frames.ts'
import type { Ahead, Made, Order, OrderKind } from './work.ts'

export interface Drawn {
  readonly made: Made
  /** Null: the very same picture was the last one of this kind. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** The grade left out, the picture's place kept: what is seen under bypass. */
function bare(entries: Entries, clip: string): Shelves {
  const out = new Shelves()
  const sizing = `c.${clip}/${clipVersion(entries, clip)}/sizing/`
  for (const [key, value] of entries) if (key.startsWith(sizing) || key === `c.${clip}/use`) out.set(key, value)
  return out
}

export class Drawer {
  session: Session | null = null
  readonly #frames: Frames
  readonly #entries = new Shelves()
  readonly #wasm = createWasm()
  /** One picture's planes a size, written again and again. */
  readonly #scratch = new Map<OrderKind, Picture>()
  /** What lies on each canvas: the names of it as a preview and in full, and what is known of it. */
  readonly #last = new Map<string, { readonly preview: string; readonly full: string | null; readonly made: Made }>()

  constructor(frames: Frames) {
    this.#frames = frames
  }

  change(changes: readonly (readonly [string, Value | null])[]): void {
    for (const [key, value] of changes)
      if (value === null) this.#entries.delete(key)
      else this.#entries.set(key, value)
  }

  /** Decodes what will be wanted soon, while there is time. What fails says so when it is asked for. */
  ahead(frames: readonly Ahead[], canvas: readonly [number, number]): void {
    for (const { clip, frame } of frames) {
      const found = this.#find(clip)
      if (!found) continue
      const { media, cut } = found
      const size = this.#plan({ clip, frame, canvas, kind: 'preview', bypass: true }).source
      this.#frames.small(media, sourceFrame(cut, frame), size).catch(() => undefined)
    }
  }

  /**
   * The plan is compiled before anything is waited for, from the grade as it is at the call. `left` is asked between the steps: true
   * answers null. Rejects with one sentence for a person.
   */
  async draw(order: Order, left: () => Promise<boolean>): Promise<Drawn | null> {
    const found = this.#find(order.clip)
    if (!found) throw new Error('The timeline has no such clip.')
    const { media, cut } = found
    const began = performance.now()
    const full = order.kind === 'full'
    const plan = this.#plan(order)
    const look = full && !order.bypass ? lookName(this.session!, this.#entries, order.clip) : ''
    const compiled = performance.now()
    const n = sourceFrame(cut, order.frame)
    const slot = order.kind === 'thumb' ? `thumb ${order.clip}` : 'stage'
    const name = (of: Plan) => `${of.name} ${media.id} ${n} ${order.canvas.join('x')}`
    const last = order.again ? undefined : this.#last.get(slot)
    if (last && name(plan) === (full ? last.full : last.preview))
      return { made: { ...last.made, look, decodeMs: 0, drawMs: compiled - began }, pixels: null }
    const preview = full ? this.#plan({ ...order, kind: 'preview' }) : plan
    const source = await (full ? this.#frames.full(media, n) : this.#frames.small(media, n, plan.source))
    const decoded = performance.now()
    if (full && (await left())) return null
    const resumed = performance.now()
    const picture = this.#wasm.render(plan, source, this.#planes(order.kind, plan))
    const codes = quantise(picture)
    if (full && (await left())) return null
    // The platform hashes on a thread of its own, meanwhile the canvas's pixels are made here.
    const hashing = full ? digest(plan.width, plan.height, codes, sha256) : ''
    const pixels = fitCodes(codes, [plan.width, plan.height], order.canvas)
    const sum = await hashing
    const made: Made = {
      plan: plan.name,
      source: source.source,
      look,
      digest: sum,
      lacks: plan.lacks,
      mean: mean(codes),
      decodeMs: decoded - compiled,
      drawMs: compiled - began + performance.now() - resumed,
    }
    this.#last.set(slot, { preview: name(preview), full: full ? name(plan) : null, made })
    return { made, pixels }
  }

  /** Media changed: the same name no longer says the same picture. */
  forget(): void {
    this.#last.clear()
  }

  #plan({ clip, frame, canvas, kind, bypass }: Pick<Order, 'clip' | 'frame' | 'canvas' | 'kind' | 'bypass'>): Plan {
    const session = this.session!
    const { timeline } = session
    const entries = bypass ? bare(this.#entries, clip) : this.#entries
    const request = { session, entries, clip, frame }
    return kind === 'full'
      ? compilePlan(request)
      : compilePlan({ ...request, resolution: previewSize(canvas, [timeline.width, timeline.height]) })
  }

  #find(id: string): { readonly cut: Session['timeline']['clips'][number]; readonly media: Media } | null {
    const cut = this.session?.timeline.clips.find((one) => one.id === id)
    const media = cut && this.session?.media.get(cut.media)
    return cut && media ? { cut, media } : null
  }

  #planes(kind: OrderKind, { width, height }: Plan): Picture {
    const had = this.#scratch.get(kind)
    if (had && had.width === width && had.height === height) return had
    const make = () => new Float32Array(width * height)
    const fresh: Picture = { width, height, planes: [make(), make(), make()] }
    this.#scratch.set(kind, fresh)
    return fresh
  }
}
