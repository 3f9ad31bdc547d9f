/**
 * OpenColorIO's grading operators in f64, written from colour.md 3.3, 3.7 and 3.9 and not from the code: slopes are integrated, inverses
 * are found by halves, polynomials nowhere.
 */
import { LUMA, luma, type Triple } from './kit.ts'

export type Fn = (x: number) => number
const each = (rgb: Triple, f: (x: number, i: number) => number): Triple => [f(rgb[0], 0), f(rgb[1], 1), f(rgb[2], 2)]

/** The rising function whose slope goes straight from knot to knot and holds outside. */
function integral(knots: readonly number[], slopes: readonly number[], y0: number): Fn {
  const slope = (x: number): number => {
    if (x <= knots[0]!) return slopes[0]!
    const i = knots.findIndex((k) => x < k)
    if (i < 0) return slopes.at(-1)!
    return slopes[i - 1]! + ((slopes[i]! - slopes[i - 1]!) * (x - knots[i - 1]!)) / (knots[i]! - knots[i - 1]!)
  }
  return (x) => {
    if (x < knots[0]!) return y0 + (x - knots[0]!) * slopes[0]!
    let y = y0
    for (let i = 0; i < knots.length; i++) {
      const [from, to] = [knots[i]!, Math.min(x, knots[i + 1] ?? Infinity)]
      if (to <= from) break
      // The mean slope of a straight slope is the one in the middle.
      y += (to - from) * slope((from + to) / 2)
    }
    return y
  }
}

