/**
 * The outline of a polygon or a curve, as straight segments in pixels. What it encircles is inside by the non-zero rule: a loop that a hand
 * drew twice over stays filled. Of an outline that crosses itself only those pieces are edges that part inside from outside, so that no
 * softness falls on a line in the middle of what is filled. f64, + − × ÷ √ only.
 */

import type { Affine } from './affine.ts'

/** How far a straight segment may lie from the curve it stands for, pixels. */
const FLAT = 1 / 64
/** Segments of one outline at most: a curve of so many points that it would have more is flattened coarser. */
const MOST = 8192

/**
 * The points x, y, … of a closed path [x, y, ix, iy, ox, oy …], handles counted from their point, brought through `place`. A path without
 * handles on a side is straight there; with `straight` its handles are left aside.
 */
export function flatten(path: readonly number[], straight: boolean, place: Affine): Float64Array {
  const count = Math.floor(path.length / 6)
  const most = Math.max(1, Math.floor(MOST / Math.max(1, count)))
  const [a, b, c, d, e, f] = place
  const at = (k: number, x: number, y: number): readonly [number, number] => {
    const i = (k % count) * 6
    const [px, py] = x < 0 ? [0, 0] : [path[i + x]!, path[i + y]!]
    const [qx, qy] = [path[i]! + px, path[i + 1]! + py]
    return [a * qx + b * qy + c, d * qx + e * qy + f]
  }
  const out: number[] = []
  for (let k = 0; k < count; k++) {
    const [x0, y0] = at(k, -1, -1)
    out.push(x0, y0)
    const corner = [4, 5, 8, 9].every((i) => path[((k + (i > 5 ? 1 : 0)) % count) * 6 + (i > 5 ? i - 6 : i)] === 0)
    if (straight || corner) continue
    const [x1, y1] = at(k, 4, 5)
    const [x2, y2] = at(k + 1, 2, 3)
    const [x3, y3] = at(k + 1, -1, -1)
    const bend = Math.max(square(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2), square(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3))
    // A cubic lies within 3/4 of its largest second difference, over the square of its pieces, of the segments between them.
    const pieces = Math.min(most, Math.ceil(Math.sqrt((0.75 * Math.sqrt(bend)) / FLAT)))
    for (let i = 1; i < pieces; i++) {
      const t = i / pieces
      const s = 1 - t
      const [w0, w1, w2, w3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
      out.push(w0 * x0 + w1 * x1 + w2 * x2 + w3 * x3, w0 * y0 + w1 * y1 + w2 * y2 + w3 * y3)
    }
  }
  return Float64Array.from(out)
}

const square = (x: number, y: number): number => x * x + y * y

/** Segments as [ax, ay, bx, by] each. */
export type Segments = Float64Array

/** The segments of a closed polyline; those without length are left out. */
export function close(points: Float64Array): Segments {
  const out: number[] = []
  const n = points.length / 2
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n
    const [ax, ay, bx, by] = [points[2 * i]!, points[2 * i + 1]!, points[2 * j]!, points[2 * j + 1]!]
    if (ax !== bx || ay !== by) out.push(ax, ay, bx, by)
  }
  return Float64Array.from(out)
}

/** Two lines of less than this sine are parallel, and what is nearer than this many pixels is in one place. */
const PARALLEL = 1e-12
const NEAR = 1e-6

