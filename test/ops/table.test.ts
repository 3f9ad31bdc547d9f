import { describe, expect, it } from 'vitest'
import { Builder, type V } from '../../shared/op/expr.ts'
import { hold } from '../../shared/op/f32.ts'
import { curveOf, exp2Of, log2Of, powerOf, powerTables, recipOf, rootOf, sample } from '../../shared/op/table.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { randomOf } from './kit.ts'

const SEED = 7
const random = randomOf(SEED)

/** What the expression gives for each number. */
function run(draw: (b: Builder, x: V) => V, numbers: readonly number[]): Float32Array {
  const b = new Builder()
  const stage = kernelStage(b, [draw(b, b.plane(0))], ['x'], ['y'])
  return runKernel(stage, [Float32Array.from(numbers)], numbers.length, 1)[0]!
}

/** Numbers of all octaves from 2^low to 2^high, between the knots of the tables too. */
const octaves = (low: number, high: number): number[] =>
  Array.from({ length: 20000 }, () => Math.fround(2 ** (low + random() * (high - low))))

function worst(
  draw: (b: Builder, x: V) => V,
  numbers: readonly number[],
  truth: (x: number) => number,
  absolute = false,
) {
  const got = run(draw, numbers)
  return numbers.reduce((most, x, i) => {
    const want = truth(x)
    return Math.max(most, Math.abs(got[i]! - want) / (absolute ? 1 : Math.abs(want)))
  }, 0)
}

describe('[ENG4] functions through tables', () => {
  it.each([1 / 2.4, 0.45, 0.25, 1.5, 2])('[ENG4] x to the %f within 3e-7 of itself, all over 2^-24 … 2^16', (p) => {
    expect(
      worst(
        (b, x) => powerOf(b, powerTables(p), x),
        octaves(-24, 16),
        (x) => x ** p,
      ),
    ).toBeLessThan(3e-7)
  })

  it('[ENG4] a power of 0 and of what is below 0 is 0', () => {
    expect([...run((b, x) => powerOf(b, powerTables(0.45), x), [0, -0, -1, -65504, 2 ** -41])]).toEqual([0, 0, 0, 0, 0])
    expect(run((b, x) => powerOf(b, powerTables(0.45), x), [1])[0]).toBe(1)
  })

  it('[ENG4] 2 to the t within 2e-7 of itself, log2 within 2e-7 and a rounding', () => {
    const ts = Array.from({ length: 20000 }, () => Math.fround(random() * 60 - 40))
    expect(worst(exp2Of, ts, (t) => 2 ** t)).toBeLessThan(2e-7)
    expect(worst(exp2Of, [-1e-10, -1e-5, 0, 5, -3], (t) => 2 ** t)).toBeLessThan(2e-7)
    expect([...run(exp2Of, [-500, 500])]).toEqual([2 ** -126, 2 ** 126])
    expect(worst(log2Of, octaves(-1, 1), Math.log2, true)).toBeLessThan(3e-7)
    expect(worst(log2Of, octaves(-24, 16), Math.log2, true)).toBeLessThan(2e-6)
    expect([...run(log2Of, [1, 4, 0.5, 0, -3])]).toEqual([0, 2, -1, -100, -100])
  })

  it('[ENG4] a sampled curve between its knots, its toe, and beyond its end', () => {
    const curve = sample((x) => Math.sqrt(x + 0.01), -24, 1)
    expect(
      worst(
        (b, x) => curveOf(b, curve, x),
        octaves(-24, 1),
        (x) => Math.sqrt(x + 0.01),
      ),
    ).toBeLessThan(2e-7)
    expect(
      worst(
        (b, x) => curveOf(b, curve, x),
        octaves(-31, -24),
        (x) => Math.sqrt(x + 0.01),
      ),
    ).toBeLessThan(2e-7)
    const line = sample((x) => 3 * x + 1, -24, 1)
    expect([...run((b, x) => curveOf(b, line, x), [0, 2, 100])]).toEqual([1, 7, 301])
  })

  it('[ENG4] reciprocal and root within 3e-7 of themselves', () => {
    const both = octaves(-24, 16).flatMap((x) => [x, -x])
    expect(worst(recipOf, both, (x) => 1 / x)).toBeLessThan(2e-7)
    expect([...run(recipOf, [0, 1, -2, 2 ** -40])]).toEqual([0, 1, -0.5, 2 ** 32])
    expect(worst(rootOf, octaves(-31, 16), Math.sqrt)).toBeLessThan(3e-7)
  })
})

describe('[ENG2] the hold', () => {
  it('[ENG2] NaN and what is below 2^-32 become +0, what is above 65,504 is held, the rest stays', () => {
    const numbers = [
      NaN,
      -NaN,
      0,
      -0,
      2 ** -33,
      -(2 ** -33),
      1e-42,
      Infinity,
      -Infinity,
      65504,
      65536,
      -70000,
      0.25,
      -3,
    ]
    const want = [0, 0, 0, 0, 0, 0, 0, 65504, -65504, 65504, 65504, -65504, 0.25, -3]
    const got = [...run((b, x) => b.hold(x), numbers)]
    got.forEach((v, i) => {
      expect(Object.is(v, want[i]), `${numbers[i]} gives ${v}`).toBe(true)
      expect(Object.is(hold(numbers[i]!), want[i])).toBe(true)
    })
    expect([...run((b, x) => b.hold(x), [2 ** -32, -(2 ** -32)])]).toEqual([2 ** -32, -(2 ** -32)])
  })

  it('[ENG2] a mix at 0 and at 1 gives the two pictures bit for bit', () => {
    const b = new Builder()
    const stage = kernelStage(b, [b.mix(b.plane(2), b.plane(0), b.plane(1))], ['a', 'b', 'k'], ['y'])
    const a = Float32Array.from({ length: 3000 }, () => Math.fround(random() * 4 - 1))
    const c = Float32Array.from(a, () => Math.fround(random() * 4 - 1))
    const k = Float32Array.from(a, (_, i) => [0, 1, 0.5][i % 3]!)
    const [out] = runKernel(stage, [a, c, k], 3000, 1)
    out!.forEach((v, i) => {
      expect(v).toBe([a[i], c[i], Math.fround(a[i]! + Math.fround(0.5 * Math.fround(c[i]! - a[i]!)))][i % 3])
    })
  })
})
