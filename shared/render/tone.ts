/**
 * How scene light becomes display light: one smooth curve a channel, in the primaries of the display. Its form is Daniele Siragusano's
 * tone scale as ACES 2.0 publishes it (Academy, ACES 2 technical documentation, "Tone mapping", constants for a peak of 100 cd/m²);
 * only the grey is ours: 18 % comes to 12 % of the display's white, code 0.413 under gamma 2.4 (docs/decisions/0001).
 */
import { log2, pow } from '../op/libm.ts'

/** Contrast, toe, the light that reaches the peak, scene grey and where it comes to. */
const G = 1.15
const TOE = 0.04
const HIT = 128
const GREY = 0.18
const TO = 0.12

/** Inverse of y = f² / (f + TOE). */
const root = (y: number): number => (y + Math.sqrt(y * (y + 4 * TOE))) / 2
const PEAK = root(1)
// The published constants bring grey near its place only; solved for both ends, GREY comes to TO and HIT to 1 exactly.
const Q = pow(root(TO) / PEAK, 1 / G)
const S = (GREY * HIT * (1 - Q)) / (Q * HIT - GREY)
const M = PEAK * pow((HIT + S) / HIT, G)

/** Scene light (0.18 is grey) -> display light (1 is its white). Nothing below 0, no end above: 128 is white, 65,504 a little more. */
export function tone(x: number): number {
  if (x <= 0) return 0
  const f = M * pow(x / (x + S), G)
  return (f * f) / (f + TOE)
}

/** log2 of the scene light that `tone` brings to y; y is held to 0 … 1, and the light to 2^-40 and above. */
export function unToneLog2(y: number): number {
  const v = pow(root(Math.min(Math.max(y, 0), 1)) / M, 1 / G)
  return v <= 0 ? -40 : Math.max(-40, log2((S * v) / (1 - v)))
}
