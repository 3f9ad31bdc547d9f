/** Where pictures are put: canvases on the page. */
import { feedOf, type Pane, partOf } from './pane.ts'

/** A canvas on the page, or a fake one in a test. */
export interface Easel {
  /** What is wanted of a picture; 0 across while it is not laid out. */
  readonly size: Pane
  /** RGBA of such a pane, as it was wanted when the picture was ordered. */
  put(pixels: ArrayBuffer, size: Pane): void
  /** Black: there is no picture here. */
  clear(): void
}

/** An opaque canvas in sRGB, one of its pixels to one of the device. Nothing of it is filtered or turned by the browser. */
export class CanvasEasel implements Easel {
  readonly #context: CanvasRenderingContext2D
  readonly #canvas: HTMLCanvasElement

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#context = contextOf(canvas)
  }

  get size(): readonly [number, number] {
    return [this.#canvas.width, this.#canvas.height]
  }

  /**
   * Follows the box it stands in, in device pixels; `hear` is told when they change. With a shape (width over height) only the width
   * follows, and the page crops what stands over. Answers what stops it.
   */
  follow(hear: () => void, shape?: number): () => void {
    const observer = new ResizeObserver(([entry]) => {
      const box = entry?.devicePixelContentBoxSize?.[0]
      const width = box?.inlineSize ?? Math.round((entry?.contentRect.width ?? 0) * devicePixelRatio)
      const tall = box?.blockSize ?? Math.round((entry?.contentRect.height ?? 0) * devicePixelRatio)
      const height = shape === undefined ? tall : Math.round(width / shape)
      if (width === this.#canvas.width && height === this.#canvas.height) return
      this.#canvas.width = width
      this.#canvas.height = height
      hear()
    })
    try {
      observer.observe(this.#canvas, { box: 'device-pixel-content-box' })
    } catch {
      // A browser without that box: the nearest whole number of pixels.
      observer.observe(this.#canvas)
    }
    return () => observer.disconnect()
  }

  /** A picture of another size is of an older layout and is left. */
  put(pixels: ArrayBuffer, [width, height]: Pane): void {
    if (width !== this.#canvas.width || height !== this.#canvas.height) return
    this.#context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0)
  }

  clear(): void {
    this.#context.fillStyle = '#000000'
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height)
  }
}

/** What a pane's easel asks of the framing. */
export interface Framed {
  readonly stage: readonly [number, number]
  readonly box: { readonly width: number; readonly height: number }
  readonly seen: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  readonly feed: readonly [number, number]
  readonly screen: CanvasRenderingContext2D | null
}

/**
 * A canvas over the part of the picture's box that can be seen. It keeps its place in the box until another picture comes, so that what is
 * panned and zoomed moves at once, and is drawn anew a moment later.
 */
export class PaneEasel implements Easel {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #framing: Framed
  readonly #feeds: boolean

  /** `feeds`: the clean feed shows what this canvas does. */
  constructor(canvas: HTMLCanvasElement, framing: Framed, feeds = true) {
    this.#canvas = canvas
    this.#context = contextOf(canvas)
    this.#framing = framing
    this.#feeds = feeds
  }

  get size(): Pane {
    const { stage, box, seen } = this.#framing
    const feed = this.#feeds ? this.#framing.feed : ([0, 0] as const)
    if (stage[0] === 0) return [0, 0]
    return [seen.width, seen.height, seen.left, seen.top, box.width, box.height, ...feed]
  }

  put(pixels: ArrayBuffer, pane: Pane): void {
    const [width, height] = pane
    const { left, top, across, down } = partOf(pane)
    const canvas = this.#canvas
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
    const share = (of: number, all: number) => `${(of / all) * 100}%`
    Object.assign(canvas.style, {
      left: share(left, across),
      top: share(top, down),
      width: share(width, across),
      height: share(height, down),
    })
    const size = width * height * 4
    this.#context.putImageData(new ImageData(new Uint8ClampedArray(pixels, 0, size), width, height), 0, 0)
    const [w, h] = feedOf(pane)
    const screen = this.#feeds ? this.#framing.screen : null
    if (screen === null || w === 0) return
    if (screen.canvas.width !== w || screen.canvas.height !== h) [screen.canvas.width, screen.canvas.height] = [w, h]
    screen.putImageData(new ImageData(new Uint8ClampedArray(pixels, size, w * h * 4), w, h), 0, 0)
  }

  clear(): void {
    for (const context of [this.#context, this.#feeds ? this.#framing.screen : null]) {
      if (!context) continue
      context.fillStyle = '#000000'
      context.fillRect(0, 0, context.canvas.width, context.canvas.height)
    }
  }
}

/** What draws on a canvas: opaque, in sRGB. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' })
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  return context
}
