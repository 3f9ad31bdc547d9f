/**
 * Chroma brought to full resolution by exact sums: sited left (H.264 and MPEG-2 by default), midway between rows for 4:2:0. A sample is at
 * most 16 bits and the weights are whole eighths, so every result is exact in f32 and the same on every machine.
 */
import type { Layout } from './planes.ts'

/** Half-width samples of one line times four, so that quarters of a line stay whole. */
type Line = Int32Array<ArrayBuffer>

/**
 * One plane of Cb or Cr, `width` × `height` when done. Across: an even pixel has its sample, an odd one the mean of its neighbours. Down:
 * three quarters of the nearer line, one of the farther. Beyond an edge the last sample counts again.
 */
export function upsample(
  plane: Uint8Array | Uint16Array,
  { across, down }: Layout,
  width: number,
  height: number,
  out: Float32Array,
): void {
  if (!across) {
    out.set(plane)
    return
  }
  const w = (width + 1) >> 1
  const last = ((height + 1) >> 1) - 1
  const lines: Line[] = [new Int32Array(w), new Int32Array(w)]
  const held = [-1, -1]
  // Each line is taken out of the plane once: typed arrays convert it faster than any loop of ours, and the loops below know one type.
  const line = (n: number): Line => {
    const slot = n & 1
    const at = lines[slot]!
    if (held[slot] !== n) at.set(plane.subarray(n * w, n * w + w))
    held[slot] = n
    return at
  }
  for (let y = 0; y < height; y++) {
    const near = down ? y >> 1 : y
    const far = down ? Math.max(0, Math.min(last, y & 1 ? near + 1 : near - 1)) : near
    spread(line(near), line(far), out, y * width, width)
  }
}

/** A pixel line from the nearer and the farther chroma line; the same line twice gives itself. */
function spread(near: Line, far: Line, out: Float32Array, o: number, width: number): void {
  const pairs = width >> 1
  let sum = 3 * near[0]! + far[0]!
  for (let x = 0; x < pairs; x++) {
    const next = x + 1 < near.length ? 3 * near[x + 1]! + far[x + 1]! : sum
    out[o + 2 * x] = sum * 0.25
    out[o + 2 * x + 1] = (sum + next) * 0.125
    sum = next
  }
  if (width & 1) out[o + width - 1] = sum * 0.25
}
