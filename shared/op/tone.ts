/**
 * How scene light becomes display light: one smooth curve a channel, in the primaries of the display. Its form is Daniele Siragusano's
 * tone scale as ACES 2.0 publishes it (Academy, ACES 2 technical documentation, "Tone mapping"), for a display of any peak; only the grey is
 * ours: 18 % comes to 12 % of a white of 100 cd/m², code 0.413 under gamma 2.4 (docs/decisions/0001), and higher where the peak is.
 */
import { log2, pow } from './libm.ts'

/** Contrast, toe, scene grey and where it comes to on a display of 100 cd/m². */
const G = 1.15
const TOE = 0.04
const GREY = 0.18
const TO = 0.12
/** The light that reaches the peak, at 100 and at 10,000 cd/m², even in stops of the peak between; and what a stop of peak adds to grey. */
const [HIT_LOW, HIT_HIGH] = [128, 896]
const STOPS = log2(100)
const LIFT = 0.14

/** Inverse of y = f² / (f + TOE). */
const root = (y: number): number => (y + Math.sqrt(y * (y + 4 * TOE))) / 2

export interface Tone {
  /** Scene light (0.18 is grey) -> display light (1 is 100 cd/m²). Nothing below 0, no end above. */
  readonly toDisplay: (x: number) => number
  /** Display light, held to 0 … peak, -> v of 0 … 1, a smooth function on each octave; the scene light is scale · v / (1 − v). */
  readonly share: (y: number) => number
  readonly scale: number
  /** Scene light that comes to the peak: 128 for a peak of 1. */
  readonly hit: number
  /** Display light of scene grey. */
  readonly grey: number
}

/** The tone of a display whose brightest light is `peak`, 1 to 100 times 100 cd/m². */
export function toneOf(peak: number): Tone {
  const stops = log2(peak)
  const hit = HIT_LOW + (HIT_HIGH - HIT_LOW) * (stops / STOPS)
  const grey = TO * (1 + stops * LIFT)
  // The published constants bring grey near its place only; solved for both ends, GREY comes to `grey` and `hit` to the peak exactly.
  const top = root(peak)
  const q = pow(root(grey) / top, 1 / G)
  const s = (GREY * hit * (1 - q)) / (q * hit - GREY)
  const m = top * pow((hit + s) / hit, G)
  return {
    hit,
    grey,
    scale: s,
    toDisplay: (x) => {
      if (x <= 0) return 0
      const f = m * pow(x / (x + s), G)
      return (f * f) / (f + TOE)
    },
    share: (y) => pow(root(Math.min(Math.max(y, 0), peak)) / m, 1 / G),
  }
}

/** The scene light that comes to y. */
export function toScene({ share, scale }: Tone, y: number): number {
  const v = share(y)
  return (scale * v) / (1 - v)
}
