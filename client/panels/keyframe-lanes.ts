/** The lanes of the keyframe editor outside React: what is in sight, what is under the pointer, and one paint a picture. */
import { keysIn, laneHeight, markAt } from '../hand/keyframe.ts'
import { frameAt, held, reveal, type Timescale, whole, xOf, zoom } from '../hand/timescale.ts'
import type { Desk } from '../state/desk.ts'
import { type Row, type RowKey, rowKeys } from '../state/keyframe-rows.ts'
import { paintLanes, paintRuler } from './keyframe-paint.ts'

type Spot = readonly [x: number, y: number]

export interface LaneParts {
  readonly lanes: HTMLCanvasElement
  readonly ruler: HTMLCanvasElement
  readonly head: HTMLElement
}

export class Lanes {
  scale: Timescale = { from: 0, per: 1 }
  rows: readonly Row[] = []
  /** A box being drawn, in the content's pixels. */
  box: readonly [Spot, Spot] | null = null
  /** Keyframes shown elsewhere than they stand: too many to be moved in the rooms' sight. */
  ghost: { readonly keys: ReadonlySet<string>; readonly by: number } | null = null
  readonly #desk: Desk
  #parts: LaneParts | null = null
  #scroll = 0
  #width = 0
  #of = ''
  #due = 0
  #marks: readonly (readonly RowKey[])[] = []
  #stale = true

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Puts it on its elements; answers what takes it off. */
  mount(parts: LaneParts): () => void {
    this.#parts = parts
    const size = new ResizeObserver(() => this.#fit())
    size.observe(parts.lanes)
    const stale = () => {
      this.#stale = true
      this.soon()
    }
    const stops = [
      this.#desk.on('graph', stale),
      this.#desk.on('keyframes', () => this.soon()),
      this.#desk.on('clip', () => this.#fit()),
      this.#desk.on('node', () => this.#fit()),
      this.#desk.on('frame', () => this.#follow()),
      this.#desk.on('play', () => this.soon()),
    ]
    this.#fit()
    return () => {
      for (const stop of stops) stop()
      size.disconnect()
      cancelAnimationFrame(this.#due)
      this.#due = 0
      this.#parts = null
    }
  }

  setRows(rows: readonly Row[]): void {
    this.rows = rows
    this.#stale = true
    this.soon()
  }
  setScroll(top: number): void {
    this.#scroll = top
    this.soon()
  }
  setBox(box: Lanes['box']): void {
    this.box = box
    this.soon()
  }
  setGhost(ghost: Lanes['ghost']): void {
    this.ghost = ghost
    this.soon()
  }
  /** Larger about a place, or about the playhead where none is given. */
  zoom(by: number, x = xOf(this.scale, this.#desk.keyframes.now)): void {
    this.scale = zoom(this.scale, Math.min(Math.max(0, x), this.#width), by, this.#desk.keyframes.reach, this.#width)
    this.#place()
    this.soon()
  }
  /** All of the clip. */
  whole(): void {
    this.scale = whole(this.#desk.keyframes.reach, this.#width)
    this.#place()
    this.soon()
  }
  pan(pixels: number): void {
    const { from, per } = this.scale
    this.scale = held({ from: from + pixels / per, per }, this.#desk.keyframes.reach, this.#width)
    this.#place()
    this.soon()
  }

  /** Marks of every row, as drawn now. */
  get marks(): readonly (readonly RowKey[])[] {
    const { graph, keyframes } = this.#desk
    if (this.#stale) this.#marks = graph ? rowKeys(this.rows, graph, keyframes.keys) : []
    this.#stale = false
    return this.#marks
  }
  /** From a place in the window to one in the content. */
  spot(e: { readonly clientX: number; readonly clientY: number }): Spot {
    const box = this.#parts!.lanes.getBoundingClientRect()
    return [e.clientX - box.x, e.clientY - box.y + this.#scroll]
  }
  markAt = (spot: Spot): { readonly frame: number; readonly keys: readonly string[] } | null =>
    markAt(this.marks, this.scale, spot)
  rowAt = ([, y]: Spot): Row | null => this.rows[Math.floor(y / laneHeight)] ?? null
  keysIn = (a: Spot, b: Spot): Set<string> => keysIn(this.marks, this.scale, a, b)
  /** The frame at a place of the window, held to the clip. */
  frameAt(clientX: number): number {
    const [first, last] = this.#desk.keyframes.reach
    const box = this.#parts!.ruler.getBoundingClientRect()
    return Math.min(Math.max(first, frameAt(this.scale, clientX - box.x)), last)
  }

  soon(): void {
    if (this.#due === 0 && this.#parts) this.#due = requestAnimationFrame(() => this.#paint())
  }

  /** Another clip, level or width: all of it is shown. */
  #fit(): void {
    const { clip, level, keyframes } = this.#desk
    const width = this.#parts?.lanes.clientWidth ?? 0
    const of = `${level} ${clip?.id} ${keyframes.reach.join()} ${width}`
    if (of !== this.#of) {
      this.#of = of
      this.#width = width
      this.scale = whole(keyframes.reach, width)
    }
    this.#stale = true
    this.#place()
    this.soon()
  }
  #follow(): void {
    const { keyframes } = this.#desk
    const scale = reveal(this.scale, keyframes.now, keyframes.reach, this.#width)
    if (scale !== this.scale) {
      this.scale = scale
      this.soon()
    }
    this.#place()
  }
  /** The playhead's line moves by itself: nothing is painted for it, and React knows nothing of it. */
  #place(): void {
    const head = this.#parts?.head
    if (!head) return
    const { keyframes } = this.#desk
    const x = xOf(this.scale, keyframes.now)
    head.style.transform = `translateX(${x.toFixed(1)}px)`
    head.hidden = x < -1 || x > this.#width + 1
  }

  #paint(): void {
    this.#due = 0
    const parts = this.#parts
    if (!parts) return
    const { keyframes, suite, playing } = this.#desk
    const { startTimecode, rate } = suite.session.timeline
    const fps = Math.max(1, Math.round(rate.num / rate.den))
    const look = {
      scale: this.scale,
      reach: keyframes.reach,
      scroll: this.#scroll,
      selected: keyframes.selected,
      chosen: keyframes.chosen,
      now: playing ? null : keyframes.now,
      box: this.box,
      ghost: this.ghost,
    }
    paintLanes(parts.lanes, this.rows, this.marks, look)
    paintRuler(parts.ruler, look, fps, startTimecode + keyframes.toTimeline(0))
  }
}
