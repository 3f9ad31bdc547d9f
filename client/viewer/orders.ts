/**
 * Orders to the picture worker: what each is made of, and which are not answered yet. One picture at a time; only under somebody's fingers
 * the next move's goes out before the last one's answer, so that the worker does not stand still between two, and of those that wait there
 * it begins the newest.
 */
import type { Desk } from '../state/desk.ts'
import type { Courier } from './courier.ts'
import type { Pane } from './pane.ts'
import { Sample } from './sample.ts'
import { type Had, stale, type Want } from './want.ts'
import type { Ahead, Answer, Order, OrderKind, ToWorker } from './work.ts'

export interface OrdersOptions {
  readonly desk: Desk
  readonly courier: Courier
  /** What is listed goes over whole. */
  readonly post: (message: ToWorker, transfer?: Transferable[]) => void
  /** Milliseconds, never going back. */
  readonly now: () => number
  /** Whether a full picture's 16-bit frame is wanted too. */
  readonly still: (clip: string) => boolean
}

/** What an order is asked for with. */
export interface Asked {
  readonly kind: OrderKind
  readonly clip: string
  readonly frame: number
  readonly canvas: Pane
  readonly version: number
  readonly again: boolean
}

interface Under {
  readonly order: Order
  readonly at: number
  dropped: boolean
}

/** Under the fingers so many at most are not answered, half a second of moves: a worker that is held up longer is not told each of them. */
const MOST = 60

export class Orders {
  readonly #options: OrdersOptions
  readonly #sample = new Sample()
  /** For the canvas, oldest first. */
  readonly #under = new Map<number, Under>()
  /** The clip strip's picture that is under way: the canvas waits for none. */
  #thumb: number | null = null
  #nextId = 1
  /** Pixels that have been put, to go back with the next order. */
  #spare: ArrayBuffer | null = null

  constructor(options: OrdersOptions) {
    this.#options = options
  }

  /** What will come for the canvas. */
  get had(): readonly Had[] {
    return [...this.#under.values()].flatMap(({ order, dropped }) => (dropped ? [] : [order]))
  }

  /** Whether the worker has nothing to draw for the canvas. */
  get rests(): boolean {
    return this.#under.size === 0
  }
  get thumbRests(): boolean {
    return this.#thumb === null
  }

  /** Leaves what is no longer wanted; answers whether another may be sent. */
  free(want: Want): boolean {
    for (const [id, one] of this.#under) {
      if (one.dropped || !stale(want, one.order)) continue
      one.dropped = true
      this.#options.post({ kind: 'drop', id })
    }
    const most = want.adjusting && !want.playing ? MOST : 1
    return this.had.length < most
  }

  /** `ahead`: frames to decode meanwhile, the one to be ordered after it first. */
  send({ kind, clip, frame, canvas, version, again }: Asked, ahead: readonly Ahead[] = []): void {
    const { desk, courier, now, post, still } = this.#options
    const { suite, bypass, node, level, drawnBy } = desk
    courier.bring(suite)
    const cut = suite.session.timeline.clips.find(({ id }) => id === clip)
    const order: Order = {
      id: this.#nextId++,
      kind,
      clip,
      frame,
      canvas,
      version,
      bypass,
      moment: kind === 'thumb' ? null : courier.bringMoment(desk.pastHere),
      view: kind === 'thumb' ? null : desk.viewInto,
      again,
      still: kind === 'full' && still(clip),
      prove: kind === 'preview' && suite.playing && cut !== undefined && this.#sample.due(cut.recordIn + frame, now()),
      armed: drawnBy.id === 'wgsl' && kind === 'preview' && level && node ? { level, node: node.id } : null,
      held: kind === 'preview' && !suite.playing && level && node ? { level, node: node.id } : null,
    }
    let spare: ArrayBuffer | null = null
    if (kind === 'thumb') this.#thumb = order.id
    else {
      this.#under.set(order.id, { order, at: now(), dropped: false })
      spare = this.#spare
      this.#spare = null
    }
    post({ kind: 'draw', order, ahead, spare }, spare ? [spare] : [])
  }

  /** An order is answered: milliseconds since it was sent, 0 of the strip's; null where nobody waits for it. */
  take({ order: { id, kind } }: Answer): number | null {
    if (kind === 'thumb') {
      const known = id === this.#thumb
      if (known) this.#thumb = null
      return known ? 0 : null
    }
    const under = this.#under.get(id)
    this.#under.delete(id)
    return under ? this.#options.now() - under.at : null
  }

  /** Pixels that have been put are nobody's any more. */
  give(pixels: ArrayBuffer): void {
    this.#spare = pixels
  }

  /** Playing has stopped. */
  stopped(): void {
    this.#sample.stop()
  }
}
