/**
 * The primaries in f64, written from their doc and not from their code. `nudge` is −1, 0 or 1 and moves the input and each intermediate
 * sum by that many 2^-23 of its summands (engine.md, "Truth").
 */
import { LUMA, type Triple } from './kit.ts'

export type Yrgb = readonly [number, number, number, number]
export interface Settings {
  readonly exposure?: number
  readonly lift?: Yrgb
  readonly gain?: Yrgb
  readonly gamma?: Yrgb
  readonly lumMix?: number
  readonly contrast?: number
  readonly pivot?: number
  readonly saturation?: number
  readonly hue?: number
  readonly temperature?: number
  readonly tint?: number
}

const ulp = (nudge: number, ...summands: number[]): number =>
  (nudge * summands.reduce((sum, v) => sum + Math.abs(v), 0)) / 8388608
const each = (rgb: Triple, f: (x: number, i: number) => number): Triple => [f(rgb[0], 0), f(rgb[1], 1), f(rgb[2], 2)]
export const held = (x: number): number => (Math.abs(x) < 2 ** -32 ? 0 : Math.min(Math.max(x, -65504), 65504))
const f32 = Math.fround

/** ARRI LogC3, EI 800, in the digits that ARRI prints ("ALEXA Log C Curve: Usage in VFX", 2017). */
const [a, b, c, d, e, f] = [5.555556, 0.052272, 0.24719, 0.385537, 5.367655, 0.092809]
export const logc3 = {
  cut: 0.010591,
  codeCut: e * 0.010591 + f,
  toLight: (y: number, nudge = 0) => {
    if (y < logc3.codeCut) return (y - f + ulp(nudge, y, f)) / e
    const power = 10 ** ((y - d + ulp(nudge, y, d)) / c)
    return (power - b + ulp(nudge, power, b)) / a
  },
  fromLight: (x: number, nudge = 0) => {
    if (x < logc3.cut) return e * x + f + ulp(nudge, e * x, f)
    const log = c * Math.log10(a * x + b + ulp(nudge, a * x, b))
    return log + d + ulp(nudge, log, d)
  },
}

/** Takes from each channel, scaled by mix, what the other two added beyond the master: d · w / (1 − w). */
function takeBack(own: Triple, master: Triple, mix: number, nudge: number): Triple {
  const added = each(own, (v, i) => v - master[i]! + ulp(nudge, v, master[i]!))
  const taken = added.map((v, i) => (mix / 100) * v * (LUMA[i]! / (1 - LUMA[i]!)))
  return each(own, (v, i) => {
    const others = taken.filter((_, j) => j !== i)
    return v - others[0]! - others[1]! + ulp(nudge, v, ...others)
  })
}

export const exposed = (stops: number, rgb: Triple, nudge: number): Triple =>
  each(rgb, (x) => logc3.fromLight(held(held(logc3.toLight(x, nudge)) * 2 ** stops), nudge))

export function levelled(lift: Yrgb, gain: Yrgb, mix: number, rgb: Triple, nudge: number): Triple {
  const line = (l: number, g: number, x: number) => {
    const slope = g / Math.max(1 + l * g, 1 / 64)
    return (x + l) * slope + ulp(nudge, x * slope, l * slope)
  }
  const own = each(rgb, (x, i) => line(lift[0] + lift[i + 1]!, gain[0] * gain[i + 1]!, x))
  const master = each(rgb, (x) => line(lift[0], gain[0], x))
  return takeBack(own, master, mix, nudge)
}

export function bent(gamma: Yrgb, mix: number, rgb: Triple, nudge: number): Triple {
  const bend = (x: number, g: number) => {
    const y = Math.sign(x) * Math.abs(x) ** Math.min(Math.max(1 / g, 1 / 20), 20)
    return held(y)
  }
  return takeBack(
    each(rgb, (x, i) => bend(x, gamma[0] * gamma[i + 1]!)),
    each(rgb, (x) => bend(x, gamma[0])),
    mix,
    nudge,
  )
}

