/** A leap that no patch reaches: the whole of a box, small, is looked for all round where it was. */
import type { Grey, Pyramid } from './grey.ts'
import type { Spot } from './similarity.ts'

/** Pictures about so many pixels high are looked through. */
const HIGH = 68
/** It is looked for within this share of the picture's height each way. */
const FAR = 0.35
/** Less alike than this it is another thing. */
const ALIKE = 0.7

/** Mean and spread of a box, and how alike another is: 1 the same but for brightness. */
function alike(from: Grey, to: Grey, box: readonly [number, number, number, number], dx: number, dy: number): number {
  const [left, top, right, bottom] = box
  let [count, p, q, pp, qq, pq] = [0, 0, 0, 0, 0, 0]
  for (let y = Math.max(top, -dy); y <= Math.min(bottom, to.height - 1 - dy); y++)
    for (let x = Math.max(left, -dx); x <= Math.min(right, to.width - 1 - dx); x++) {
      const a = from.data[y * from.width + x]!
      const b = to.data[(y + dy) * to.width + x + dx]!
      count++
      p += a
      q += b
      pp += a * a
      qq += b * b
      pq += a * b
    }
  // What has gone over the edge says nothing; with most of it gone, nor does the rest.
  if (count < 0.6 * (right - left + 1) * (bottom - top + 1)) return 0
  const power = (pp - (p * p) / count) * (qq - (q * q) / count)
  return power > 0 ? (pq - (p * q) / count) / Math.sqrt(power) : 0
}

/** How far the box about some places has gone from one picture to the next, in pixels of the finest level; null where nothing is like it. */
export function jumpOf(from: Pyramid, to: Pyramid, places: readonly Spot[]): Spot | null {
  const level = Math.max(
    0,
    from.findIndex(({ height }) => height <= HIGH),
  )
  const [was, is] = [from[level]!, to[level]!]
  const scale = 1 << level
  const side = (of: 0 | 1, end: number): readonly [number, number] => {
    const all = places.map((spot) => spot[of] / scale)
    return [Math.max(0, Math.floor(Math.min(...all))), Math.min(end - 1, Math.ceil(Math.max(...all)))]
  }
  const [[left, right], [top, bottom]] = [side(0, was.width), side(1, was.height)]
  const box = [left, top, right, bottom] as const
  const far = Math.floor(FAR * was.height)
  let best: Spot | null = null
  let most = ALIKE
  for (let dy = -far; dy <= far; dy++)
    for (let dx = -far; dx <= far; dx++) {
      const score = alike(was, is, box, dx, dy)
      if (score > most) [best, most] = [[dx * scale, dy * scale], score]
    }
  return best
}
