/** Places moved, turned and scaled, in f64. */

/** [a, b, c, d, e, f]: x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = readonly [number, number, number, number, number, number]

export const still: Affine = [1, 0, 0, 0, 1, 0]

/** `then` after `first`. */
export const after = ([a, b, c, d, e, f]: Affine, [m, n, o, p, q, r]: Affine): Affine => [
  a * m + b * p,
  a * n + b * q,
  a * o + b * r + c,
  d * m + e * p,
  d * n + e * q,
  d * o + e * r + f,
]

/** What a unit of area becomes; negative where it is mirrored. */
export const areaOf = ([a, b, , d, e]: Affine): number => a * e - b * d

/** The way back. Only of what has an area. */
export function inverse([a, b, c, d, e, f]: Affine): Affine {
  const area = a * e - b * d
  return [e / area, -b / area, (b * f - e * c) / area, -d / area, a / area, (d * c - a * f) / area]
}
