/** A frame reduced for drags and playing at the viewer's size: a box average by whole steps. Never the base of a receipt. */
import type { SourceFrame } from './picture.ts'

/** Exactly `width × height`; the frame itself when it has that size already. Meant for sizes no larger than the frame's. */
export function shrink(source: SourceFrame, width: number, height: number): SourceFrame {
  if (width === source.width && height === source.height) return source
  const reduce = (plane: Float32Array) => shrinkPlane(plane, [source.width, source.height], [width, height])
  const [a, b, c] = source.planes
  return { ...source, width, height, planes: [reduce(a), reduce(b), reduce(c)] }
}

/** One plane, from one size to another; a smaller chroma plane may be enlarged on the way: nearest there. */
export function shrinkPlane(
  plane: Float32Array | Uint16Array | Uint8Array,
  from: readonly [number, number],
  to: readonly [number, number],
): Float32Array {
  const [width, height] = from
  const [w, h] = to
  const xs = edges(width, w)
  const ys = edges(height, h)
  const out = new Float32Array(w * h)
  const line = new Float32Array(width)
  for (let y = 0; y < h; y++) {
    const top = ys[2 * y]!
    const bottom = ys[2 * y + 1]!
    const row = top * width
    for (let x = 0; x < width; x++) line[x] = plane[row + x]!
    for (let j = top + 1; j < bottom; j++) {
      const at = j * width
      for (let x = 0; x < width; x++) line[x] = line[x]! + plane[at + x]!
    }
    const rows = bottom - top
    for (let x = 0, o = y * w; x < w; x++, o++) {
      const left = xs[2 * x]!
      const right = xs[2 * x + 1]!
      let sum = line[left]!
      for (let i = left + 1; i < right; i++) sum += line[i]!
      out[o] = sum / ((right - left) * rows)
    }
  }
  return out
}

/** First and one past the last position of each step; never empty. */
function edges(from: number, to: number): Int32Array {
  const out = new Int32Array(2 * to)
  for (let i = 0; i < to; i++) {
    const first = Math.min(from - 1, Math.floor((i * from) / to))
    out[2 * i] = first
    out[2 * i + 1] = Math.max(first + 1, Math.floor(((i + 1) * from) / to))
  }
  return out
}
