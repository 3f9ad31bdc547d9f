/** Keyframes: [ease, …tuple] at a frame. Static holds, linear goes straight, ease follows a cubic; solved in f64, rounded to f32 once. */
import type { Value } from './grade.ts'

/** Control name -> its keyframes, unordered. */
export type Frames = Map<string, [number, Value][]>

/** The eased fraction at t in 0…1 on the curve (0,0) (1/3,0) (2/3,1) (1,1): x(s) = t by 24 bisection steps, then y(s). */
export function ease(t: number): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 24; i++) {
    const s = (low + high) / 2
    const x = s * (1 - s) * (1 - s) + 2 * s * s * (1 - s) + s * s * s
    if (x < t) low = s
    else high = s
  }
  const s = (low + high) / 2
  return s * s * (3 - 2 * s)
}

/** The stored tuple at a frame, between its keyframes; before the first and after the last it holds. The left key says how it goes. */
export function easedAt(keys: readonly (readonly [number, Value])[], frame: number): Value {
  const sorted = [...keys].sort((a, b) => a[0] - b[0])
  const next = sorted.findIndex(([at]) => at > frame)
  if (next === 0) return sorted[0]![1].slice(1)
  const [from, left] = sorted[next < 0 ? sorted.length - 1 : next - 1]!
  if (next < 0 || from === frame || left[0] === 'static') return left.slice(1)
  const [to, right] = sorted[next]!
  const t = (frame - from) / (to - from)
  const k = left[0] === 'ease' ? ease(t) : t
  return left.slice(1).map((a, i) => {
    const b = right[i + 1]
    return typeof a === 'number' && typeof b === 'number' ? Math.fround(a + k * (b - a)) + 0 : a
  })
}
