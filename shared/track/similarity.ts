/** Movements without shear: (x, y) goes to (a·x − b·y + c, b·x + a·y + d). */
export interface Similarity {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

export const stay: Similarity = { a: 1, b: 0, c: 0, d: 0 }

export type Spot = readonly [x: number, y: number]

export const moved = ({ a, b, c, d }: Similarity, [x, y]: Spot): Spot => [a * x - b * y + c, b * x + a * y + d]

/** First `first`, then `second`. */
export const chain = (first: Similarity, second: Similarity): Similarity => ({
  a: second.a * first.a - second.b * first.b,
  b: second.b * first.a + second.a * first.b,
  c: second.a * first.c - second.b * first.d + second.c,
  d: second.b * first.c + second.a * first.d + second.d,
})

/** What leads back; of what goes into nothing there is none, and that is a bug of the asker's. */
export function back({ a, b, c, d }: Similarity): Similarity {
  const area = a * a + b * b
  if (!(area > 0)) throw new Error('what goes into nothing does not lead back')
  const [p, q] = [a / area, -b / area]
  return { a: p, b: q, c: -(p * c - q * d), d: -(q * c + p * d) }
}

/** How many times larger what is moved is. */
export const zoomOf = ({ a, b }: Similarity): number => Math.sqrt(a * a + b * b)
