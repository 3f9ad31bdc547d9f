import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { sizeStage } from '../../shared/render/size.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, plan, program, randomOf } from './hostile.ts'

const rest = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false } as const

describe('[ENG3] WASM gives the bits of the reference', () => {
  it('[ENG3] for 300 random programs on hostile planes, of widths that no vector fits', () => {
    const wasm = createWasm()
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed)
      const [w, h] = [1 + Math.floor(random() * 70), 1 + Math.floor(random() * 9)]
      const one = plan([w, h], [w, h], [program(random, 1 + Math.floor(random() * 120))])
      const source = frame(w, h, random)
      expect(differing(renderReference(one, source), wasm.render(one, source)), `seed ${seed}`).toBe(0)
    }
  })

  it('[ENG3] for planes larger than a chunk, with and without a place, and for stages one after the other', () => {
    const wasm = createWasm()
    for (let seed = 1; seed <= 4; seed++) {
      const random = randomOf(1000 + seed)
      const hold = (b: Builder) => b.hold3([b.plane(0), b.plane(1), b.plane(2)])
      const placed = new Builder()
      const [r, g, bl] = hold(placed)
      const flat = new Builder()
      const size = sizeStage({ ...rest, zoom: 1.3, rotate: seed % 2 ? 0 : 9 }, [131, 97], [113, 71], 1)!
      const source = frame(131, 97, random)
      const three = plan(
        [131, 97],
        [113, 71],
        [
          kernelStage(placed, [
            placed.add(r, placed.mul(placed.x(), placed.coef(0.01))),
            g,
            placed.sub(bl, placed.y()),
          ]),
          size,
          kernelStage(flat, hold(flat)),
        ],
      )
      expect(differing(renderReference(three, source), wasm.render(three, source)), `seed ${1000 + seed}`).toBe(0)
    }
  })

  it('[ENG3] a mask may be written by one stage and read by a later one; what nobody wrote is an error', () => {
    const first = new Builder()
    const mask = kernelStage(first, [first.clamp01(first.hold(first.plane(0)))], ['r'], ['mask'])
    const second = new Builder()
    const [a, k] = [second.hold(second.plane(0)), second.plane(1)]
    const use = kernelStage(second, [second.mul(a, k)], ['g', 'mask'], ['g'])
    const source = frame(33, 5, randomOf(5))
    const both = plan([33, 5], [33, 5], [mask, use])
    const wasm = createWasm()
    // The planes that no kernel touched leave as they came, bits and all.
    expect(differing(renderReference(both, source), wasm.render(both, source))).toBe(0)
    expect(() => wasm.render(plan([33, 5], [33, 5], [use]), source)).toThrow('reads mask')
    expect(() => renderReference(plan([33, 5], [33, 5], [use]), source)).toThrow('reads mask')
    expect(() => wasm.render(plan([32, 5], [32, 5], []), source)).toThrow('32×5')
  })
})

describe('[ENG5] coefficients and tables are data', () => {
  const kernel = (gain: number) => {
    const b = new Builder()
    return kernelStage(
      b,
      b.each(b.hold3([b.plane(0), b.plane(1), b.plane(2)]), (v) => b.mul(v, b.coef(gain))),
    )
  }

  it('[ENG5] other numbers need no other module, another shape does', () => {
    const wasm = createWasm()
    const source = frame(20, 3, randomOf(9))
    for (let i = 0; i < 50; i++) wasm.render(plan([20, 3], [20, 3], [kernel(1 + i / 10)]), source)
    // The one that is quick, and, these inputs being hostile, the one that holds.
    expect(wasm.compiled).toBe(2)
    wasm.prepare(plan([20, 3], [20, 3], [program(randomOf(3), 20)]))
    expect(wasm.compiled).toBe(3)
  })

  it('[ENG5] equal expressions are one, and what no output needs is not there', () => {
    const b = new Builder()
    const [x, y] = [b.plane(0), b.plane(1)]
    expect(b.add(x, y)).toBe(b.add(x, y))
    b.mul(x, y)
    expect(b.program([b.add(x, y)]).list.map((i) => i.code)).toEqual(['plane', 'plane', 'add'])
    expect(b.hold(b.hold(x))).toBe(b.hold(x))
  })

  it('[ENG5] renders the same again, into the caller’s planes too, and leaves the source alone', () => {
    const wasm = createWasm()
    const source = frame(70, 70, randomOf(11))
    const before = source.planes.map((p) => p.slice())
    const p = plan([70, 70], [70, 70], [program(randomOf(12), 60)])
    const first = wasm.render(p, source)
    wasm.render(plan([70, 70], [70, 70], [program(randomOf(13), 90)]), frame(70, 70, randomOf(14)))
    const into = wasm.render(p, source)
    const given = {
      width: 70,
      height: 70,
      planes: [new Float32Array(4900), new Float32Array(4900), new Float32Array(4900)],
    } as const
    expect(wasm.render(p, source, given)).toBe(given)
    expect(differing(first, into)).toBe(0)
    expect(differing(first, given)).toBe(0)
    expect(differing({ width: 70, height: 70, planes: [before[0]!, before[1]!, before[2]!] }, source)).toBe(0)
  })
})
