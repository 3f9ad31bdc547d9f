/**
 * What comes out of each node of a graph, small, in its box. Drawn at rest alone: one at a time, when the picture on show stands in full, nobody's
 * fingers or buttons are down and nothing has changed for a moment; the worker keeps what it has drawn by the plan's name.
 */
import type { Level, NodeId } from '../../shared/doc/grade.ts'
import type { Desk } from '../state/desk.ts'
import type { Easel } from './easel.ts'
import type { FromPair, PairOrder } from './pair.ts'
import { nextPairId, type PairLine } from './pair-line.ts'

/** Nothing is drawn until so long after the last change, milliseconds: hands that go on find the worker free. */
export const quietMs = 250

export interface NodePicturesOptions {
  readonly desk: Desk
  readonly line: PairLine
  readonly now: () => number
}

interface Hung {
  readonly level: Level
  readonly node: NodeId
  readonly easel: Easel
  version: number
  size: string
}

export class NodePictures {
  readonly #options: NodePicturesOptions
  readonly #all = new Set<Hung>()
  readonly #stops: (() => void)[]
  #version = 1
  #changed: number
  /** A button of the pointer is down anywhere on the page. */
  #held = false
  #under: { readonly order: PairOrder; readonly hung: Hung } | null = null

  constructor(options: NodePicturesOptions) {
    this.#options = options
    const { desk, line, now } = options
    this.#changed = now()
    const changed = () => {
      this.#version++
      this.#changed = now()
    }
    const hear = (message: FromPair) => this.#hear(message)
    line.hear.add(hear)
    this.#stops = [
      desk.suite.on('drawn', changed),
      desk.suite.on('session', changed),
      desk.on('frame', changed),
      desk.on('clip', changed),
      () => void line.hear.delete(hear),
    ]
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  /** A press begins or ends. */
  hold(down: boolean): void {
    this.#held = down
    this.#changed = this.#options.now()
  }

  /** This node's picture is wanted on this easel until the answer is called. */
  hang(level: Level, node: NodeId, easel: Easel): () => void {
    const hung: Hung = { level, node, easel, version: 0, size: '' }
    this.#all.add(hung)
    return () => void this.#all.delete(hung)
  }

  /** Before each frame of the screen. */
  tick(): void {
    const { desk, line, now } = this.#options
    const { suite, clip } = desk
    if (this.#under || this.#held || !clip || suite.playing || suite.adjusting.size > 0) return
    if (now() - this.#changed < quietMs || !line.rests() || !line.has(clip.media)) return
    for (const hung of this.#all) {
      const { size } = hung.easel
      if (size[0] === 0 || (hung.version === this.#version && hung.size === size.join())) continue
      this.#send(hung)
      return
    }
  }

  #send(hung: Hung): void {
    const { desk, line } = this.#options
    const { level, node, easel } = hung
    const clip = desk.clip!
    const view = { level, node, show: 'output' } as const
    const order: PairOrder = {
      ...{ id: nextPairId(), full: false, small: true, clip: clip.id, frame: desk.frame - clip.recordIn },
      ...{ version: this.#version, gain: 1, b: null },
      a: { content: null, over: [], view, title: 'the node' },
      canvases: { a: [easel.size[0], easel.size[1]], b: null, difference: null },
    }
    this.#under = { order, hung }
    line.bring()
    line.post({ kind: 'pair', order })
  }

  #hear(message: FromPair): void {
    const under = this.#under
    if (!under || under.order.id !== message.order.id) return
    this.#under = null
    const { hung, order } = under
    if (!this.#all.has(hung)) return
    const pane = order.canvases.a!
    // A frame that cannot be drawn says so where the picture is; the box is left as it is until something changes.
    if (message.kind === 'pair' && message.pixels.a) hung.easel.put(message.pixels.a, pane)
    hung.version = order.version
    hung.size = pane.join()
  }
}
