/** Output blanking: whole columns and rows of the picture, black after everything else. */
import type { Blanking } from '../doc/grade.ts'
import type { Builder, Rgb } from '../op/expr.ts'

/**
 * The picture with its blanked columns and rows at 0, the output's lowest code value; of several blankings the larger on each side. Shares
 * are of the width and the height, rounded to whole columns and rows. The same `rgb` comes back where nothing is blanked.
 */
export function drawBlanking(
  b: Builder,
  blankings: readonly Blanking[],
  [width, height]: readonly [number, number],
  rgb: Rgb,
): Rgb {
  const lines = [width, height, width, height].map((size, i) =>
    Math.floor(Math.max(...blankings.map((one) => one[i]!)) * size + 0.5),
  )
  if (lines.every((n) => n === 0)) return rgb
  const [left, top, right, bottom] = lines as [number, number, number, number]
  const within = (at: ReturnType<Builder['x']>, low: number, high: number) =>
    b.and(b.lt(b.coef(low - 0.5), at), b.lt(at, b.coef(high - 0.5)))
  const seen = b.and(within(b.x(), left, width - right), within(b.y(), top, height - bottom))
  return b.each(rgb, (v) => b.select(seen, v, b.const(0)))
}
