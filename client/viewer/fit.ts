/** The executor's picture on a canvas of another size: our own box average by area, never the browser's filter where it stands (`movingPane`). */
import { fitBytes } from '../../shared/render/wasm-fit.ts'
import { DITHER_SIDE, thresholds } from './dither.ts'
import { enlarge } from './enlarge.ts'
import { feedOf, type Pane, partOf } from './pane.ts'

/** Of each output step among `from` positions: where it begins, and its weights (of 256), `taps` a step. */
interface Steps {
  readonly first: Int32Array
  readonly weights: readonly (readonly number[])[]
  readonly taps: number
}

/** Kept by what they lead from and to: a viewer asks for the same few again and again. */
const kept = new Map<string, Steps>()
const KEEP = 16

/** `count` steps from `start`, of `to` that all `from` positions go into. */
function steps(from: number, to: number, start: number, count: number): Steps {
  // A part moves with the hand: it is not asked for again.
  if (count < to) return newSteps(from, to, start, count)
  const name = `${from} ${to}`
  const had = kept.get(name)
  if (had) return had
  const made = newSteps(from, to, 0, to)
  if (kept.size >= KEEP) kept.clear()
  kept.set(name, made)
  return made
}

function newSteps(from: number, to: number, start: number, count: number): Steps {
  const first = new Int32Array(count)
  const weights: number[][] = []
  for (let i = 0; i < count; i++) {
    const begin = Math.floor(((start + i) * from * 256) / to)
    const end = Math.max(begin + 1, Math.floor(((start + i + 1) * from * 256) / to))
    const head = Math.floor(begin / 256)
    const last = Math.min(from - 1, Math.floor((end - 1) / 256))
    first[i] = head
    weights.push(
      Array.from({ length: last - head + 1 }, (_, j) =>
        head === last ? end - begin : j === 0 ? (head + 1) * 256 - begin : j === last - head ? end - last * 256 : 256,
      ),
    )
  }
  return { first, weights, taps: Math.max(...weights.map(({ length }) => length)) }
}

const sum = (values: readonly number[]): number => values.reduce((all, v) => all + v, 0)

interface Exports {
  same(quads: number, codes: number, out: number): void
  down(eights: number, top: number, stride: number, rows: number, weights: number, line: number): void
  across(quads: number, line: number, offsets: number, weights: number, taps: number, scale: number, out: number): void
  sameGrain(quads: number, codes: number, out: number, grain: number): void
  acrossGrain(
    quads: number,
    line: number,
    offsets: number,
    weights: number,
    taps: number,
    scale: number,
    out: number,
    grain: number,
  ): void
}

/** What is done to a picture for the glass it is shown on, after all that is digested; nothing of it is anywhere else. */
export interface Finish {
  /** Dithered where it is cut to eight bits: what stands still, and the clean feed. */
  readonly dither: boolean
  /** What the clean feed goes through, a picture of the same size; null: nothing. */
  readonly lut: ((frame: Uint16Array, size: readonly [number, number]) => Uint16Array) | null
}
export const noFinish: Finish = { dither: false, lut: null }

let had: { readonly memory: WebAssembly.Memory; readonly run: Exports } | null = null
function open() {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const run = new WebAssembly.Instance(new WebAssembly.Module(fitBytes()), { m: { m: memory } }).exports
  return { memory, run: run as unknown as Exports }
}

/** Addresses of so many bytes each, in one memory that grows to the largest frame; a vector may go past each end. */
function room(memory: WebAssembly.Memory, sizes: readonly number[]): number[] {
  let top = 0
  const at = sizes.map((size) => {
    const here = top
    top += (size + 127) & ~63
    return here
  })
  const missing = top - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65536))
  return at
}

/**
 * RGBA, opaque, of a pane onto a 16-bit R G B frame of size `from`, and after it that of its clean feed. The same numbers on every machine.
 * `smooth`: what is enlarged is a stand-in for a larger picture, and no pixels of it are to be seen; it moves, and is not dithered. `into`:
 * written there, where it has the bytes.
 */
export function fitCodes(
  frame: Uint16Array,
  from: readonly [number, number],
  pane: Pane,
  smooth = false,
  { dither, lut }: Finish = noFinish,
  into?: ArrayBuffer,
): Uint8ClampedArray<ArrayBuffer> {
  const { left, top } = partOf(pane)
  const [width, height] = feedOf(pane)
  const own = pane[0] * pane[1] * 4
  const length = own + width * height * 4
  const out = into?.byteLength === length ? new Uint8ClampedArray(into) : new Uint8ClampedArray(length)
  fitPart(frame, from, pane, smooth, dither && !smooth ? [left, top] : null, out.subarray(0, own))
  if (width === 0) return out
  const feed = lut ? lut(frame, from) : frame
  const whole = { left: 0, top: 0, across: width, down: height }
  const rest = out.subarray(own)
  if (width > from[0]) enlarge(feed, from, [width, height], whole, rest, dither)
  else fitPart(feed, from, [width, height], false, dither ? [0, 0] : null, rest)
  return out
}

