import { describe, expect, it } from 'vitest'
import { boxOf } from '../../shared/op/blur.ts'
import { Builder } from '../../shared/op/expr.ts'
import { sliceDraft } from '../../shared/render/draft.ts'
import { fieldOf } from '../../shared/render/field.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { renderReference, runKernel, runPass } from '../../shared/render/reference.ts'
import { kernelStage, spentAfter } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, draft, frame, plan, randomOf } from './hostile.ts'

/** A draft value by value, each a whole plane: what its slices must come to. */
function whole(b: Builder, outputs: readonly number[], source: SourceFrame): Picture {
  const { width, height } = source
  const made = new Map<number, Float32Array>()
  const given = new Map<number, Float32Array>(source.planes.map((plane, n) => [n, plane]))
  for (const [n, { data }] of b.fields) given.set(n, Float32Array.from(data.subarray(0, width * height)))
  b.list.forEach((ins, k) => {
    if (ins.code === 'plane') {
      const drawn = b.passes.find(({ plane, inputs }) => ins.n >= plane && ins.n < plane + inputs.length)
      if (drawn && !given.has(ins.n)) {
        const reads = drawn.inputs.map((v) => made.get(v)!)
        const planes = drawn.pass.kind === 'keep' ? reads : runPass(drawn.pass, reads, width, height)
        for (const [i, plane] of planes.entries()) given.set(drawn.plane + i, plane)
      }
      made.set(k, given.get(ins.n)!)
      return
    }
    // One instruction, over planes that hold what it reads.
    const reads = [ins.a, ins.b, ins.c]
    const one = {
      list: [...reads.map((_, n) => ({ code: 'plane', a: 0, b: 0, c: 0, n }) as const), { ...ins, a: 0, b: 1, c: 2 }],
      outputs: [3],
      inputs: 3,
      coefficients: b.coefs.length,
      tables: b.tables.length,
      positioned: true,
      shape: '',
    }
    const stage = {
      kind: 'kernel',
      program: one,
      coefficients: Float32Array.from(b.coefs),
      tables: b.tables,
      reads: ['a', 'b', 'c'],
      writes: ['d'],
    } as const
    const planes = reads.map((v) => made.get(v) ?? source.planes[0])
    made.set(k, runKernel(stage, planes, width, height)[0]!)
  })
  const planes = outputs.map((v) => made.get(v)!) as unknown as Picture['planes']
  return { width, height, planes }
}

describe('[ENG16] a draft cut into stages', () => {
  it('[ENG16] gives the bits of the draft value by value, by the reference and by WASM: 150 random drafts on hostile planes', () => {
    const wasm = createWasm()
    let kernels = 0
    for (let seed = 1; seed <= 150; seed++) {
      const random = randomOf(seed)
      const size = [1 + Math.floor(random() * 24), 1 + Math.floor(random() * 12)] as const
      const b = draft(random, 1 + Math.floor(random() * 90), size)
      const stages = sliceDraft(b, b.outputs, 'a')
      kernels += stages.filter(({ kind }) => kind === 'kernel').length
      const source = frame(...size, random)
      const one = plan(size, size, stages)
      const truth = whole(b, b.outputs, source)
      expect(differing(renderReference(one, source), truth), `seed ${seed}`).toBe(0)
      expect(differing(wasm.render(one, source), truth), `seed ${seed}`).toBe(0)
    }
    expect(kernels).toBeGreaterThan(250)
  })

  const moved = boxOf('picture', 1)

  it('[ENG16] without passes is one kernel, as it was drawn', () => {
    const b = new Builder()
    const rgb = b.each(b.hold3([b.plane(0), b.plane(1), b.plane(2)]), (x) => b.mul(x, b.coef(2)))
    expect(sliceDraft(b, rgb, 'a')).toEqual([kernelStage(b, rgb)])
  })

  it('[ENG16] has in each kernel its own coefficients and tables alone, so that what changes in one leaves the others', () => {
    const drawn = (before: number, after: number) => {
      const b = new Builder()
      const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
      const first = b.each(rgb, (x) => b.mul(x, b.coef(before)))
      const out = b.each(b.pass3(moved, first), (x) => b.mul(b.hold(x), b.coef(after)))
      return sliceDraft(b, out, 'a')
    }
    const [one, two] = [drawn(2, 3), drawn(2, 4)]
    expect(one.map(({ kind }) => kind)).toEqual(['kernel', 'box', 'kernel'])
    expect(one.map((stage) => (stage.kind === 'kernel' ? [...stage.coefficients] : []))).toEqual([
      [2, 2, 2],
      [],
      [3, 3, 3],
    ])
    expect(two[0]).toEqual(one[0])
    expect(two[2]).not.toEqual(one[2])
  })

  it('[ENG16] hands on what a later kernel reads, and makes places and what is the same for each pixel anew', () => {
    const b = new Builder()
    const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
    const [k, x, half] = [b.coef(0.25), b.x(), b.mul(b.coef(3), b.const(0.5))]
    const [soft] = b.pass(moved, [b.mul(rgb[0], k)]) as [typeof x]
    const out = b.mul(b.add(b.mul(b.hold(soft), k), x), half)
    const stages = sliceDraft(b, [out, rgb[1], rgb[2]], 'a')
    const [first, pass, last] = stages
    // What goes into the pass; not the place, the coefficient, three halves, or green and blue, which are a step from what came in.
    expect([first!.writes.length, pass!.reads.length, last!.reads.length]).toEqual([1, 1, 3])
    expect(last!.kind === 'kernel' && last!.program.positioned).toBe(true)
    // Nothing is kept longer than it is read.
    expect(spentAfter(stages)[1]).toContain(pass!.reads[0])
    expect(
      spentAfter(stages)
        .flat()
        .filter((name) => name.startsWith('a')).length,
    ).toBe(first!.writes.length + 1)
  })

  it('[ENG16] leaves out what no output needs, passes and fields among it', () => {
    const b = new Builder()
    const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
    b.field({ name: 'unread', data: new Uint16Array(32) })
    const wanted = b.field({ name: 'read', data: new Uint16Array(32) })
    b.pass(moved, [b.mul(rgb[0], wanted)])
    const stages = sliceDraft(b, [rgb[0], rgb[1], b.hold(wanted)], 'a')
    expect(stages.map(({ kind }) => kind)).toEqual(['field', 'kernel'])
  })

  it('[ENG16] a field is made once for its name and size, when its numbers are first read, and given whole words', () => {
    let made = 0
    const make = () => {
      made++
      return [1, 2, 65535]
    }
    const one = fieldOf('three', [3, 1], make)
    expect(fieldOf('three', [3, 1], make)).toBe(one)
    expect([made, one.name]).toEqual([0, 'three 3x1'])
    expect([[...one.data], [...one.data], made]).toEqual([[1, 2, 65535, 0], [1, 2, 65535, 0], 1])
    expect(structuredClone(one)).toEqual({ name: 'three 3x1', data: one.data })
    expect(fieldOf('three', [1, 3], make)).not.toBe(one)
    expect(() => fieldOf('four', [2, 2], make).data).toThrow('field four 2x2 has 3 numbers')
    for (let i = 0; i < 20; i++) fieldOf(`large ${i}`, [4096, 1024], () => new Uint16Array(4096 * 1024))
    expect(fieldOf('three', [3, 1], make)).not.toBe(one)
  })
})
