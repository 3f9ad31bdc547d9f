/**
 * Functions of one number through even cells: for what bends anywhere but nowhere without measure (splines), where the tables by octaves
 * of `table.ts` are for what climbs towards 0 or over many octaves. Straight on past both ends.
 */
import type { Builder, Table, V } from './expr.ts'
import { endSlopes, type Spline } from './spline.ts'
import type { Chain } from './zones.ts'

/** Cells of a table. Off by f″·w²/8 at most, w the width of a cell: 2e-6 where f″ is 1,000 over a range of 1. */
export const CELLS = 8192

/** Slopes below this share of a cell are none, so that no product of them is subnormal. */
const LEAST = 1 / 1099511627776

/** What a table of cells holds: from `low` to `high`, an end cell on either side for all that lies beyond. */
export interface Cells extends Table {
  readonly low: number
  readonly high: number
}

/** What tables are filled through, one after the other: a fresh one for each would be the larger part of the work. */
const scratch = new Float64Array(CELLS + 1)

/** `fill` writes the values at `CELLS + 1` even places from `low` to `high`; `below` and `above` are the slopes past them. */
export function cellsOf(
  name: string,
  [low, high]: readonly [number, number],
  fill: (values: Float64Array) => void,
  [below, above]: readonly [number, number],
): Cells {
  fill(scratch)
  const values = scratch
  const width = (high - low) / CELLS
  const data = new Float32Array(2 * (CELLS + 2))
  /** What is as good as 0 is 0. */
  const firm = (x: number): number => (Math.abs(x) < LEAST ? 0 : x)
  // Each cell ends where the next one begins, as rounded.
  let value = Math.fround(values[0]!)
  data[0] = firm(Math.fround(values[0]! - below * width))
  data[1] = firm(below * width)
  for (let i = 0; i < CELLS; i++) {
    const next = Math.fround(values[i + 1]!)
    const rise = next - value
    data[2 * i + 2] = value < LEAST && value > -LEAST ? 0 : value
    data[2 * i + 3] = rise < LEAST && rise > -LEAST ? 0 : rise
    value = next
  }
  data[2 * CELLS + 2] = firm(value)
  data[2 * CELLS + 3] = firm(above * width)
  return { name, data, low, high }
}

/** The values of a spline at even places from `low` to `high`, as `valueAt` has them: pieces are walked along and not searched. */
export function fillSpline({ knots, a, b, c }: Spline, low: number, high: number, values: Float64Array): void {
  const width = (high - low) / (values.length - 1)
  const [first, last] = [knots[0]!, knots.at(-1)!]
  const end = a.length - 1
  const t = last - knots[end]!
  const stop = (a[end]! * t + b[end]!) * t + c[end]!
  const slope = 2 * a[end]! * t + b[end]!
  let i = 0
  const [y, rise] = [c[0]!, b[0]!]
  for (let x = low; i < values.length && x <= first; x = low + ++i * width) values[i] = y + (x - first) * rise
  for (let piece = 0; piece <= end; piece++) {
    const [from, to, p, q, z] = [knots[piece]!, knots[piece + 1]!, a[piece]!, b[piece]!, c[piece]!]
    for (let x = low + i * width; i < values.length && x < to; x = low + ++i * width) {
      const rest = x - from
      values[i] = (p * rest + q) * rest + z
    }
  }
  for (; i < values.length; i++) values[i] = stop + (low + i * width - last) * slope
}

/** A spline over its knots; where it lies within 0 … 1 over all of that, so that the range is the same however its points move. */
export function splineCells(name: string, spline: Spline): Cells {
  const { knots } = spline
  const [first, last] = [knots[0]!, knots.at(-1)!]
  const low = first >= 0 && last <= 1 ? 0 : first
  const high = first >= 0 && last <= 1 ? 1 : Math.max(last, first + 1)
  return cellsOf(name, [low, high], (values) => fillSpline(spline, low, high, values), endSlopes(spline))
}

/** A chain of tonal zones over its range; what it has beyond is the caller's to draw. */
export function chainCells(name: string, { range, run, slopes }: Chain): Cells {
  const fill = (values: Float64Array): void => {
    const width = (range[1] - range[0]) / CELLS
    for (let i = 0; i <= CELLS; i++) values[i] = range[0] + i * width
    run(values)
  }
  return cellsOf(name, range, fill, slopes)
}

/** The function at x: the cell's value and what is left of its width times its rise; the end cells go on without an end. */
export function drawCells(b: Builder, cells: Cells, x: V): V {
  // Held, so that the product below stays a normal number; the range is never narrower than 1.
  const along = b.hold(b.mul(b.sub(x, b.coef(cells.low)), b.coef(1 / (cells.high - cells.low))))
  const u = b.mul(along, b.const(CELLS))
  const cell = b.max(b.min(b.floor(u), b.const(CELLS)), b.const(-1))
  const i = b.toInt(b.add(cell, b.const(1)))
  const T = b.table(cells)
  return b.add(b.value(T, i), b.mul(b.sub(u, cell), b.slope(T, i)))
}
