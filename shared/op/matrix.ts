/** 3×3 matrices in f64: primaries to XYZ, adaptation between whites, and what it takes from one gamut to another. */

/** Row by row: `[m0 m1 m2; m3 m4 m5; m6 m7 m8]`, applied to a column. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number]
export type Vec = readonly [number, number, number]
/** CIE 1931 xy. */
export type Chromaticity = readonly [number, number]

export const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** `a · b`: b is applied first. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const at = (r: number, c: number) => a[3 * r]! * b[c]! + a[3 * r + 1]! * b[3 + c]! + a[3 * r + 2]! * b[6 + c]!
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)]
}

export function transform(m: Matrix, [x, y, z]: Vec): Vec {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z]
}

/** The inverse by cofactors; a singular matrix is our own bug and throws. */
export function invert(m: Matrix): Matrix {
  const [a, b, c, d, e, f, g, h, i] = m
  const [x, y, z] = [e * i - f * h, f * g - d * i, d * h - e * g]
  const det = a * x + b * y + c * z
  if (det === 0) throw new Error('the matrix is singular')
  return [
    x / det,
    (c * h - b * i) / det,
    (b * f - c * e) / det,
    y / det,
    (a * i - c * g) / det,
    (c * d - a * f) / det,
    z / det,
    (b * g - a * h) / det,
    (a * e - b * d) / det,
  ]
}

/** XYZ of a chromaticity, with Y = 1. */
export const whiteXyz = ([x, y]: Chromaticity): Vec => [x / y, 1, (1 - x - y) / y]

/** RGB -> XYZ: the columns are the primaries, scaled so that RGB = 1 gives the white at Y = 1 (SMPTE RP 177). */
export function rgbToXyz(primaries: readonly [Chromaticity, Chromaticity, Chromaticity], white: Chromaticity): Matrix {
  const [[rx, ry], [gx, gy], [bx, by]] = primaries
  const npm: Matrix = [rx, gx, bx, ry, gy, by, 1 - rx - ry, 1 - gx - gy, 1 - bx - by]
  const [r, g, b] = transform(invert(npm), whiteXyz(white))
  return [npm[0] * r, npm[1] * g, npm[2] * b, npm[3] * r, npm[4] * g, npm[5] * b, npm[6] * r, npm[7] * g, npm[8] * b]
}

/** Cone responses: Bradford (Lam 1985) and CAT02 (CIE 159:2004), as OpenColorIO 2.6 writes them. */
export const cones = {
  bradford: [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296],
  cat02: [0.7328, 0.4296, -0.1624, -0.7036, 1.6975, 0.0061, 0.003, 0.0136, 0.9834],
} as const satisfies Record<string, Matrix>

export type Adaptation = keyof typeof cones

/** Von Kries in the cone space: XYZ under one white -> XYZ under another. */
export function adapt(from: Chromaticity, to: Chromaticity, by: Adaptation): Matrix {
  if (from[0] === to[0] && from[1] === to[1]) return identity
  const cone = cones[by]
  const [a, b] = [transform(cone, whiteXyz(from)), transform(cone, whiteXyz(to))]
  return multiply(invert(cone), multiply([b[0] / a[0], 0, 0, 0, b[1] / a[1], 0, 0, 0, b[2] / a[2]], cone))
}

export interface Gamut {
  readonly primaries: readonly [Chromaticity, Chromaticity, Chromaticity]
  readonly white: Chromaticity
}

/** Linear RGB of one gamut -> linear RGB of another; the identity, exactly, where they are the same. */
export function between(from: Gamut, to: Gamut, by: Adaptation): Matrix {
  const same = [...from.primaries.flat(), ...from.white].every((v, i) => v === [...to.primaries.flat(), ...to.white][i])
  if (same) return identity
  return multiply(
    invert(rgbToXyz(to.primaries, to.white)),
    multiply(adapt(from.white, to.white, by), rgbToXyz(from.primaries, from.white)),
  )
}

/** CIE standard illuminant D65, as the standards of video round it. */
export const D65: Chromaticity = [0.3127, 0.329]
