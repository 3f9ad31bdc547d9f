/** One operator, run by the reference over a list of colours. */
import { type Controls, drawOp, type OpDef, readControls } from '../../shared/op/define.ts'
import { Builder, type Rgb } from '../../shared/op/expr.ts'
import type { Param, Value } from '../../shared/op/param.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { type KernelStage, kernelStage } from '../../shared/render/stage.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'

export type Triple = readonly [number, number, number]

export const controls = (op: OpDef, values: Readonly<Record<string, Value>>): Controls =>
  readControls(op, (control) => values[control]?.map((v) => (typeof v === 'number' ? Math.fround(v) : v)))

/** A kernel of whatever `draw` draws on three planes. */
export function kernel(draw: (b: Builder, rgb: Rgb) => Rgb): KernelStage {
  const b = new Builder()
  const out = draw(b, [b.plane(0), b.plane(1), b.plane(2)])
  return kernelStage(b, out)
}

export function colours(stage: KernelStage, inputs: readonly Triple[]): Triple[] {
  const planes = [0, 1, 2].map((c) => Float32Array.from(inputs, (rgb) => rgb[c]!))
  const [r, g, b] = runKernel(stage, planes, inputs.length, 1)
  return inputs.map((_, i) => [r![i]!, g![i]!, b![i]!])
}

/** The operator with these stored values on these colours, its node's input held first. */
export const runOp = (op: OpDef, values: Readonly<Record<string, Value>>, inputs: readonly Triple[]): Triple[] =>
  colours(
    kernel((b, rgb) => drawOp(b, op, b.hold3(rgb), controls(op, values), { working: logc3 })),
    inputs,
  )

/** Distance: absolute below 1, relative above (engine.md, "Truth"). */
export const distance = (got: number, want: number): number => Math.abs(got - want) / Math.max(1, Math.abs(want))

export const LUMA = [0.2126, 0.7152, 0.0722] as const
export const luma = (rgb: Triple): number => rgb.reduce((sum, v, i) => sum + v * LUMA[i]!, 0)

/** Random numbers of 0..1 that are the same every time for one seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A curve that may stand in the control, of 2 to 8 points, as wild as it may be. */
export function randomCurve(param: Param, random: () => number): Value {
  const { across, gap, falls, rest, spline } = param.course!
  const round = spline === 'hue' || spline === 'turn'
  const n = 2 + Math.floor(random() * 7)
  const [left, right] = [across[0], round ? across[1] - gap : across[1]]
  const room = right - left - (n - 1) * gap
  const xs = Array.from({ length: n }, () => random() * room).sort((a, b) => a - b)
  let [low, high] = param.hard
  // A hue for a hue may not fall as it comes round.
  if (round && rest === 'itself') high = low + 1
  const ys = Array.from({ length: n }, () =>
    random() < 0.3 ? (random() < 0.5 ? low : high) : low + (high - low) * random(),
  )
  if (!falls) ys.sort((a, b) => a - b)
  return xs.flatMap((x, i) => [Math.fround(left + x + i * gap * 1.001), Math.fround(ys[i]!)])
}

/** Worst distance of what an operator gives from its formula in f64, beyond what one ulp of each channel of the input moves together. */
export function beyondUlps(
  op: OpDef,
  values: Readonly<Record<string, Value>>,
  inputs: readonly Triple[],
  formula: (rgb: Triple) => Triple,
): number {
  return runOp(op, values, inputs).reduce((most, got, p) => {
    const rgb = inputs[p]!
    const want = formula(rgb)
    const ulp = Math.max(...rgb.map(Math.abs)) / 8388608
    const near = [0, 1, 2].flatMap((c) =>
      [ulp, -ulp].map((by) => formula(rgb.map((x, k) => (k === c ? x + by : x)) as unknown as Triple)),
    )
    return got.reduce((more, v, c) => {
      const moved = near.reduce((sum, one) => sum + distance(one[c]!, want[c]!), 0)
      return Math.max(more, distance(v, want[c]!) - moved)
    }, most)
  }, 0)
}
