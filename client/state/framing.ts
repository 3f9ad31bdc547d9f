/**
 * Fleeting: how these eyes look at the picture. How large it stands and which part of it, on what surround, with which guides. Nothing of it
 * touches the picture itself. Sizes are device pixels: 100 % is one pixel of the timeline to one of the screen.
 */

export type Size = readonly [width: number, height: number]

/** Where the whole picture would stand, from the stage's upper left corner; whole device pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How far in and out one may go. */
export const leastZoom = 0.05
export const mostZoom = 16
/** What the keys and the menu step through; fit stands between them where it falls. */
export const zoomSteps: readonly number[] = [0.1, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16]
/** Share of the stage that a fitted picture takes; under assessment it leaves a frame (darktable, "colour assessment"). */
export const fitShare = { plain: 0.96, assess: 0.82, full: 1 } as const

export const surrounds = ['dark', 'black', 'tenth', 'middle'] as const
export type Surround = (typeof surrounds)[number]

/** The zoom at which a picture fits its stage. */
export const fitZoom = ([width, height]: Size, [across, down]: Size, share: number): number =>
  Math.min((across * share) / width, (down * share) / height)

/** Where a picture stands whose place `centre` (shares of it) lies in the stage's middle. */
export function boxAt([width, height]: Size, [across, down]: Size, zoom: number, centre: Size): Box {
  const [w, h] = [Math.max(1, Math.round(width * zoom)), Math.max(1, Math.round(height * zoom))]
  return {
    left: Math.round(across / 2 - centre[0] * w),
    top: Math.round(down / 2 - centre[1] * h),
    width: w,
    height: h,
  }
}

/** The next step of the ladder beyond a zoom, fit among its rungs. */
export function stepZoom(zoom: number, fit: number, up: boolean): number {
  const rungs = [...zoomSteps, fit].sort((a, b) => a - b)
  // A hundredth beside a rung is on it.
  const next = up ? rungs.find((rung) => rung > zoom * 1.01) : rungs.findLast((rung) => rung < zoom / 1.01)
  return next ?? zoom
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

export class Framing {
  /** Null: as large as fits. */
  zoom: number | null = null
  /** The picture's place in the stage's middle, in shares of its width and height. */
  centre: Size = [0.5, 0.5]
  /** What the picture stands in, and device pixels to a CSS pixel. */
  stage: Size = [0, 0]
  ratio = 1
  surround: Surround = 'dark'
  /** Mid-grey with a white border, for judging tones (Ctrl+B). */
  assess = false
  /** 90 % and 80 % of the picture, and its middle. */
  safe = false
  /** The numbers of the pixel under the pointer. */
  data = true
  /** Everything that lies over the picture is away (Shift+`). */
  bare = false
  /** The pointer is over the viewer. */
  over = false
  /** Two pictures beside each other: each is as large as fits. */
  fixed = false
  /** The stage is the whole screen: the picture on black, and nothing else. */
  full = false
  /** Pixels of the clean feed's window, and what draws there; 0 and null: there is none. */
  feed: Size = [0, 0]
  screen: CanvasRenderingContext2D | null = null
  /** Where the pointer is over the picture, in shares of it; null elsewhere. */
  pointer: Size | null = null
  readonly #pointing = new Set<() => void>()
  #picture: Size = [16, 9]
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Puts any of these, and tells whoever draws. */
  set(
    next: Partial<
      Pick<Framing, 'surround' | 'assess' | 'safe' | 'data' | 'bare' | 'fixed' | 'full' | 'feed' | 'screen'>
    >,
  ): void {
    Object.assign(this, next)
    this.#changed()
  }
  /** The pointer has moved. Told apart from all else: nobody else draws anything for it. */
  point(at: Size | null): void {
    if (at === null && this.pointer === null) return
    this.pointer = at
    for (const hear of this.#pointing) hear()
  }
  onPointer(hear: () => void): () => void {
    this.#pointing.add(hear)
    return () => void this.#pointing.delete(hear)
  }
  /** The stage has this size now, and shows a picture of that one. */
  measure(stage: Size, ratio: number, picture: Size): void {
    const same = [...stage, ratio, ...picture].join() === [...this.stage, this.ratio, ...this.#picture].join()
    if (same) return
    this.stage = stage
    this.ratio = ratio
    this.#picture = picture
    this.#changed()
  }

  get fit(): number {
    const share = this.full ? fitShare.full : this.assess ? fitShare.assess : fitShare.plain
    return fitZoom(this.#picture, this.stage, share)
  }
  /** The zoom in force. */
  get scale(): number {
    return this.fixed ? this.fit : (this.zoom ?? this.fit)
  }
  get box(): Box {
    const centre: Size = this.zoom === null || this.fixed ? [0.5, 0.5] : this.centre
    return boxAt(this.#picture, this.stage, this.scale, centre)
  }
  /** The part of the box that the stage shows, from the box's corner; at least one pixel. */
  get seen(): Box {
    const { left, top, width, height } = this.box
    const [across, down] = this.stage
    const [x, y] = [within(-left, 0, width - 1), within(-top, 0, height - 1)]
    return {
      left: x,
      top: y,
      width: Math.max(1, Math.min(width, across - left) - x),
      height: Math.max(1, Math.min(height, down - top) - y),
    }
  }

  /** As large as fits. */
  fitIn(): void {
    this.zoom = null
    this.centre = [0.5, 0.5]
    this.#changed()
  }
  /** To a zoom, the place of the stage at `at` (device pixels from its corner; its middle without) staying under the hand. */
  zoomTo(zoom: number, at: Size = [this.stage[0] / 2, this.stage[1] / 2]): void {
    if (this.fixed || this.stage[0] === 0) return
    const { scale, zoom: had } = this
    const next = within(zoom, leastZoom, mostZoom)
    // By what the box would be without its rounding, so that a spin of the wheel does not wander.
    const moved = (i: 0 | 1): number => {
      const off = at[i] - this.stage[i] / 2
      const from = (had === null ? 0.5 : this.centre[i]) + off / (this.#picture[i] * scale)
      return within(from - off / (this.#picture[i] * next), 0, 1)
    }
    this.centre = [moved(0), moved(1)]
    this.zoom = next
    this.#changed()
  }
  /** One step of the ladder. */
  step(up: boolean): void {
    this.zoomTo(stepZoom(this.scale, this.fit, up))
  }
  /** The picture moved by so many device pixels; its edge stops in the middle of the stage. */
  panBy(dx: number, dy: number): void {
    if (this.fixed) return
    const { width, height } = this.box
    const [x, y] = this.zoom === null ? [0.5, 0.5] : this.centre
    this.zoom = this.scale
    this.centre = [within(x - dx / width, 0, 1), within(y - dy / height, 0, 1)]
    this.#changed()
  }
}
