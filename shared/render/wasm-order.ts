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

/** Of so many steps that may come next the latest are looked at for one that sets registers free: older ones only fill more. */
const NEAR = 24

/** Step numbers in the order of emission, what is still first; `registers`: how many values may wait to be read, as far as possible. */
export function orderOf({ steps, outputs }: Lowered, copies: number, registers: number): number[] {
  /** What a step reads that moves, each once. */
  const reads = steps.map(({ args }) => args.filter((v, i) => !still(steps[v]!) && args.indexOf(v) === i))
  const readers: number[][] = steps.map(() => [])
  /** How often a step is still to be read; outputs once more. */
  const left = new Int32Array(steps.length)
  for (const v of outputs) left[v]!++
  // From the end: what nobody reads is not emitted, and the longest way to the end is what hurries.
  const height = new Float64Array(steps.length)
  for (let k = steps.length - 1; k >= 0; k--) {
    if (left[k] === 0) continue
    height[k]! += costOf(steps[k]!)[0]
    for (const v of steps[k]!.args) if (still(steps[v]!)) left[v] = 1
    for (const v of reads[k]!) {
      left[v]!++
      readers[v]!.push(k)
      if (height[k]! > height[v]!) height[v] = height[k]!
    }
  }
  const waits = Int32Array.from(reads, (own) => own.length)
  const begins = new Float64Array(steps.length)
  const order: number[] = []
  /** Steps that wait for nothing, the longest way first; and the latest of them, some of which may stand already. */
  const ready: number[] = []
  const latest: number[] = []
  const stands = new Uint8Array(steps.length)
  const enter = (k: number): void => {
    let [low, high] = [0, ready.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (height[ready[middle]!]! >= height[k]!) low = middle + 1
      else high = middle
    }
    ready.splice(low, 0, k)
    latest.push(k)
  }
  steps.forEach((step, k) => {
    if (left[k] === 0) return
    if (still(step)) order.push(k)
    else if (waits[k] === 0) enter(k)
  })
  /** How many registers a step sets free, less the one it takes. */
  const frees = (k: number): number => {
    let n = -1
    for (const v of reads[k]!) if (left[v] === 1) n++
    return n
  }
  let [now, held] = [0, 0]
  /** What sets most registers free, of equals what stands first in the program; −1 where nothing sets any free. */
  const freeing = (): number => {
    let [best, most, seen] = [-1, 0, 0]
    for (let i = latest.length - 1; i >= 0 && seen < NEAR; i--) {
      const k = latest[i]!
      if (stands[k]) latest.splice(i, 1)
      else {
        seen++
        const n = frees(k)
        if (n > most || (n === most && (best < 0 || k < best))) [best, most] = [k, n]
      }
    }
    return best
  }
  /** What can begin now and has the longest way, or else what can begin soonest. */
  const hurried = (): number => {
    let best = ready[0]!
    for (const k of ready) {
      if (begins[k]! <= now) return k
      if (begins[k]! < begins[best]!) best = k
    }
    return best
  }
  while (ready.length > 0) {
    const tight = held >= registers ? freeing() : -1
    const k = tight >= 0 ? tight : hurried()
    ready.splice(ready.indexOf(k), 1)
    stands[k] = 1
    const [latency, work] = costOf(steps[k]!)
    now = Math.max(now, begins[k]!) + (work * copies) / WIDE
    held -= frees(k)
    for (const v of reads[k]!) left[v]!--
    order.push(k)
    for (const next of readers[k]!) {
      begins[next] = Math.max(begins[next]!, now + latency)
      if (--waits[next]! === 0) enter(next)
    }
  }
  return order
}
