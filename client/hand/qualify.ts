/** From sampled colours to the numbers of a qualifier, and what gestures do to its ranges. Pure: numbers as stored. */
import type { Param } from '../../shared/op/param.ts'

export type Colour = readonly [r: number, g: number, b: number]

/** Hue in turns from magenta, saturation and luma, as the engine’s log style has them (shared/op/hsy.ts), in f64. A grey has hue 0. */
export function hsyOf([r, g, b]: Colour): readonly [hue: number, sat: number, luma: number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  const sat = 4 * (Math.abs(r - luma) + Math.abs(g - luma) + Math.abs(b - luma))
  const most = Math.max(r, g, b)
  const delta = most - Math.min(r, g, b)
  if (delta === 0) return [0, sat, luma]
  const turn = most === r ? 1 + (g - b) / delta : most === g ? 3 + (b - r) / delta : 5 + (r - g) / delta
  return [turn / 6, sat, luma]
}

/** A range along 0 … 1 with its softness outside each end; of a hue it may reach round the turn: low < 0 or high > 1. */
export interface Band {
  readonly low: number
  readonly high: number
  readonly under: number
  readonly over: number
}

/** What is put round a sample on each side, so that its grain is taken too, and the softness of a fresh range. */
export const margin = { band: 0.03, hue: 0.02, soft: 0.03 } as const

const clamp = (v: number, low = 0, high = 1): number => Math.min(Math.max(v, low), high)
const keep = (v: number): number => Math.round(v * 1e4) / 1e4 + 0

/** The band of all these samples, with its margin. */
export function bandOf(samples: readonly number[], by = margin.band): Band {
  return {
    low: clamp(Math.min(...samples) - by),
    high: clamp(Math.max(...samples) + by),
    under: margin.soft,
    over: margin.soft,
  }
}

/** The shortest arc that holds all these hues, with its margin, as low … high; high may lie beyond 1. */
export function arcOf(hues: readonly number[], by = margin.hue): Band {
  const sorted = [...hues].sort((a, b) => a - b)
  let widest = 1 - (sorted.at(-1)! - sorted[0]!)
  let after = 0
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i]! - sorted[i - 1]!
    if (gap > widest) [widest, after] = [gap, i]
  }
  const low = sorted[after]! - by
  const high = low + (1 - widest) + 2 * by
  return { low, high: Math.min(high, low + 1), under: margin.soft, over: margin.soft }
}

/** The band that holds both. */
export const widened = (one: Band, other: Band): Band => ({
  ...one,
  low: Math.min(one.low, other.low),
  high: Math.max(one.high, other.high),
})

/** What is left of a band when another is cut off its nearer end; where that lies in the middle, the smaller side goes. */
export function narrowed(one: Band, cut: Band): Band {
  if (cut.high <= one.low || cut.low >= one.high) return one
  const [below, above] = [cut.low - one.low, one.high - cut.high]
  if (below >= above) return { ...one, high: Math.max(one.low, cut.low) }
  return { ...one, low: Math.min(one.high, cut.high) }
}

/** A hue band so turned that it lies as near to another as it can: they may be joined or cut then. */
export function turnedTo(band: Band, to: Band): Band {
  const shift = Math.round((to.low + to.high - band.low - band.high) / 2)
  return { ...band, low: band.low + shift, high: band.high + shift }
}

/** Hue center, width and softness of an arc. */
export function hueOf({ low, high, under }: Band): readonly [center: number, width: number, soft: number] {
  const middle = (low + high) / 2
  return [keep(clamp(middle - Math.floor(middle))), keep(clamp(high - low)), keep(clamp(under, 0, 0.5))]
}

/** The arc of a hue center, width and softness. */
export const arc = (center: number, width: number, soft: number): Band => ({
  low: center - width / 2,
  high: center + width / 2,
  under: soft,
  over: soft,
})

/** What part of a bar a press takes. */
export type Grasp = 'low' | 'high' | 'under' | 'over' | 'all'

/** What a press at a share of the bar takes: an end within reach, the softness beyond it, else the whole range. */
export function graspAt(band: Band, at: number, reach: number): Grasp {
  const [toLow, toHigh] = [Math.abs(at - band.low), Math.abs(at - band.high)]
  if (Math.min(toLow, toHigh) <= reach) return toLow < toHigh || (toLow === toHigh && at < band.low) ? 'low' : 'high'
  if (at < band.low && at >= band.low - band.under - reach) return 'under'
  if (at > band.high && at <= band.high + band.over + reach) return 'over'
  return 'all'
}

/** A band with a part of it moved; `round` may leave 0 … 1, else it stops there. */
export function moveBand(band: Band, grasp: Grasp, by: number, round: boolean): Band {
  const hold = (v: number) => (round ? v : clamp(v))
  switch (grasp) {
    case 'low':
      return { ...band, low: keep(Math.min(hold(band.low + by), band.high)) }
    case 'high':
      return { ...band, high: keep(Math.max(hold(band.high + by), band.low)) }
    case 'under':
      return { ...band, under: keep(clamp(band.under - by)) }
    case 'over':
      return { ...band, over: keep(clamp(band.over + by)) }
    case 'all': {
      const shift = round ? by : clamp(by, -band.low, 1 - band.high)
      return { ...band, low: keep(band.low + shift), high: keep(band.high + shift) }
    }
  }
}

/** The bands of a mode, as their controls’ ids begin. */
export const bandsOf = {
  hsl: ['hue', 'sat', 'lum'],
  rgb: ['red', 'green', 'blue'],
  luma: ['lum'],
} as const
export type Mode = keyof typeof bandsOf

/** How a pick meets what is taken already. */
export type Sampling = 'take' | 'add' | 'cut'

/** Controls by id that take sampled colours, add them, or cut them off; `now` reads a control as it stands. */
export function picked(
  mode: Mode,
  how: Sampling,
  samples: readonly Colour[],
  now: (control: string) => number,
): ReadonlyMap<string, number> {
  const out = new Map<string, number>()
  const hsy = samples.map(hsyOf)
  const join = how === 'cut' ? narrowed : widened
  for (const [i, id] of bandsOf[mode].entries()) {
    if (id === 'hue') {
      const fresh = arcOf(hsy.map(([hue]) => hue))
      const had = arc(now('hue-center'), now('hue-width'), now('hue-soft'))
      const band = how === 'take' ? fresh : join(had, turnedTo(fresh, had))
      const [center, width, soft] = hueOf(band)
      out.set('hue-center', center).set('hue-width', width).set('hue-soft', soft)
      continue
    }
    const along = mode === 'rgb' ? samples.map((colour) => colour[i]!) : hsy.map((one) => one[id === 'sat' ? 1 : 2])
    const fresh = bandOf(along)
    const had: Band = {
      low: now(`${id}-low`),
      high: now(`${id}-high`),
      under: now(`${id}-low-soft`),
      over: now(`${id}-high-soft`),
    }
    const { low, high, under, over } = how === 'take' ? fresh : join(had, fresh)
    out.set(`${id}-low`, keep(low)).set(`${id}-high`, keep(high))
    out.set(`${id}-low-soft`, keep(under)).set(`${id}-high-soft`, keep(over))
  }
  return out
}

/** Whether a control is a bound or softness of a band. */
export const isBandPart = ({ id }: Pick<Param, 'id'>): boolean =>
  /^(hue-(center|width|soft)|(sat|lum|red|green|blue)-(low|high)(-soft)?)$/.test(id)
