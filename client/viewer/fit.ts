/** The executor's picture on a canvas of another size: our own box average by area, in whole numbers, never the browser's filter. */
import { toRgba8 } from '../../shared/render/digest.ts'

/** Where each output step begins and ends among `from` positions, and the weight (of 256) of its first and last. */
interface Steps {
  readonly first: Int32Array
  readonly last: Int32Array
  readonly head: Int32Array
  readonly tail: Int32Array
}

function steps(from: number, to: number): Steps {
  const make = () => new Int32Array(to)
  const out = { first: make(), last: make(), head: make(), tail: make() }
  for (let i = 0; i < to; i++) {
    const begin = Math.floor((i * from * 256) / to)
    const end = Math.max(begin + 1, Math.floor(((i + 1) * from * 256) / to))
    const first = Math.floor(begin / 256)
    const last = Math.min(from - 1, Math.floor((end - 1) / 256))
    out.first[i] = first
    out.last[i] = last
    out.head[i] = first === last ? end - begin : (first + 1) * 256 - begin
    out.tail[i] = first === last ? 0 : end - last * 256
  }
  return out
}

/** RGBA, opaque, `to` in size, of a 16-bit R G B frame of size `from`. The same numbers on every machine. */
export function fitCodes(
  frame: Uint16Array,
  from: readonly [number, number],
  to: readonly [number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const [width, height] = from
  const [w, h] = to
  const out = new Uint8ClampedArray(w * h * 4)
  if (w === width && h === height) {
    toRgba8(frame, out)
    return out
  }
  // A preview drawn in the timeline's shape for a box a row higher or lower: one row twice, or left out, is not worth an average.
  if (w === width && Math.abs(h - height) === 1) {
    const middle = Math.floor(Math.min(h, height) / 2)
    const row = width * 3
    toRgba8(frame.subarray(0, middle * row), out)
    toRgba8(frame.subarray(Math.max(0, height - (h - middle)) * row), out.subarray(middle * w * 4))
    return out
  }
  const across = steps(width, w)
  const down = steps(height, h)
  // Whole numbers throughout: a line is at most 65,535 × 256 × the rows of a step (below 2^31 up to 127 rows), sums after it are f64.
  const line = new Int32Array(width * 3)
  for (let y = 0, o = 0; y < h; y++) {
    const top = down.first[y]!
    const bottom = down.last[y]!
    weighRows(frame, line, top, bottom, down.head[y]!, down.tail[y]!)
    const rows = bottom > top ? down.head[y]! + down.tail[y]! + 256 * (bottom - top - 1) : down.head[y]!
    for (let x = 0; x < w; x++, o += 4) {
      const head = across.head[x]!
      const tail = across.tail[x]!
      const left = across.first[x]! * 3
      const right = across.last[x]! * 3
      let r = line[left]! * head + line[right]! * tail
      let g = line[left + 1]! * head + line[right + 1]! * tail
      let b = line[left + 2]! * head + line[right + 2]! * tail
      for (let i = left + 3; i < right; i += 3) {
        r += line[i]! * 256
        g += line[i + 1]! * 256
        b += line[i + 2]! * 256
      }
      const between = Math.max(0, (right - left) / 3 - 1)
      const scale = 255 / (65535 * rows * (head + tail + 256 * between))
      out[o] = Math.floor(r * scale + 0.5)
      out[o + 1] = Math.floor(g * scale + 0.5)
      out[o + 2] = Math.floor(b * scale + 0.5)
      out[o + 3] = 255
    }
  }
  return out
}

/** Into `line`: the rows of one step, each by its weight. The first and last row are one where `tail` is 0. */
function weighRows(
  frame: Uint16Array,
  line: Int32Array,
  top: number,
  bottom: number,
  head: number,
  tail: number,
): void {
  const n = line.length
  const first = top * n
  const last = bottom * n
  for (let i = 0; i < n; i++) line[i] = Math.imul(frame[first + i]!, head) + Math.imul(frame[last + i]!, tail)
  for (let j = top + 1; j < bottom; j++) {
    const at = j * n
    for (let i = 0; i < n; i++) line[i] = line[i]! + (frame[at + i]! << 8)
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

/** Size to draw a preview at: the canvas's, in the timeline's shape, no larger than either the timeline or 1,100 pixels across. */
export function previewSize(
  canvas: readonly [number, number],
  timeline: readonly [number, number],
): readonly [number, number] {
  const width = Math.max(1, Math.min(canvas[0], timeline[0], 1100))
  return [width, Math.max(1, Math.floor((width * timeline[1]) / timeline[0] + 0.5))]
}
