/** Runs the sizing pass on planes that stand in the WASM executor's memory. */
import type { Filter, Resampling, Taps, Turn } from '../op/pass.ts'
import { sizesOf } from './resample.ts'
import type { Memory } from './wasm-memory.ts'
import { sizeBytes } from './wasm-size.ts'

type Run = (...args: number[]) => void
type Resampler = (stage: Resampling | Filter, planes: readonly number[]) => number[]

/** Makes the pass: plane addresses in, fresh plane addresses out. The module is compiled at its first use. */
export function createResampler(memory: Memory): Resampler {
  let had: { across: Run; down: Run; turn: Run } | null = null
  const compile = () =>
    new WebAssembly.Instance(new WebAssembly.Module(sizeBytes()), { m: { m: memory.memory } }).exports as unknown as {
      across: Run
      down: Run
      turn: Run
    }

  /** What a run takes beside its results, given back at its end. */
  let taken: [at: number, count: number][] = []
  const take = (count: number): number => {
    const at = memory.take(count)
    taken.push([at, count])
    return at
  }
  const fill = (data: ArrayLike<number>): number => {
    const at = take(data.length)
    memory.f32(at, data.length).set(data)
    return at
  }
  const fillWhole = (data: ArrayLike<number>): number => {
    const at = take(data.length)
    memory.i32(at, data.length).set(data)
    return at
  }

  function straight(stage: Resampling | Filter, across: Taps, down: Taps, planes: readonly number[]): number[] {
    const run = (had ??= compile())
    const [[sw, sh], [w, h]] = sizesOf(stage)
    const quads = (w + 3) >> 2
    const [n, m] = [across.count, down.count]
    // Offsets and weights in fours; what lies wholly outside reads the zeros beside the row.
    const first = new Int32Array(quads * 4).fill(-n * 4)
    for (let x = 0; x < w; x++) first[x] = Math.max(-n, Math.min(sw, across.first[x]!)) * 4
    const weights = new Float32Array(quads * 4 * n)
    for (let x = 0; x < w; x++)
      for (let i = 0; i < n; i++) weights[((x >> 2) * n + i) * 4 + (x & 3)] = across.weights[x * n + i]!
    const [firsts, vectors, column] = [fillWhole(first), fill(weights), fill(down.weights)]
    const padded = take(sw + 2 * n)
    const row = padded + n * 4
    const middle = take(quads * 4 * sh)
    const zero = take(quads * 4)
    const rows = take(h * m)
    const outs = planes.map(() => memory.take(w * h))
    memory.f32(padded, sw + 2 * n).fill(0)
    memory.f32(zero, quads * 4).fill(0)
    const addresses = memory.i32(rows, h * m)
    let [from, to] = [sh, 0]
    for (let y = 0; y < h; y++)
      for (let j = 0; j < m; j++) {
        const r = down.first[y]! + j
        const real = r >= 0 && r < sh
        addresses[y * m + j] = real ? middle + r * quads * 16 : zero
        if (real) [from, to] = [Math.min(from, r), Math.max(to, r + 1)]
      }
    const line = memory.f32(row, sw)
    planes.forEach((plane, i) => {
      const source = memory.f32(plane, sw * sh)
      for (let y = from; y < to; y++) {
        line.set(source.subarray(y * sw, y * sw + sw))
        run.across(quads, row, middle + y * quads * 16, firsts, vectors, n)
      }
      for (let y = 0; y < h; y++) run.down(quads, rows + y * m * 4, outs[i]! + y * w * 4, column + y * m * 4, m)
    })
    return outs
  }

  function turned(
    stage: Resampling | Filter,
    { column, row, weights, count }: Turn,
    planes: readonly number[],
  ): number[] {
    const run = (had ??= compile())
    const [[sw, sh], [w, h]] = sizesOf(stage)
    const stride = sw + 2 * count
    const [xs, ys, phases] = [fillWhole(column[0]), fillWhole(column[1]), fill(weights)]
    const padded = take(stride * (sh + 2 * count))
    const outs = planes.map(() => memory.take(w * h))
    const field = memory.f32(padded, stride * (sh + 2 * count)).fill(0)
    const origin = padded + (count * stride + count) * 4
    planes.forEach((plane, i) => {
      const source = memory.f32(plane, sw * sh)
      for (let y = 0; y < sh; y++) field.set(source.subarray(y * sw, y * sw + sw), (count + y) * stride + count)
      for (let y = 0; y < h; y++)
        run.turn(w, outs[i]! + y * w * 4, xs, ys, row[0][y]!, row[1][y]!, origin, stride * 4, phases, count, sw, sh)
    })
    return outs
  }

  return (stage, planes) => {
    const outs =
      'turn' in stage.taps
        ? turned(stage, stage.taps.turn, planes)
        : straight(stage, stage.taps.across, stage.taps.down, planes)
    for (const [at, count] of taken) memory.drop(at, count)
    taken = []
    return outs
  }
}
