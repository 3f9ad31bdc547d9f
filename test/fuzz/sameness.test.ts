import { describe, expect, it } from 'vitest'
import { checkEntry } from '../../shared/doc/schema.ts'
import { ops } from '../../shared/ops/index.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { randomCase } from './grades.ts'
import { drawn, shrink } from './sameness.ts'
import { scars } from './scars.ts'

describe('[ENG3] random grades', () => {
  const shapes = Array.from({ length: 40 }, (_, i) => i + 1)

  it('[ENG3] keep to the grammar, and every operator is among them', () => {
    const cases = shapes.map((shape) => randomCase(1, shape, shape % 10))
    const wrong = cases.flatMap(({ name, pairs }) =>
      pairs.flatMap(([key, value]) => {
        const sentence = checkEntry('grade', key, value)
        return sentence === null ? [] : [`${name}: ${sentence}`]
      }),
    )
    expect(wrong).toEqual([])
    const touched = new Set(cases.flatMap(({ pairs }) => pairs.map(([key]) => key.split('/').at(-1)!.split('.')[0])))
    expect(ops.filter(({ id }) => !touched.has(id)).map(({ id }) => id)).toEqual([])
  })

  it('[ENG3] WASM has the bits of the reference, whatever the shape and the values', () => {
    const wasm = createWasm()
    const wrong = shapes.flatMap((shape) => {
      const one = randomCase(1, shape, shape % 10)
      const { wasm: count } = drawn(one, wasm)
      return count === 0 ? [] : [`${one.name}: ${count} values differ`]
    })
    expect(wrong).toEqual([])
  })

  it('[ENG3] what differed once does not', () => {
    const wasm = createWasm()
    expect(scars.map((one) => [one.name, drawn(one, wasm).wasm])).toEqual(scars.map(({ name }) => [name, 0]))
  })

  it('[ENG3] a failing grade is made small before it is told', async () => {
    const one = randomCase(1, 3, 0)
    const marked = one.pairs.find(([key]) => key.split('/').at(-1)!.includes('.'))![0]
    const small = await shrink(one, async ({ pairs }) => pairs.some(([key]) => key === marked))
    expect(small.pairs.map(([key]) => key)).toEqual([marked])
  })
})
