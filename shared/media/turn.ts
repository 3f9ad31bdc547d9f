/** A picture that its file says is to be turned: phones record along the sensor, however they are held. */

/** Degrees clockwise from the stored picture to the upright one; absent where it is stored upright. */
export type Turn = 90 | 180 | 270

/** Width and height after the turn; the same function leads back. */
export const turned = (turn: Turn | undefined, width: number, height: number): readonly [number, number] =>
  turn === 90 || turn === 270 ? [height, width] : [width, height]

/** Turns one plane of `width` × `height` stored samples; copies, nothing else. */
export function turnPlane(
  plane: Float32Array,
  width: number,
  height: number,
  turn: Turn,
  out: Float32Array,
): Float32Array {
  // Where the first stored sample goes, and how far the next in a row and in a column lie from it.
  const [first, right, down] =
    turn === 90
      ? [height - 1, height, -1]
      : turn === 180
        ? [width * height - 1, -1, -width]
        : [(width - 1) * height, -height, 1]
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0, o = first + y * down; x < width; x++, o += right) out[o] = plane[i++]!
  return out
}