const contrasted = (k: number, p: number, rgb: Triple, nudge: number): Triple =>
  each(rgb, (x) => {
    const far = (x - p + ulp(nudge, x, p)) * k
    return far + p + ulp(nudge, far, p)
  })

export function saturated(s: number, rgb: Triple, nudge: number): Triple {
  const parts = rgb.map((x, i) => x * LUMA[i]!)
  const y = parts[0]! + parts[1]! + parts[2]! + ulp(nudge, ...parts)
  return each(rgb, (x) => y + s * (x - y + ulp(nudge, x, y)) + ulp(nudge, y, s * (x - y)))
}

/** Cb and Cr turned; the channels from Y′, Cb, Cr by BT.709-6, items 3.2 and 3.3. */
export function turned(turns: number, rgb: Triple, nudge: number): Triple {
  const turn = (x: Triple): Triple => {
    const y = x[0] * LUMA[0] + x[1] * LUMA[1] + x[2] * LUMA[2]
    const [cb, cr] = [(x[2] - y) / 1.8556, (x[0] - y) / 1.5748]
    const [co, si] = [Math.cos(2 * Math.PI * turns), Math.sin(2 * Math.PI * turns)]
    const red = y + 1.5748 * (si * cb + co * cr)
    const blue = y + 1.8556 * (co * cb - si * cr)
    return [red, (y - LUMA[0] * red - LUMA[2] * blue) / LUMA[1], blue]
  }
  const columns = [turn([rgb[0], 0, 0]), turn([0, rgb[1], 0]), turn([0, 0, rgb[2]])]
  return each(turn(rgb), (x, i) => x + ulp(nudge, ...columns.map((column) => column[i]!)))
}

export function balanced(temperature: number, tint: number, rgb: Triple): Triple {
  const gains = [2 ** (temperature / 8000), 2 ** (-tint / 200), 2 ** (-temperature / 8000)]
  const luma = gains[0]! * LUMA[0] + gains[1]! * LUMA[1] + gains[2]! * LUMA[2]
  return each(rgb, (x, i) => (x * gains[i]!) / luma)
}

/**
 * All of it, in the published order; steps at rest are absent. Settings are taken as the f32 the document stores. `signs`: the channels
 * of the input move up or down each by itself, for where their differences decide.
 */
export function formula(s: Settings, input: Triple, nudge: number, signs: Triple = [1, 1, 1]): Triple {
  const mix = f32(s.lumMix ?? 100)
  const four = (v: Yrgb): Yrgb => [f32(v[0]), f32(v[1]), f32(v[2]), f32(v[3])]
  let rgb = each(input, (x, i) => held(x + ulp(nudge * signs[i]!, x)))
  const step = (next: Triple) => {
    rgb = each(next, held)
  }
  if (s.exposure) step(exposed(f32(s.exposure), rgb, nudge))
  if (s.lift || s.gain) step(levelled(four(s.lift ?? [0, 0, 0, 0]), four(s.gain ?? [1, 1, 1, 1]), mix, rgb, nudge))
  if (s.gamma) step(bent(four(s.gamma), mix, rgb, nudge))
  if (s.contrast !== undefined) step(contrasted(f32(s.contrast), f32(s.pivot ?? 0.435), rgb, nudge))
  if (s.saturation !== undefined) step(saturated(f32(s.saturation), rgb, nudge))
  if (s.hue) step(turned(f32(s.hue), rgb, nudge))
  if (s.temperature || s.tint) step(balanced(f32(s.temperature ?? 0), f32(s.tint ?? 0), rgb))
  return rgb
}

/** The settings as the document stores them. */
export const stored = (s: Settings): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(s).map(([id, v]) => [id === 'lumMix' ? 'lum-mix' : id, typeof v === 'number' ? [v] : [...v]]),
  )
