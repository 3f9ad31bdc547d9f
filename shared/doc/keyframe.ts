/** Keyframes: [ease, …tuple] at a frame (document.md, "Grammar"). */
import type { Value } from './grade.ts'

/**
 * How a keyframe goes to the next one: holds, goes straight, or goes along a cubic that leaves it slowly (`ease-in`), comes to the next one
 * slowly (`ease-out`), or both (`ease`).
 */
export const eases = ['static', 'linear', 'ease', 'ease-in', 'ease-out'] as const
export type Ease = (typeof eases)[number]

/** Name -> keyframes, unordered. */
export type Frames = Map<string, [number, Value][]>

/** Second and third control point [x1, y1, x2, y2] of a cubic on (0,0) and (1,1): `ease-in-out`, `ease-in`, `ease-out` of CSS Easing Functions Level 1. */
const curves = { ease: [0.42, 0, 0.58, 1], 'ease-in': [0.42, 0, 1, 1], 'ease-out': [0, 0, 0.58, 1] } as const
/** Those that go along a cubic. */
export type Curved = keyof typeof curves

const cubic = (a: number, b: number, s: number): number =>
  3 * a * s * (1 - s) * (1 - s) + 3 * b * s * s * (1 - s) + s * s * s

/** The share of the way at t, the share of the time (both 0…1): the cubic's y where its x is t, x solved by 24 bisection steps in f64. */
export function eased(t: number, by: Curved = 'ease'): number {
  const [x1, y1, x2, y2] = curves[by]
  let [low, high] = [0, 1]
  for (let i = 0; i < 24; i++) {
    const s = (low + high) / 2
    if (cubic(x1, x2, s) < t) low = s
    else high = s
  }
  return cubic(y1, y2, (low + high) / 2)
}

/**
 * The tuple at a frame, from at least one keyframe: before the first and after the last it holds, on a keyframe it is that one. Numbers
 * are computed in f64 and rounded to f32 once; what is no number holds. A tuple of another length than the next one's holds whole: points of
 * a curve or an outline have nowhere to go where the next one has more or fewer.
 */
export function easedAt(keys: readonly (readonly [number, Value])[], frame: number): Value {
  const sorted = [...keys].sort((a, b) => a[0] - b[0])
  const next = sorted.findIndex(([at]) => at > frame)
  if (next === 0) return sorted[0]![1].slice(1)
  const [from, left] = sorted[next < 0 ? sorted.length - 1 : next - 1]!
  const [to, right] = sorted[next] ?? [from, left]
  if (from === frame || left[0] === 'static' || to === from || left.length !== right.length) return left.slice(1)
  const t = (frame - from) / (to - from)
  const share = left[0] === 'linear' ? t : eased(t, left[0] as Curved)
  return left.slice(1).map((a, i) => {
    const b = right[i + 1]
    return typeof a === 'number' && typeof b === 'number' ? Math.fround(a + share * (b - a)) + 0 : a
  })
}
