/**
 * Transfer curves as data. A curve is a list of pieces, each of a closed form of its own argument; the f64 formula and the steps per
 * pixel are both read from this one list, so that they cannot come apart.
 */
import { exp2, log2, pow } from './libm.ts'

/** y = k·x + m */
export interface Line {
  readonly form: 'line'
  readonly from: number
  readonly k: number
  readonly m: number
}

/** log: y = c·log2(a·x + b) + d; exp: y = c·2^(a·x + b) + d */
export interface Exponential {
  readonly form: 'log' | 'exp'
  readonly from: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/** y = c·(a·x + b)^p + d, the sum in brackets never below 0 */
export interface Power {
  readonly form: 'power'
  readonly from: number
  readonly a: number
  readonly b: number
  readonly p: number
  readonly c: number
  readonly d: number
}

/**
 * smooth: y = f(x), smooth on each octave of x for x ≥ 0; smooth-exp: y = 2^f(x), for what climbs so steeply that only its logarithm
 * is smooth enough. The name is that of its table.
 */
export interface Smooth {
  readonly form: 'smooth' | 'smooth-exp'
  readonly from: number
  readonly name: string
  readonly f: (x: number) => number
}

/** `from`: the argument from which the piece holds, up to the next one's; the first holds from -Infinity. */
export type Piece = Line | Exponential | Power | Smooth
export type Pieces = readonly Piece[]

/** A transfer curve both ways. Light is scene or display light with 1 as white or 0.18 as grey; code is 0..1. */
export interface Curve {
  readonly toLight: Pieces
  readonly fromLight: Pieces
}

/** The f64 value of a curve: the truth that tables and pixels are held against. */
export function evaluate(pieces: Pieces, x: number): number {
  let piece = pieces[0]!
  for (const next of pieces) if (x >= next.from) piece = next
  switch (piece.form) {
    case 'line':
      return piece.k * x + piece.m
    case 'log':
      return piece.c * log2(piece.a * x + piece.b) + piece.d
    case 'exp':
      return piece.c * exp2(piece.a * x + piece.b) + piece.d
    case 'power':
      return piece.c * pow(Math.max(piece.a * x + piece.b, 0), piece.p) + piece.d
    case 'smooth':
      return piece.f(x)
    case 'smooth-exp':
      return exp2(piece.f(x))
  }
}

/** log10(2) and ln(2), to f64. */
export const LOG10_2 = 0.3010299956639812
export const LN_2 = Math.LN2

/** Light is code: no curve. */
export const linear: Curve = {
  toLight: [{ form: 'line', from: -Infinity, k: 1, m: 0 }],
  fromLight: [{ form: 'line', from: -Infinity, k: 1, m: 0 }],
}

/**
 * A camera's log: code = c·log2(a·x + b) + d from `cut` up, e·x + f below it. `codeCut` is the code at which the inverse switches,
 * where its maker gives it; else it is e·cut + f.
 */
export function logCurve(o: {
  a: number
  b: number
  c: number
  d: number
  e: number
  f: number
  cut: number
  codeCut?: number
}): Curve {
  return {
    fromLight: [
      { form: 'line', from: -Infinity, k: o.e, m: o.f },
      { form: 'log', from: o.cut, a: o.a, b: o.b, c: o.c, d: o.d },
    ],
    toLight: [
      { form: 'line', from: -Infinity, k: 1 / o.e, m: -o.f / o.e },
      { form: 'exp', from: o.codeCut ?? o.e * o.cut + o.f, a: 1 / o.c, b: -o.d / o.c, c: 1 / o.a, d: -o.b / o.a },
    ],
  }
}

/** A power with a straight toe: code = (1 + o)·x^p − o from `cut` up, slope·x below it, below 0 too. */
export function toeCurve(o: { power: number; offset: number; slope: number; cut: number; codeCut: number }): Curve {
  const s = 1 + o.offset
  return {
    fromLight: [
      { form: 'line', from: -Infinity, k: o.slope, m: 0 },
      { form: 'power', from: o.cut, a: 1, b: 0, p: o.power, c: s, d: -o.offset },
    ],
    toLight: [
      { form: 'line', from: -Infinity, k: 1 / o.slope, m: 0 },
      { form: 'power', from: o.codeCut, a: 1 / s, b: o.offset / s, p: 1 / o.power, c: 1, d: 0 },
    ],
  }
}

/** A pure power: light = code^gamma; nothing below 0. */
export const gammaCurve = (gamma: number): Curve => ({
  toLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 1, b: 0, p: gamma, c: 1, d: 0 },
  ],
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 1, b: 0, p: 1 / gamma, c: 1, d: 0 },
  ],
})
