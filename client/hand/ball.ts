/**
 * A trackball over three channels: where a push of the puck takes R, G and B, and back. Pure.
 *
 * The plane is that of a vectorscope: Cb to the right, Cr upwards, with the luma weights of ITU-R BT.709-6, item 3.2, and a push
 * leaves luma where it is. Lift, gamma and gain are drawn through lum mix, which takes from each channel w / (1 − w) of what each other one
 * adds (shared/ops/primaries.ts): for those the stored numbers are chosen so that, at its rest of 100, the *picture* moves along the plane.
 */
export type Mixing = 'plain' | 'mixed'

const [wr, wg, wb] = [0.2126, 0.7152, 0.0722] as const
/** R for one of Cr and B for one of Cb (BT.709-6, item 3.3), before scaling. */
const [kr, kb] = [2 * (1 - wr), 2 * (1 - wb)] as const
/** A push of one towards red moves R by about one. */
const scale = 0.65

/** Share of the soft range that R moves when the puck goes from the middle to the ring's edge; the value may go on beyond. */
export const edgeShare = 0.12

/** The level of three channels: their luma. */
export const level = (r: number, g: number, b: number): number => wr * r + wg * g + wb * b

type Triple = readonly [number, number, number]
const weights: Triple = [wr, wg, wb]
const spread = weights.reduce((sum, w) => sum + w * (1 - w), 0)

/** What lum mix at 100 makes of changes whose luma is nought. */
export function mixed(d: Triple): Triple {
  const taken = weights.reduce((sum, w, i) => sum + (w / (1 - w)) * d[i]!, 0)
  return d.map((v, i) => v / (1 - weights[i]!) - taken) as unknown as Triple
}

/** Its inverse: the changes without luma that lum mix at 100 makes these of. */
function unmixed(e: Triple): Triple {
  const back = weights.reduce((sum, w, i) => sum + w * (1 - w) * e[i]!, 0) / spread
  return e.map((v, i) => (v - back) * (1 - weights[i]!)) as unknown as Triple
}

/** A push (x right, y up) as changes of R, G, B that leave luma. */
export function push(x: number, y: number, mixing: Mixing): Triple {
  const [r, b] = [kr * scale * y, kb * scale * x]
  const e: Triple = [r, -(wr * r + wb * b) / wg, b]
  return mixing === 'mixed' ? unmixed(e) : e
}

/** The puck's place for R, G, B: x right, y up, the level taken out. The inverse of `push`. */
export function place(r: number, g: number, b: number, mixing: Mixing): [number, number] {
  const y = level(r, g, b)
  const d: Triple = [r - y, g - y, b - y]
  const e = mixing === 'mixed' ? mixed(d) : d
  return [e[2] / (kb * scale), e[0] / (kr * scale)]
}

/** Holds a place within the unit circle, for drawing. */
export function within(x: number, y: number): [number, number] {
  const length = Math.hypot(x, y)
  return length > 1 ? [x / length, y / length] : [x, y]
}

/** Where the primaries and their opposites lie on a vectorscope, degrees anticlockwise from the right. */
export const rim: readonly { readonly degrees: number; readonly title: string }[] = [
  { degrees: 103, title: 'R' },
  { degrees: 167, title: 'Y' },
  { degrees: 241, title: 'G' },
  { degrees: 283, title: 'C' },
  { degrees: 347, title: 'B' },
  { degrees: 61, title: 'M' },
]
