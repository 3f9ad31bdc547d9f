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
  for (let y = 0, o = 0; y < h; y++) {
    const top = ys[2 * y]!
    const bottom = ys[2 * y + 1]!
    const low = (bottom - 1) * width
    for (let x = 0; x < w; x++, o++) {
      const left = xs[2 * x]!
      const right = xs[2 * x + 1]!
      // One or two each way is what a screen half as wide as the film asks for: no loops there.
      if (bottom - top <= 2 && right - left <= 2) {
        const at = top * width
        out[o] = (plane[at + left]! + plane[at + right - 1]! + plane[low + left]! + plane[low + right - 1]!) * 0.25
        continue
      }
      let sum = 0
      for (let j = top; j < bottom; j++) for (let i = j * width + left; i < j * width + right; i++) sum += plane[i]!
      out[o] = sum / ((right - left) * (bottom - top))
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
