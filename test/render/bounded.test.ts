import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import { HELD_MAX } from '../../shared/op/f32.ts'
import { boundOf } from '../../shared/render/bounded.ts'
import { renderReference, runKernel } from '../../shared/render/reference.ts'
import { type KernelStage, kernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { randomCase } from '../fuzz/grades.ts'
import { stageOf } from '../fuzz/sameness.ts'
import { differing, frame, plan, randomOf } from './hostile.ts'

/** Inputs of a bounded kernel: both ends, what is next to them and to 0, −0, and anything between. */
function ends(bound: number, length: number, random: () => number): Float32Array {
  const some = [bound, -bound, 0, -0, 2 ** -32, -(2 ** -33), 1e-42, 1, bound / 2]
  return Float32Array.from({ length }, () =>
    random() < 0.5
      ? some[Math.floor(random() * some.length)]!
      : (random() * 2 - 1) * bound * (random() < 0.5 ? 1 : 0.01),
  )
}

describe('[ENG3] kernels without the holding of what is never large', () => {
  it('[ENG3] up to its bound no hold of a kernel is given anything that it would hold, whatever the operators', () => {
    const wrong: string[] = []
    const bounds = new Map<number, number>()
    for (let shape = 0; shape < 24; shape++) {
      const { plan: drawn } = stageOf(randomCase(9, shape, shape % 3))
      for (const stage of drawn.stages) {
        if (stage.kind !== 'kernel') continue
        const bound = boundOf(stage)
        bounds.set(bound, (bounds.get(bound) ?? 0) + 1)
        if (bound === 0) continue
        const { program } = stage
        const outputs = program.list.flatMap(({ code, a }) => (code === 'hold' ? [a] : []))
        const random = randomOf(shape + 1)
        const planes = Array.from({ length: program.inputs }, () => ends(bound, 64, random))
        const made = runKernel({ ...stage, program: { ...program, outputs } }, planes, 8, 8)
        made.forEach((plane, o) => {
          for (const x of plane)
            if (!(Math.abs(x) <= HELD_MAX))
              wrong.push(`shape ${shape}, bound ${bound}, instruction ${outputs[o]}: ${x}`)
        })
      }
    }
    expect(wrong).toEqual([])
    // Of operators as they come some are bounded and some are not.
    expect(bounds.get(0) ?? 0).toBeGreaterThan(0)
    expect([...bounds].filter(([bound]) => bound > 0).length).toBeGreaterThan(1)
  })

  /** Four thousand times what comes in, held: from 16.376 on that is 65,504. */
  const steep = (): KernelStage => {
    const b = new Builder()
    const k = b.coef(4000)
    return kernelStage(
      b,
      b.each(b.hold3([b.plane(0), b.plane(1), b.plane(2)]), (x) => b.sub(b.hold(b.mul(x, k)), b.const(1))),
    )
  }

  it('[ENG3] what was twice not bounded is not asked again at each tick, and is once its rest is over', () => {
    const by = (k: number): KernelStage => {
      const b = new Builder()
      const by = b.coef(k)
      return kernelStage(
        b,
        b.each(b.hold3([b.plane(0), b.plane(1), b.plane(2)]), (x) => b.hold(b.add(b.mul(x, by), by))),
      )
    }
    expect(boundOf(by(2))).toBe(4096)
    // At once bounded again: one that was not stands for itself.
    expect([boundOf(by(60_000)), boundOf(by(2))]).toEqual([0, 4096])
    expect([boundOf(by(60_000)), boundOf(by(60_000))]).toEqual([0, 0])
    const after = Array.from({ length: 61 }, () => boundOf(by(2)))
    expect(after.slice(0, 60).every((bound) => bound === 0)).toBe(true)
    expect(after[60]).toBe(4096)
  })

  it('[ENG3] one input above the bound, or one that is no number, and the chunk is drawn again by the kernel that holds', () => {
    const stage = steep()
    expect(boundOf(stage)).toBe(16)
    const size = [4099, 3] as const
    const one = plan(size, size, [stage])
    for (const [at, x] of [
      [0, 17],
      [4098, Number.NaN],
      [4096 * 3, Number.NEGATIVE_INFINITY],
      [7000, -16.5],
    ] as const)
      for (const plane of [0, 1, 2]) {
        const source = frame(...size, randomOf(3))
        for (const each of source.planes) each.set(ends(16, each.length, randomOf(5)))
        const wasm = createWasm()
        expect(differing(renderReference(one, source), wasm.render(one, source))).toBe(0)
        expect(wasm.compiled).toBe(1)
        source.planes[plane]![at] = x
        expect(differing(renderReference(one, source), wasm.render(one, source)), `${x} at ${at}`).toBe(0)
        expect(wasm.compiled).toBe(2)
      }
  })

  it('[ENG3] a bound that is too large is found: the bits of its kernel are others', () => {
    const size = [64, 1] as const
    const source = frame(...size, randomOf(3))
    for (const each of source.planes) each.fill(20)
    const wrong = plan(size, size, [{ ...steep(), bound: 4096 }])
    expect(differing(renderReference(wrong, source), createWasm().render(wrong, source))).toBeGreaterThan(0)
  })
})
