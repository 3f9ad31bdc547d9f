/** A trackball over three channels: where a push of the puck takes R, G and B, and back. Pure. */

/** Degrees of the channels, anticlockwise from the right, as on a vectorscope: red at 103°, the others a third of a turn away. */
const angles = { r: 103, g: 223, b: 343 } as const
const axis = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)] as const
const axes = [axis(angles.r), axis(angles.g), axis(angles.b)] as const

/** Share of the soft range that the ring's edge stands for; the value may go on beyond the edge. */
export const edgeShare = 0.3

/** A push (x right, y up) as changes of R, G, B whose sum is nought: the colour moves, the level stays. */
export function push(x: number, y: number): [number, number, number] {
  const [r, g] = [axes[0][0] * x + axes[0][1] * y, axes[1][0] * x + axes[1][1] * y]
  return [r, g, -(r + g)]
}

/** The puck's place for R, G, B: x right, y up, the level taken out. The inverse of `push`. */
export function place(r: number, g: number, b: number): [number, number] {
  const mean = (r + g + b) / 3
  const [dr, dg, db] = [r - mean, g - mean, b - mean]
  return [
    (2 / 3) * (dr * axes[0][0] + dg * axes[1][0] + db * axes[2][0]),
    (2 / 3) * (dr * axes[0][1] + dg * axes[1][1] + db * axes[2][1]),
  ]
}

/** Holds a place within the unit circle, for drawing. */
export function within(x: number, y: number): [number, number] {
  const length = Math.hypot(x, y)
  return length > 1 ? [x / length, y / length] : [x, y]
}

/** Conic gradient stops of the ring's rim: hue by vectorscope angle, for the faint tint that says which way is which. */
export const rim: readonly { readonly degrees: number; readonly title: string }[] = [
  { degrees: angles.r, title: 'R' },
  { degrees: angles.g - 60, title: 'Y' },
  { degrees: angles.g, title: 'G' },
  { degrees: angles.b - 60, title: 'C' },
  { degrees: angles.b, title: 'B' },
  { degrees: angles.r - 60, title: 'M' },
]
