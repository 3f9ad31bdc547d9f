/**
 * In which order the steps of a kernel stand. A processor looks a few hundred instructions ahead and works on what waits for nothing: the
 * channels of a pixel wait for nothing of each other, so their steps stand side by side and not one channel after the other. No bit
 * depends on it.
 */
import { type Lowered, type Op, type Step, still } from './wasm-lower.ts'

/** Cycles from begin to answer where they are more than one, and how many operations a processor makes of it: of current ones, about. */
const COSTS: Partial<Record<Op, readonly [latency: number, work: number]>> = {
  plane: [7, 1],
  two: [13, 7],
  four: [16, 14],
  row: [10, 3],
  addF: [3, 1],
  subF: [3, 1],
  mulF: [3, 1],
  convertS: [3, 1],
  floor: [3, 1],
  truncSatS: [7, 5],
  bitselect: [2, 3],
}
/** Operations begun in a cycle. */
const WIDE = 4

const costOf = ({ op }: Step): readonly [latency: number, work: number] => COSTS[op] ?? [1, 1]

/** Step numbers in the order of emission, what is still first; `registers`: how many values may wait to be read, as far as possible. */
export function orderOf({ steps, outputs }: Lowered, copies: number, registers: number): number[] {
  const readers: number[][] = steps.map(() => [])
  /** How often a step is still to be read; outputs once more. */
  const left = new Int32Array(steps.length)
  for (const v of outputs) left[v]!++
  // From the end: what nobody reads is not emitted, and the longest way to the end is what hurries.
  const height = new Float64Array(steps.length)
  for (let k = steps.length - 1; k >= 0; k--) {
    if (left[k] === 0) continue
    height[k]! += costOf(steps[k]!)[0]
    for (const v of new Set(steps[k]!.args)) {
      left[v]!++
      readers[v]!.push(k)
      height[v] = Math.max(height[v]!, height[k]!)
    }
  }
  const waits = new Int32Array(steps.length)
  const begins = new Float64Array(steps.length)
  const order: number[] = []
  const ready: number[] = []
  steps.forEach((step, k) => {
    if (left[k] === 0) return
    const args = new Set(step.args.filter((v) => !still(steps[v]!)))
    waits[k] = args.size
    if (still(step)) order.push(k)
    else if (args.size === 0) ready.push(k)
  })
  /** How many registers a step sets free, less the one it takes. */
  const frees = (k: number): number => {
    let n = -1
    const { args } = steps[k]!
    for (let i = 0; i < args.length; i++) {
      const v = args[i]!
      if (left[v] === 1 && !still(steps[v]!) && args.indexOf(v) === i) n++
    }
    return n
  }
  let [now, held] = [0, 0]
  while (ready.length > 0) {
    const tight = held >= registers
    let [best, most] = [0, -Infinity]
    for (let i = 0; i < ready.length; i++) {
      const k = ready[i]!
      // Too many values wait: what sets some free goes first, and of equals what stands first.
      const score = tight ? frees(k) * 1e9 - k : height[k]! - Math.max(0, begins[k]! - now) * 1e6
      if (score > most) [best, most] = [i, score]
    }
    const k = ready[best]!
    ready[best] = ready.at(-1)!
    ready.pop()
    const [latency, work] = costOf(steps[k]!)
    now = Math.max(now, begins[k]!) + (work * copies) / WIDE
    held -= frees(k)
    for (const v of new Set(steps[k]!.args)) left[v]!--
    order.push(k)
    for (const next of readers[k]!) {
      begins[next] = Math.max(begins[next]!, now + latency)
      if (--waits[next]! === 0) ready.push(next)
    }
  }
  return order
}