/** RGBA into `out`. `grain`: the place of its upper left pixel in the dither matrix; null: rounded. */
function fitPart(
  frame: Uint16Array,
  from: readonly [number, number],
  pane: Pane,
  smooth: boolean,
  grain: readonly [number, number] | null,
  out: Uint8ClampedArray,
): void {
  const [width, height] = from
  const [w, h] = pane
  const part = partOf(pane)
  const whole = part.across === w && part.down === h
  if (!whole && part.across === width && part.down === height) {
    const own = new Uint16Array(w * h * 3)
    for (let y = 0; y < h; y++) {
      const first = ((part.top + y) * width + part.left) * 3
      own.set(frame.subarray(first, first + w * 3), y * w * 3)
    }
    fitPart(own, [w, h], [w, h], false, grain, out)
    return
  }
  if (smooth && part.across > width) {
    enlarge(frame, from, [w, h], part, out, false)
    return
  }
  const { memory, run } = (had ??= open())
  const across = steps(width, part.across, part.left, w)
  const down = steps(height, part.down, part.top, h)
  const taps = across.taps
  const quads = (w + 3) >> 2
  const [codes, at, line, offsets, weights, rows, grains] = room(memory, [
    frame.length * 2,
    w * h * 4,
    (width + taps) * 12,
    (w + 3) * 4,
    (w + 3) * taps * 4,
    down.taps * 4,
    grain ? quads * 16 * DITHER_SIDE : 0,
  ]) as [number, number, number, number, number, number, number]
  new Uint16Array(memory.buffer, codes, frame.length).set(frame)
  const stride = width * 6
  /** Where the thresholds of a row of the result stand. */
  const grainOf = (y: number): number => grains + (y & (DITHER_SIDE - 1)) * quads * 16
  // A preview drawn in the timeline's shape for a box a row higher or lower: one row twice, or left out, is not worth an average.
  if (whole && w === width && Math.abs(h - height) <= 1) {
    const middle = h === height ? h : Math.floor(Math.min(h, height) / 2)
    if (grain) {
      spread(new Int32Array(memory.buffer, grains, quads * 4 * DITHER_SIDE), quads * 4, grain, thresholds())
      // A row at a time: what one writes past its end the next one writes over.
      for (let y = 0; y < h; y++) {
        const own = y < middle ? y : y + height - h
        run.sameGrain(quads, codes + own * stride, at + y * w * 4, grainOf(y))
      }
    } else {
      if (middle > 0) run.same((middle * w + 3) >> 2, codes, at)
      const left = h - middle
      if (left > 0) run.same((left * w + 3) >> 2, codes + (height - left) * stride, at + middle * w * 4)
    }
  } else {
    if (grain) {
      const shares = Float32Array.from(thresholds(), (v) => v / 65536)
      spread(new Float32Array(memory.buffer, grains, quads * 4 * DITHER_SIDE), quads * 4, grain, shares)
    }
    const starts = new Int32Array(memory.buffer, offsets, w + 3)
    const shares = new Float32Array(memory.buffer, weights, (w + 3) * taps).fill(0)
    starts.fill(0)
    // Shares of a pixel sum to 255/65535: R, G and B of a tap are three f32 of the line.
    for (let x = 0; x < w; x++) {
      starts[x] = across.first[x]! * 12
      const whole = sum(across.weights[x]!)
      across.weights[x]!.forEach((v, i) => {
        shares[x * taps + i] = v / whole / 257
      })
    }
    new Float32Array(memory.buffer, line, (width + taps) * 3).fill(0)
    const twice = new Uint16Array(memory.buffer, rows, down.taps * 2)
    for (let y = 0; y < h; y++) {
      const own = down.weights[y]!
      own.forEach((v, i) => {
        twice[2 * i] = v
        twice[2 * i + 1] = v
      })
      run.down((width * 3 + 7) >> 3, codes + down.first[y]! * stride, stride, own.length, rows, line)
      const scale = 1 / sum(own)
      if (grain) run.acrossGrain(quads, line, offsets, weights, taps, scale, at + y * w * 4, grainOf(y))
      else run.across(quads, line, offsets, weights, taps, scale, at + y * w * 4)
    }
  }
  out.set(new Uint8ClampedArray(memory.buffer, at, w * h * 4))
}

/** The dither matrix over so many pixels across, from a place in it on: a row for each of its own. */
function spread(
  into: Int32Array | Float32Array,
  across: number,
  [left, top]: readonly [number, number],
  matrix: Int32Array | Float32Array,
): void {
  for (let y = 0; y < DITHER_SIDE; y++) {
    const row = ((top + y) & (DITHER_SIDE - 1)) * DITHER_SIDE
    for (let x = 0; x < across; x++) into[y * across + x] = matrix[row + ((left + x) & (DITHER_SIDE - 1))]!
  }
}

/** Mean of R, G and B, 0 to 1, of every eighth pixel: for support and tests, not for judging. */
export function mean(frame: Uint16Array): readonly [number, number, number] {
  const sums = [0, 0, 0]
  let count = 0
  for (let i = 0; i + 2 < frame.length; i += 24, count++) {
    sums[0]! += frame[i]!
    sums[1]! += frame[i + 1]!
    sums[2]! += frame[i + 2]!
  }
  const of = (i: number) => (count === 0 ? 0 : sums[i]! / (count * 65535))
  return [of(0), of(1), of(2)]
}
