/**
 * Tracks of a window: where a frame carries it. A frame has six numbers [a, b, c, d, e, f]: what stood at (x, y) stands at
 * (a·x + b·y + c, d·x + e·y + f), in half picture heights from the picture's centre. Runs of at most 64 frames are stored, each under its
 * first frame; a tracker writes them so that none crosses a multiple of 64, so that the same frames tracked twice are the same key.
 */
import type { Value } from './grade.ts'

export const RUN = 64
const NUMBERS = 6

/** A run as it is stored: its first frame, and six numbers of each of its frames. */
export type Run = readonly [first: number, numbers: Value]
/** The six numbers of one frame. */
export type Carry = readonly number[]

/** A frame that carries a window into less than this share of its area is no frame: nothing could be told from it. */
const LEAST_AREA = 1 / 65536

const areaOf = ([a, b, , d, e]: Carry): number => a! * e! - b! * d!
const holds = (carry: Carry): boolean => Math.abs(areaOf(carry)) >= LEAST_AREA

const countOf = (numbers: Value): number => Math.floor(numbers.length / NUMBERS)
const carryOf = ([first, numbers]: Run, frame: number): Carry =>
  numbers.slice((frame - first) * NUMBERS, (frame - first + 1) * NUMBERS) as Carry

/** The run that has a frame: of several that do, the one that begins last. */
function runAt(runs: readonly Run[], frame: number): Run | null {
  let found: Run | null = null
  for (const run of runs) {
    const [first, numbers] = run
    if (first <= frame && frame < first + countOf(numbers) && (found === null || found[0] < first)) found = run
  }
  return found
}

/** The tracked frame nearest to `frame` on one side of it, not itself. */
function beside(runs: readonly Run[], frame: number, way: -1 | 1): number | null {
  let nearest: number | null = null
  for (const [first, numbers] of runs) {
    const last = first + countOf(numbers) - 1
    for (
      let at = way > 0 ? Math.max(first, frame + 1) : Math.min(last, frame - 1);
      way > 0 ? at <= last : at >= first;
      at += way
    ) {
      if (nearest !== null && (nearest - at) * way <= 0) break
      if (holds(carryOf(runAt(runs, at)!, at))) nearest = at
    }
  }
  return nearest
}

/**
 * Where a frame carries the window: what was tracked there; between tracked frames straight from one to the next, number by number, in f64
 * and rounded to f32 once; before the first and after the last as those. Null where nothing was tracked.
 */
export function carryAt(runs: readonly Run[], frame: number): Carry | null {
  const own = runAt(runs, frame)
  const carry = own && carryOf(own, frame)
  if (carry && holds(carry)) return carry
  const [before, after] = [beside(runs, frame, -1), beside(runs, frame, 1)]
  if (before === null && after === null) return null
  const [from, to] = [before ?? after!, after ?? before!].map((at) => carryOf(runAt(runs, at)!, at)) as [Carry, Carry]
  if (before === null || after === null) return from
  const share = (frame - before) / (after - before)
  const between = from.map((x, i) => Math.fround(x + share * (to[i]! - x)) + 0)
  // Half a turn in one gap passes through nothing.
  return holds(between) ? between : from
}

/** A frame and its six numbers. */
export type Tracked = readonly [frame: number, carry: Carry]

/**
 * The runs that stand for `runs` with these frames tracked anew, or with null untracked: by first frame, null for a run that goes. Only
 * what lies in the same multiples of 64 is written.
 */
export function trackWrites(
  runs: readonly Run[],
  frames: readonly (readonly [frame: number, carry: Carry | null])[],
): ReadonlyMap<number, Value | null> {
  const slotOf = (frame: number): number => Math.floor(frame / RUN)
  const slots = new Set(frames.map(([frame]) => slotOf(frame)))
  const touched = new Set<Run>()
  // A run that crosses a multiple of 64, as another writer may have left it, brings the slot on its other side in.
  for (let grew = true; grew; ) {
    grew = false
    for (const run of runs) {
      const [first, last] = [slotOf(run[0]), slotOf(run[0] + countOf(run[1]) - 1)]
      if (touched.has(run) || !(slots.has(first) || slots.has(last))) continue
      touched.add(run)
      for (let slot = first; slot <= last; slot++) slots.add(slot)
      grew = true
    }
  }
  const now = new Map<number, Carry>()
  const writes = new Map<number, Value | null>()
  for (const [first, numbers] of touched) {
    writes.set(first, null)
    for (let at = first; at < first + countOf(numbers); at++) now.set(at, carryOf(runAt(runs, at)!, at))
  }
  for (const [frame, carry] of frames)
    if (carry === null) now.delete(frame)
    else now.set(frame, carry)
  let first = -1
  let numbers: (number | string | boolean | null)[] = []
  for (const at of [...now.keys()].sort((p, q) => p - q)) {
    if (at !== first + numbers.length / NUMBERS || at % RUN === 0) {
      first = at
      numbers = []
      writes.set(first, numbers)
    }
    numbers.push(...now.get(at)!)
  }
  return writes
}
