/** Whether a screen shows a timeline's frames for equally long: pure, from the instants of its frames. */

/** Screen refreshes a second, from the instants of its frames in milliseconds: by the median, so that a late one counts for nothing. Null: too few. */
export function refreshOf(stamps: readonly number[]): number | null {
  const steps = stamps
    .slice(1)
    .map((at, i) => at - stamps[i]!)
    .filter((step) => step > 0)
    .sort((a, b) => a - b)
  return steps.length < 20 ? null : 1000 / steps[steps.length >> 1]!
}

/** How far a screen may be from a whole number of refreshes a frame: what a median of a second cannot tell apart. */
const tolerance = 0.015
/** What screens can be set to. */
const [slowest, fastest] = [40, 150]

/** What to set a screen of `hz` to for so many frames a second, in a sentence; null where each frame stands equally long. */
export function judderOf(fps: number, hz: number): string | null {
  const each = hz / fps
  if (each > 0.98 && Math.abs(each - Math.round(each)) / each < tolerance) return null
  const good: number[] = []
  for (let n = 1; n * fps <= fastest; n++) if (n * fps >= slowest) good.push(Math.round(n * fps))
  const list =
    good.length > 1 ? `${good.slice(0, -1).join(', ')} or ${good.at(-1)}` : String(good[0] ?? Math.round(fps))
  return `${print(fps)} frames a second judder on a screen of ${Math.round(hz)} Hz: set it to ${list} Hz.`
}

const print = (fps: number): string => String(Math.round(fps * 1000) / 1000)
