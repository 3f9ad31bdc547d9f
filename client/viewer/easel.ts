/** Where pictures are put: a canvas on the page, or a fake one in a test. */
export interface Easel {
  /** Device pixels across and down; 0 while it is not laid out. */
  readonly size: readonly [number, number]
  /** RGBA of exactly `size`; a picture of another size is of an older layout and is left. */
  put(pixels: ArrayBuffer, size: readonly [number, number]): void
  /** Black: there is no picture here. */
  clear(): void
}

/** An opaque canvas in sRGB, one of its pixels to one of the device. Nothing of it is filtered or turned by the browser. */
export class CanvasEasel implements Easel {
  readonly #context: CanvasRenderingContext2D
  readonly #canvas: HTMLCanvasElement

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' })
    if (!context) throw new Error('This browser gives no canvas to draw on.')
    this.#canvas = canvas
    this.#context = context
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

  put(pixels: ArrayBuffer, [width, height]: readonly [number, number]): void {
    if (width !== this.#canvas.width || height !== this.#canvas.height) return
    this.#context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0)
  }

  clear(): void {
    this.#context.fillStyle = '#000000'
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height)
  }
}
