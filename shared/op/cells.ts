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

/** `fill` writes the values at `CELLS + 1` even places from `low` to `high`; `below` and `above` are the slopes past them. */
export function cellsOf(
  name: string,
  [low, high]: readonly [number, number],
  fill: (values: Float64Array) => void,
  [below, above]: readonly [number, number],
): Cells {
  const values = new Float64Array(CELLS + 1)
  fill(values)
  const width = (high - low) / CELLS
  const data = new Float32Array(2 * (CELLS + 2))
  const set = (i: number, value: number, rise: number): void => {
    data[2 * i] = value
    data[2 * i + 1] = Math.abs(rise) < LEAST ? 0 : rise
    if (Math.abs(data[2 * i]!) < LEAST) data[2 * i] = 0
  }
  set(0, values[0]! - below * width, below * width)
  // Each cell ends where the next one begins, as rounded.
  let value = Math.fround(values[0]!)
  for (let i = 0; i < CELLS; i++) {
    const next = Math.fround(values[i + 1]!)
    set(i + 1, value, next - value)
    value = next
  }
  set(CELLS + 1, value, above * width)
  return { name, data, low, high }
}

/** A spline over its knots; where it lies within 0 … 1 over all of that, so that the range is the same however its points move. */
export function splineCells(name: string, spline: Spline): Cells {
  const { knots, a, b, c } = spline
  const [first, last] = [knots[0]!, knots.at(-1)!]
  const low = first >= 0 && last <= 1 ? 0 : first
  const high = first >= 0 && last <= 1 ? 1 : Math.max(last, first + 1)
  const slopes = endSlopes(spline)
  const fill = (values: Float64Array): void => {
    const width = (high - low) / CELLS
    const end = a.length - 1
    const stop = (a[end]! * (last - knots[end]!) + b[end]!) * (last - knots[end]!) + c[end]!
    let piece = 0
    for (let i = 0; i <= CELLS; i++) {
      const x = low + i * width
      if (x <= first) values[i] = c[0]! + (x - first) * b[0]!
      else if (x >= last) values[i] = stop + (x - last) * slopes[1]
      else {
        while (piece < end && x >= knots[piece + 1]!) piece++
        const t = x - knots[piece]!
        values[i] = (a[piece]! * t + b[piece]!) * t + c[piece]!
      }
    }
  }
  return cellsOf(name, [low, high], fill, slopes)
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
