/** A frame reduced for drags and playing at the viewer's size: a box average by whole steps, then nearest. Never the base of a receipt. */
import type { SourceFrame } from './picture.ts'

/** At most `width × height`, keeping the picture's shape; the frame itself when it is small enough already. */
export function shrink(source: SourceFrame, width: number, height: number): SourceFrame {
  const scale = Math.min(1, width / source.width, height / source.height)
  if (scale >= 1) return source
  const w = Math.max(1, Math.floor(source.width * scale))
  const h = Math.max(1, Math.floor(source.height * scale))
  const xs = edges(source.width, w)
  const ys = edges(source.height, h)
  const planes = source.planes.map((plane) => {
    const out = new Float32Array(w * h)
    for (let y = 0; y < h; y++) {
      const y0 = ys[y]!
      const y1 = ys[y + 1]!
      for (let x = 0; x < w; x++) {
        const x0 = xs[x]!
        const x1 = xs[x + 1]!
        let sum = 0
        for (let j = y0; j < y1; j++) for (let i = x0; i < x1; i++) sum += plane[j * source.width + i]!
        out[y * w + x] = sum / ((x1 - x0) * (y1 - y0))
      }
    }
    return out
  })
  return { ...source, width: w, height: h, planes: [planes[0]!, planes[1]!, planes[2]!] }
}

const edges = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to + 1 }, (_, i) => Math.floor((i * from) / to))
