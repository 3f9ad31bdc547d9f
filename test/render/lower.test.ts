import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import { rangesOf } from '../../shared/render/range.ts'
import { renderReference, runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { lower, still } from '../../shared/render/wasm-lower.ts'
import { orderOf } from '../../shared/render/wasm-order.ts'
import { differing, frame, plan, program, randomOf, scribble } from './hostile.ts'

describe('[ENG3] what a kernel is made of', () => {
  it('[ENG3] a value is what is said of its range, on hostile planes', () => {
    const wrong: string[] = []
    let said = 0
    for (let seed = 1; seed <= 120; seed++) {
      const random = randomOf(seed)
      const stage = program(random, 1 + Math.floor(random() * 120))
      const { list } = stage.program
      const ranges = rangesOf(list)
      const outputs = list.flatMap((_, k) => (ranges[k] ? [k] : []))
      const source = frame(8, 4, random)
      const planes = runKernel({ ...stage, program: { ...stage.program, outputs } }, source.planes, 8, 4)
      outputs.forEach((k, o) => {
        const { lo, hi, whole } = ranges[k]!
        for (const x of planes[o]!) {
          said++
          if (!(x >= lo && x <= hi && (!whole || Number.isInteger(x))))
            wrong.push(`seed ${seed}, ${list[k]!.code} ${k}: ${x} is not within ${lo} … ${hi}${whole ? ', whole' : ''}`)
        }
      })
    }
    expect(wrong).toEqual([])
    expect(said).toBeGreaterThan(10_000)
  })

  it('[ENG3] whole numbers, small ones and others, with and without a sum, become the same whole numbers and pairs of a table', () => {
    const b = new Builder()
    const x = b.hold(b.plane(0))
    const table = b.table({ data: Float32Array.from({ length: 64 }, (_, i) => i * 3 + 1) })
    const within = (low: number, high: number) =>
      b.max(b.min(b.floor(b.mul(x, b.const(0.75))), b.const(high)), b.const(low))
    const index = b.toInt(b.add(within(-1, 30), b.const(1)))
    const outs = [
      b.add(b.value(table, index), b.slope(table, index)),
      b.toInt(b.add(within(-4000, 4000), b.const(-17))),
      b.xor(b.toInt(within(-65504, 65504)), b.toInt(b.mul(b.floor(x), b.const(65504)))),
    ]
    const source = frame(96, 7, randomOf(4))
    source.planes[0].forEach((_, p, all) => {
      if (p % 3) all[p] = (p - 300) * 0.37
    })
    const one = plan([96, 7], [96, 7], [kernelStage(b, outs)])
    expect(differing(renderReference(one, source), createWasm().render(one, source))).toBe(0)
  })

  it('[ENG3] each step that is needed stands once, after all that it reads, whatever the room for values', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed)
      const lowered = lower(program(random, 1 + Math.floor(random() * 200)).program)
      const needed = new Set(lowered.outputs)
      for (let k = lowered.steps.length - 1; k >= 0; k--)
        if (needed.has(k)) for (const v of lowered.steps[k]!.args) needed.add(v)
      const order = orderOf(lowered, 2, 1 + (seed % 12))
      expect(
        [...order].sort((p, q) => p - q),
        `seed ${seed}`,
      ).toEqual([...needed].sort((p, q) => p - q))
      const at = new Map(order.map((k, i) => [k, i]))
      expect(
        order.filter((k) => lowered.steps[k]!.args.some((v) => at.get(v)! >= at.get(k)!)),
        `seed ${seed}`,
      ).toEqual([])
      const moving = order.findIndex((k) => !still(lowered.steps[k]!))
      expect(
        order.slice(moving).some((k) => still(lowered.steps[k]!)),
        `seed ${seed}`,
      ).toBe(false)
    }
  })

  it('[ENG3] small, middle and large kernels, which take different numbers of pixels at a time, have the bits of the reference', () => {
    const had = { small: 0, middle: 0, large: 0 }
    for (let seed = 1; seed <= 18; seed++) {
      const b = new Builder()
      const made = scribble(b, randomOf(seed), [150, 1500, 3000][seed % 3]!)
      // The column is counted along in the loop, for each pixel of its turn.
      const outs = seed % 2 ? b.each(made, (v) => b.xor(v, b.x())) : made
      const stage = kernelStage(b, outs)
      const { steps } = lower(stage.program)
      had[steps.length < 400 ? 'small' : steps.length <= 1000 ? 'middle' : 'large']++
      for (const [width, height] of [
        [1, 1],
        [13, 5],
        [24, 3],
        [4099, 1],
      ] as const) {
        const one = plan([width, height], [width, height], [stage])
        const source = frame(width, height, randomOf(seed + 7))
        const off = differing(renderReference(one, source), createWasm().render(one, source))
        expect(off, `seed ${seed}, ${steps.length} steps, ${width} × ${height}`).toBe(0)
      }
    }
    expect(Math.min(had.small, had.middle, had.large)).toBeGreaterThan(0)
  })
})
