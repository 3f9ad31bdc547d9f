/**
 * Boxes and spreads on planes that stand in the WASM executor's memory. A step along a line of pixels is one kernel run over a whole row at
 * a time, so that four columns go in one vector; across, the plane is turned on its side first and back after. Constant cost a pixel.
 */
import type { Program } from '../op/expr.ts'
import type { Box, Reach, Spread } from '../op/pass.ts'
import { enterBox, enterSpread, stepBox, stepSpread, stridesOf, sumsOf } from './box.ts'
import type { Memory } from './wasm-memory.ts'
import { turnBytes } from './wasm-turn.ts'

type Run = (...args: number[]) => void

/** Rows one after the other, so many numbers apart. */
interface Rows {
  readonly at: number
  readonly stride: number
}

export type Smear = (pass: Box | Spread, plane: number, out: number, width: number, height: number) => void

/** Makes the passes: from the plane at one address to one at another, of the same size. */
export function createSmear(memory: Memory, runOf: (program: Program) => Run): Smear {
  let turned: Run | null = null
  const turn = (...args: number[]) => {
    turned ??= new WebAssembly.Instance(new WebAssembly.Module(turnBytes()), { m: { m: memory.memory } }).exports
      .turn as Run
    turned(...args)
  }

  return (pass, plane, out, width, height) => {
    const taken: [at: number, count: number][] = []
    const take = (count: number): number => {
      const at = memory.take(count)
      taken.push([at, count])
      return at
    }
    const [wide, high] = [(width + 3) & ~3, (height + 3) & ~3]
    const [a, b] = [take(wide * high), take(wide * high)]
    const zero = take(Math.max(wide, high))
    const sums = [take(Math.max(wide, high)), take(Math.max(wide, high))]
    const idle = take(Math.max(wide, high))
    const coefs = take(4)
    memory.f32(zero, Math.max(wide, high)).fill(0)

    const address = ({ at, stride }: Rows, row: number) => at + row * stride * 4

    /** One box down: `count` columns, `rows` rows. */
    const box = (
      of: Box['of'],
      last: boolean,
      { whole, part, share }: Reach,
      from: Rows,
      to: Rows,
      count: number,
      rows: number,
    ) => {
      const run = runOf(stepBox(of, last))
      memory.f32(coefs, 2).set([part, share])
      const own = sums.slice(0, sumsOf(of))
      for (const at of own) memory.f32(at, count).fill(0)
      const row = (i: number) => address(from, Math.min(Math.max(i, 0), rows - 1))
      const step = (comes: number, goes: number, after: number, mean: number) =>
        run(count, 0, 0, coefs, ...own, comes, goes, after, ...own, mean)
      for (let i = -whole - 1; i < whole; i++) step(row(i), zero, zero, idle)
      for (let i = 0; i < rows; i++) step(row(i + whole), row(i - whole - 1), row(i + whole + 1), address(to, i))
    }
    /** The largest or least of so many rows up and down; answers where it stands at last. */
    const spread = (way: Spread['way'], reach: number, from: Rows, other: Rows, count: number, rows: number): Rows => {
      const run = runOf(stepSpread(way))
      let [now, next] = [from, other]
      for (const stride of stridesOf(reach)) {
        const row = (i: number) => address(now, Math.min(Math.max(i, 0), rows - 1))
        for (let i = 0; i < rows; i++)
          run(count, 0, 0, coefs, row(i - stride), row(i), row(i + stride), address(next, i))
        ;[now, next] = [next, now]
      }
      return now
    }

    const enter = runOf(pass.kind === 'box' ? enterBox(pass.of) : enterSpread())
    enter(width * height, 0, 0, coefs, plane, a)
    // Turned on its side, each column is a row.
    turn(a, b, width * 4, high * 4, high, wide)
    const [upright, other] = [
      { at: b, stride: high },
      { at: a, stride: high },
    ]
    let aside: Rows = other
    if (pass.kind === 'box') {
      box(pass.of, false, pass.across, upright, other, height, width)
      box(pass.of, false, pass.across, other, upright, height, width)
      box(pass.of, false, pass.across, upright, other, height, width)
    } else aside = spread(pass.way, pass.across, upright, other, height, width)
    const [from, to] = aside.at === a ? [a, b] : [b, a]
    turn(from, to, high * 4, wide * 4, wide, high)
    const [first, second, result] = [
      { at: to, stride: wide },
      { at: from, stride: wide },
      { at: out, stride: width },
    ]
    if (pass.kind === 'box') {
      box(pass.of, false, pass.down, first, second, width, height)
      box(pass.of, false, pass.down, second, first, width, height)
      box(pass.of, true, pass.down, first, result, width, height)
    } else {
      const done = spread(pass.way, pass.down, first, second, width, height)
      const copy = runOf(stepSpread(pass.way))
      for (let i = 0; i < height; i++) {
        const row = address(done, i)
        copy(width, 0, 0, coefs, row, row, row, address(result, i))
      }
    }
    for (const [at, count] of taken) memory.drop(at, count)
  }
}