export function inverse(f: Fn): Fn {
  return (y) => {
    let [low, high] = [-1, 1]
    while (f(low) > y) low *= 2
    while (f(high) < y) high *= 2
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2
      if (f(middle) < y) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
}

export interface Style {
  bottom: number
  top: number
  topOfS: number
  pivot: number
}
export const code: Style = { bottom: 0, top: 1, topOfS: 1, pivot: 0.4 }
export const stops: Style = { bottom: -5.5, top: 7.5, topOfS: 6.5, pivot: 0 }

/** Slope 1 at the ends, 1 ± δ about the centre, 1 ± 0.4 δ outside; the far side's halo closes the area. */
export function midtones(v: number, centre: number, width: number, { bottom, top }: Style): Fn {
  const w = Math.min(width, (top - bottom) * 0.95)
  const c = Math.min(Math.max(centre, bottom + w * 0.51), top - w * 0.51)
  const knots = [bottom, c - w / 2, c - w / 4, c + w / 4, c + w / 2, top]
  const d = (v - 1) * 0.9
  const by = (halo: number): Fn => {
    const low = c <= (top + bottom) / 2
    const slopes = [1, low ? 1 + 0.4 * d : 1 + halo, 1 + d, 1 - d, low ? 1 + halo : 1 - 0.4 * d, 1]
    return integral(knots, slopes, bottom)
  }
  // The top comes to the top: linear in the halo, so two tries give it.
  const [a, b] = [by(0)(top) - top, by(1)(top) - top]
  return by(-a / (b - a))
}

/** From slope m0 to slope m2, with one slope in the middle so that the end stays. */
function bow(low: number, high: number, m0: number, m2: number): Fn {
  const middle = 2 - (m0 + m2) / 2
  return integral([low, (low + high) / 2, high], [m0, middle, m2], low)
}
export const highlights = (v: number, start: number, pivot: number): Fn =>
  v >= 1 ? bow(start, pivot, 1, 2 - v) : inverse(bow(start, pivot, 1, v))
export const shadows = (v: number, start: number, pivot: number): Fn =>
  v <= 1 ? bow(pivot, start, v, 1) : inverse(bow(pivot, start, 2 - v, 1))

export function whites(v: number, start: number, width: number): Fn {
  const end = start + width
  if (v <= 1) return integral([start, end], [1, v], start)
  const m = 2 - v
  const gain = (1 + m) / 2
  const back = inverse(integral([start, end], [1, m], start))
  const scaled: Fn = (x) => (back((x - start) * gain + start) - start) / gain + start
  const near = 1 / (1 + 0.99 * (m - 1))
  const bend = (0.5 * (1 / m - near)) / (0.01 * width)
  return (x) => (x <= end ? scaled(x) : start + width / gain + (x - end) / m + bend * (x - end) ** 2)
}

export function blacks(v: number, start: number, width: number): Fn {
  const low = start - width
  const m = v > 1 ? 2 - v : v
  const gain = (1 + m) / 2
  const bent = integral([low, start], [m, 1], start - gain * width)
  if (v > 1) return bent
  const back = inverse(bent)
  return (x) => (back((x - start) * gain + start) - start) / gain + start
}

export function sContrast(v: number, { bottom, pivot, topOfS }: Style): Fn {
  const k = v > 1 ? 1 / (1.8125 - 0.8125 * v) : 0.28125 + 0.71875 * v
  // A side from the pivot outwards: straight for a quarter of the range in what comes out, bent, straight again, so that the end stays.
  const side = (range: number): Fn => {
    const from = (0.25 * range) / k
    const least = 0.3 * (range - from)
    let [start, to, slope] = [from, (2 * range) / (1 + k) - from, 1 / k]
    if (to > range) [start, to] = [(2 * range) / (1 + k) - range, range]
    else if (to - from < least) {
      to = from + least
      const middle = (from + to) / 2
      slope = (range - k * middle) / (range - middle)
    }
    return integral([0, start, to], [k, k, slope], 0)
  }
  const [up, down] = [side(topOfS - pivot), side(pivot - bottom)]
  return (x) => (x >= pivot ? pivot + up(x - pivot) : pivot - down(pivot - x))
}

const [BREAK, SHIFT, GAIN] = [0.0041318374739483946, -0.000157849851665374, 363.034608563]
export const linToLog: Fn = (x) => (x < BREAK ? x * GAIN - 7 : Math.log2((x + SHIFT) / (0.18 + SHIFT)))
export const logToLin: Fn = (y) => (y < -5.5 ? (y + 7) / GAIN : 2 ** y * (0.18 + SHIFT) - SHIFT)

export interface Hsy {
  h: number
  s: number
  y: number
}
export function toHsy(rgb: Triple, style: string): Hsy {
  const y = luma(rgb)
  const dist = rgb.reduce((sum, v) => sum + Math.abs(v - y), 0)
  const [r, g, b] = rgb
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const d = most - least
  const turn = r === most ? 1 + (g - b) / d : g === most ? 3 + (b - r) / d : 5 + (r - g) / d
  const lit = Math.min(Math.max((y - 0.001) / 0.009, 0), 1)
  const bright = dist / Math.max(0.07 * dist + 1e-6, 0.15 + r + g + b)
  const s = style === 'lin' ? 1.4 * (5 * dist + lit * (bright - 5 * dist)) : dist * (style === 'log' ? 4 : 1.25)
  return { h: d === 0 ? 0 : turn / 6, s, y }
}
/** The colour of that hue and luma whose own saturation is the one asked for, found by halves along the ray from grey. */
export function fromHsy({ h, s, y }: Hsy, style: string): Triple {
  const at = h - 1 / 6 + (y < 0 ? 0.5 : 0)
  const six = (at - Math.floor(at)) * 6
  const clamp = (x: number) => Math.min(Math.max(x, 0), 1)
  const pure: Triple = [clamp(Math.abs(six - 3) - 1), clamp(2 - Math.abs(six - 2)), clamp(2 - Math.abs(six - 4))]
  const own = luma(pure)
  const ray: Triple = each(pure, (x) => (y < 0 ? own - x : x - own))
  const colour = (k: number): Triple => each(ray, (x) => y + k * x)
  let [low, high] = [0, 1]
  while (toHsy(colour(high), style).s < s && high < 1e6) high *= 2
  for (let i = 0; i < 70; i++) {
    const middle = (low + high) / 2
    if (toHsy(colour(middle), style).s < s) low = middle
    else high = middle
  }
  return colour(low)
}

/** GradingPrimary of colour.md 3.3; `n` in OpenColorIO's order R G B M. */
export interface Primary {
  brightness?: number[]
  contrast?: number[]
  gamma?: number[]
  offset?: number[]
  exposure?: number[]
  lift?: number[]
  gain?: number[]
  saturation?: number
  pivot: number
  pivotBlack?: number
  pivotWhite?: number
  clampBlack?: number
  clampWhite?: number
}
export function primary(style: string, p: Primary, input: Triple, nudge: number): Triple {
  const f32 = Math.fround
  const ulp = (...summands: number[]) => (nudge * summands.reduce((s, v) => s + Math.abs(v), 0)) / 8388608
  const sum = (v: number[] | undefined, i: number) => (v ? f32(v[i]!) + f32(v[3]!) : 0)
  const product = (v: number[] | undefined, i: number) => (v ? f32(v[i]!) * f32(v[3]!) : 1)
  const power = (x: number, e: number) => Math.sign(x) * Math.abs(x) ** e
  const [black, white] = [f32(p.pivotBlack ?? 0), f32(p.pivotWhite ?? 1)]
  let rgb = each(input, (x) => x + ulp(x))
  if (style === 'log')
    rgb = each(rgb, (x, i) => x + (sum(p.brightness, i) * 6.25) / 1023 + ulp(x, (sum(p.brightness, i) * 6.25) / 1023))
  if (style === 'log' && p.contrast) {
    const pivot = 0.5 + 0.5 * f32(p.pivot)
    rgb = each(rgb, (x, i) => {
      const far = (x - pivot + ulp(x, pivot)) * product(p.contrast, i)
      return far + pivot + ulp(far, pivot)
    })
  }
  if (style === 'lin') {
    rgb = each(rgb, (x, i) => (x + sum(p.offset, i) + ulp(x, sum(p.offset, i))) * 2 ** sum(p.exposure, i))
    const pivot = 0.18 * 2 ** f32(p.pivot)
    if (p.contrast) rgb = each(rgb, (x, i) => power(x / pivot, product(p.contrast, i)) * pivot)
  }
  if (style === 'video')
    rgb = each(rgb, (x, i) => {
      const [l, g, o] = [sum(p.lift, i), product(p.gain, i), sum(p.offset, i)]
      const slope = (white - black) / (white / g + l - black)
      const moved = x + o + l - black + ulp(x, o, l, black)
      return moved * slope + black + ulp(moved * slope, black)
    })
  if (style !== 'lin' && p.gamma)
    rgb = each(rgb, (x, i) => {
      const n = (x - black + ulp(x, black)) / (white - black)
      const bent = power(n, 1 / product(p.gamma, i)) * (white - black)
      return bent + black + ulp(bent, black)
    })
  if (p.saturation !== undefined) {
    const s = f32(p.saturation)
    const parts = rgb.map((x, i) => x * LUMA[i]!)
    const y = parts[0]! + parts[1]! + parts[2]! + ulp(...parts)
    rgb = each(rgb, (x) => y + s * (x - y + ulp(x, y)) + ulp(y, s * (x - y)))
  }
  const [low, high] = [f32(p.clampBlack ?? -65504), f32(p.clampWhite ?? 65504)]
  return each(rgb, (x) => Math.min(Math.max(x, low), high))
}