/** Where segments meet others: of each, the shares of its way; null where none meet but at the joints of the outline. */
function meetings(s: Segments): number[][] | null {
  const n = s.length / 4
  const cuts: number[][] = Array.from({ length: n }, () => [])
  const low = (i: number): number => Math.min(s[4 * i + 1]!, s[4 * i + 3]!)
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => low(i) - low(j) || i - j)
  let found = false
  const cut = (i: number, t: number): void => {
    if (t > 0 && t < 1) {
      cuts[i]!.push(t)
      found = true
    }
  }
  for (let k = 0; k < n; k++) {
    const i = order[k]!
    const [ax, ay, bx, by] = [s[4 * i]!, s[4 * i + 1]!, s[4 * i + 2]!, s[4 * i + 3]!]
    const [top, left, right] = [Math.max(ay, by), Math.min(ax, bx), Math.max(ax, bx)]
    const [dx, dy] = [bx - ax, by - ay]
    for (let l = k + 1; l < n; l++) {
      const j = order[l]!
      if (low(j) > top) break
      const [cx, cy, ex, ey] = [s[4 * j]!, s[4 * j + 1]!, s[4 * j + 2]!, s[4 * j + 3]!]
      if (Math.max(cx, ex) < left || Math.min(cx, ex) > right) continue
      const [gx, gy] = [ex - cx, ey - cy]
      const cross = dx * gy - dy * gx
      const [long, wide] = [square(dx, dy), square(gx, gy)]
      const [ox, oy] = [cx - ax, cy - ay]
      if (cross * cross > PARALLEL * PARALLEL * long * wide) {
        const [t, u] = [(ox * gy - oy * gx) / cross, (ox * dy - oy * dx) / cross]
        if (t >= 0 && t <= 1 && u >= 0 && u <= 1) {
          cut(i, t)
          cut(j, u)
        }
        continue
      }
      const off = ox * dy - oy * dx
      if (off * off > NEAR * NEAR * long) continue
      // One line: each is cut where the other begins and ends.
      const [t, u] = [(ox * dx + oy * dy) / long, ((ex - ax) * dx + (ey - ay) * dy) / long]
      found ||= Math.min(1, Math.max(t, u)) > Math.max(0, Math.min(t, u))
      cut(i, t)
      cut(i, u)
      cut(j, -(ox * gx + oy * gy) / wide)
      cut(j, ((bx - cx) * gx + (by - cy) * gy) / wide)
    }
  }
  return found ? cuts : null
}

/** Pieces times segments that are looked at one by one at most; an outline beyond it keeps all its segments as edges. */
const PATIENCE = 33554432

/** The pieces of the segments of a closed outline that part what is inside (winding not 0) from what is outside. */
export function edgesOf(s: Segments): Segments {
  const cuts = meetings(s)
  if (cuts === null) return s
  const n = s.length / 4
  const pieces: number[] = []
  for (let i = 0; i < n; i++) {
    const [ax, ay, bx, by] = [s[4 * i]!, s[4 * i + 1]!, s[4 * i + 2]!, s[4 * i + 3]!]
    let [px, py] = [ax, ay]
    for (const t of [...cuts[i]!.sort((a, b) => a - b), 1]) {
      const [qx, qy] = t === 1 ? [bx, by] : [ax + t * (bx - ax), ay + t * (by - ay)]
      if (square(qx - px, qy - py) > NEAR * NEAR) {
        pieces.push(px, py, qx, qy)
        ;[px, py] = [qx, qy]
      }
    }
  }
  if ((pieces.length / 4) * n > PATIENCE) return s
  const kept: number[] = []
  for (let p = 0; p < pieces.length; p += 4) {
    const [ax, ay, bx, by] = pieces.slice(p, p + 4) as [number, number, number, number]
    // Seen along the axis that the piece crosses: the winding before it, and what it and all that lie on it change.
    const flat = Math.abs(by - ay) < Math.abs(bx - ax) ? 1 : 0
    const [along, across] = [(ax + bx) / 2, (ay + by) / 2]
    const [m, level] = flat ? [across, along] : [along, across]
    let before = 0
    let step = 0
    for (let i = 0; i < n; i++) {
      const [v0, v1] = flat ? [s[4 * i]!, s[4 * i + 2]!] : [s[4 * i + 1]!, s[4 * i + 3]!]
      if (v0 <= level === v1 <= level) continue
      const [u0, u1] = flat ? [s[4 * i + 1]!, s[4 * i + 3]!] : [s[4 * i]!, s[4 * i + 2]!]
      const u = u0 + ((level - v0) * (u1 - u0)) / (v1 - v0)
      const way = v0 < v1 ? 1 : -1
      if (Math.abs(u - m) <= NEAR) step += way
      else if (u < m) before += way
    }
    if ((before === 0) !== (before + step === 0)) kept.push(ax, ay, bx, by)
  }
  return Float64Array.from(kept)
}
