/** Asks the picture worker what a node reads at the frame on show: for the eyedropper, for picking on curves, for their histogram. */
import type { Desk } from '../state/desk.ts'
import type { FromInput, FromPixel, ToWorker } from './work.ts'

/** Code values that a node reads, 0 to 65535 for 0 to 1, R G B row by row. */
export interface NodeInput {
  readonly size: readonly [number, number]
  readonly codes: Uint16Array
}

/** The picture is fitted into so many pixels, whatever the window: a pick is the same on every screen. */
export const probeSize = [960, 540] as const

export interface ProbeOptions {
  readonly desk: Desk
  readonly post: (message: ToWorker) => void
  /** Brings the worker's copy of the grade up to date. */
  readonly bring: () => void
  /** Tells when another picture, or more of it, lies on the canvas. */
  readonly shown: (hear: () => void) => () => void
}

/** R, G and B at a place of the picture, in shares of its width and height: the mean of three by three pixels, 0 to 1. */
export function colourAt(
  { size: [width, height], codes }: NodeInput,
  right: number,
  down: number,
): [number, number, number] {
  const at = (share: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(share * count)))
  const [x, y] = [at(right, width), at(down, height)]
  const sum: [number, number, number] = [0, 0, 0]
  let pixels = 0
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++, pixels++)
      for (const c of [0, 1, 2] as const) sum[c] += codes[(row * width + column) * 3 + c]!
  return sum.map((v) => v / pixels / 65535) as [number, number, number]
}

/** How many pixels fall into each of so many even parts of 0 to 1, of R, G and B. */
export function histogramOf({ codes }: NodeInput, parts: number): readonly [Uint32Array, Uint32Array, Uint32Array] {
  const out = [new Uint32Array(parts), new Uint32Array(parts), new Uint32Array(parts)] as const
  for (let i = 0; i < codes.length; i++) out[(i % 3) as 0 | 1 | 2][Math.floor((codes[i]! * parts) / 65536)]!++
  return out
}

export class Probe {
  readonly #options: ProbeOptions
  readonly #waiting = new Map<number, (answer: NodeInput | string) => void>()
  readonly #pixels = new Map<number, (answer: FromPixel | null) => void>()
  #next = 1

  constructor(options: ProbeOptions) {
    this.#options = options
  }

  /** What the selected node reads now, without one what the first would read, or one sentence why that is not to be had. */
  input(): Promise<NodeInput | string> {
    const { desk, post, bring } = this.#options
    const { clip, level, node } = desk
    if (!clip || !level) return Promise.resolve('No clip lies here.')
    const id = this.#next++
    bring()
    const view = { level, node: node?.id ?? 'out', show: 'input' } as const
    post({ kind: 'input', order: { id, clip: clip.id, frame: desk.frame - clip.recordIn, canvas: probeSize, view } })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  onShown = (hear: () => void): (() => void) => this.#options.shown(hear)

  /**
   * The pixel at a place of the picture, in shares of its width and height; null where there is no picture. `graded`: nothing is drawn to know
   * what it is without its grade.
   */
  pixel(right: number, down: number, graded = false): Promise<FromPixel | null> {
    const { desk, post, bring } = this.#options
    const { clip } = desk
    if (!clip) return Promise.resolve(null)
    const id = this.#next++
    bring()
    const quick = graded || desk.playing || desk.suite.adjusting.size > 0
    post({ kind: 'pixel', order: { id, clip: clip.id, frame: desk.frame - clip.recordIn, right, down, quick } })
    return new Promise((resolve) => this.#pixels.set(id, resolve))
  }

  hear(message: FromInput | FromPixel): void {
    if (message.kind === 'pixel') {
      this.#pixels.get(message.id)?.(message)
      this.#pixels.delete(message.id)
      return
    }
    const answer = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    answer?.(message.kind === 'input' ? message : message.sentence)
  }

  close(): void {
    for (const answer of this.#waiting.values()) answer('The picture is gone.')
    this.#waiting.clear()
    for (const answer of this.#pixels.values()) answer(null)
    this.#pixels.clear()
  }
}
