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
  const across = steps(width, w)
  const down = steps(height, h)
  const line = new Float64Array(width * 3)
  const add = (row: number, weight: number): void => {
    for (let i = 0, at = row * width * 3; i < line.length; i++, at++) line[i] = line[i]! + frame[at]! * weight
  }
  for (let y = 0, o = 0; y < h; y++) {
    line.fill(0)
    const top = down.first[y]!
    const bottom = down.last[y]!
    add(top, down.head[y]!)
    for (let j = top + 1; j < bottom; j++) add(j, 256)
    if (bottom > top) add(bottom, down.tail[y]!)
    const rows = bottom > top ? down.head[y]! + down.tail[y]! + 256 * (bottom - top - 1) : down.head[y]!
    for (let x = 0; x < w; x++, o += 4) {
      const left = across.first[x]!
      const right = across.last[x]!
      const head = across.head[x]!
      const tail = across.tail[x]!
      const columns = right > left ? head + tail + 256 * (right - left - 1) : head
      // Sums stay below 2^53: whole numbers in f64 are exact.
      let r = line[left * 3]! * head
      let g = line[left * 3 + 1]! * head
      let b = line[left * 3 + 2]! * head
      for (let i = left + 1; i < right; i++) {
        r += line[i * 3]! * 256
        g += line[i * 3 + 1]! * 256
        b += line[i * 3 + 2]! * 256
      }
      if (right > left) {
        r += line[right * 3]! * tail
        g += line[right * 3 + 1]! * tail
        b += line[right * 3 + 2]! * tail
      }
      const scale = 255 / (65535 * rows * columns)
      out[o] = Math.floor(r * scale + 0.5)
      out[o + 1] = Math.floor(g * scale + 0.5)
      out[o + 2] = Math.floor(b * scale + 0.5)
      out[o + 3] = 255
    }
  }
  return out
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
