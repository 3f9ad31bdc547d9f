/** Neighbourhood passes in plain numbers: the truth that other executors give bit for bit. Sums are taken whole, neighbours one by one. */
import type { Program } from '../op/expr.ts'
import type { Box, Pass, Reach, Spread } from '../op/pass.ts'
import { closeBox, enterBox, enterSpread, splitBox } from './box.ts'
import { resample } from './resample.ts'
import { runKernel } from './run-kernel.ts'

/** Runs one pass over whole planes of `width × height`; returns fresh ones. */
export const runPass = (pass: Pass, inputs: readonly Float32Array[], width: number, height: number): Float32Array[] =>
  inputs.map((plane) => runOn(pass, plane, width, height))

function runOn(pass: Pass, plane: Float32Array, width: number, height: number): Float32Array {
  switch (pass.kind) {
    case 'size':
    case 'filter':
      return resample(pass, plane)
    case 'box':
      return box(pass, plane, width, height)
    case 'spread':
      return spread(pass, plane, width, height)
  }
}

const perPixel = (program: Program, planes: readonly Float32Array[], numbers: readonly number[] = []): Float32Array[] =>
  runKernel({ program, coefficients: Float32Array.from(numbers), tables: [] }, planes, planes[0]!.length, 1)

/** A way through a plane: so many lines of so many pixels, and where pixel i of line n stands. */
interface Way {
  readonly lines: number
  readonly length: number
  readonly at: (n: number, i: number) => number
}
const across = (width: number, height: number): Way => ({ lines: height, length: width, at: (n, i) => n * width + i })
const down = (width: number, height: number): Way => ({ lines: width, length: height, at: (n, i) => i * width + n })

function box(pass: Box, plane: Float32Array, width: number, height: number): Float32Array {
  let [now] = perPixel(enterBox(pass.of), [plane]) as [Float32Array]
  for (let i = 0; i < 3; i++) now = boxOnce(pass.of, false, pass.across, now, across(width, height))
  for (let i = 0; i < 3; i++) now = boxOnce(pass.of, i === 2, pass.down, now, down(width, height))
  return now
}

/** One box along each line; beyond its ends it has their values. */
function boxOnce(
  of: Box['of'],
  last: boolean,
  { whole, part, share }: Reach,
  now: Float32Array,
  way: Way,
): Float32Array {
  const held = (i: number) => Math.min(Math.max(i, 0), way.length - 1)
  const before = new Float32Array(now.length)
  const after = new Float32Array(now.length)
  const sums = perPixel(splitBox(of), [now]).map((plane) => {
    const numbers = new Int32Array(plane.buffer)
    const out = new Int32Array(now.length)
    for (let n = 0; n < way.lines; n++)
      for (let i = 0; i < way.length; i++) {
        let sum = 0
        for (let j = i - whole; j <= i + whole; j++) sum += numbers[way.at(n, held(j))]!
        out[way.at(n, i)] = sum
      }
    return new Float32Array(out.buffer)
  })
  for (let n = 0; n < way.lines; n++)
    for (let i = 0; i < way.length; i++) {
      before[way.at(n, i)] = now[way.at(n, held(i - whole - 1))]!
      after[way.at(n, i)] = now[way.at(n, held(i + whole + 1))]!
    }
  return perPixel(closeBox(of, last), [...sums, before, after], [part, share])[0]!
}

function spread(pass: Spread, plane: Float32Array, width: number, height: number): Float32Array {
  const [entered] = perPixel(enterSpread(), [plane]) as [Float32Array]
  const pick = pass.way === 'grow' ? Math.max : Math.min
  const once = (now: Float32Array, reach: number, way: Way): Float32Array => {
    const out = new Float32Array(now.length)
    for (let n = 0; n < way.lines; n++)
      for (let i = 0; i < way.length; i++) {
        let most = now[way.at(n, i)]!
        for (let j = Math.max(0, i - reach); j <= Math.min(way.length - 1, i + reach); j++)
          most = pick(most, now[way.at(n, j)]!)
        out[way.at(n, i)] = most
      }
    return out
  }
  return once(once(entered, pass.across, across(width, height)), pass.down, down(width, height))
}
