import { afterAll, describe, expect, it } from 'vitest'
import { openRenderPool } from '../../server/render-pool.ts'
import { quantise } from '../../shared/render/digest.ts'
import { createHand, type Part } from '../../shared/render/part.ts'
import { createPool } from '../../shared/render/pool.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { randomCase } from '../fuzz/grades.ts'
import { stageOf } from '../fuzz/sameness.ts'
import { randomOf } from '../ops/kit.ts'
import { differing, frame, plan, program } from './hostile.ts'

/** A hand on this thread that gets what a message would carry. */
const hand = () => {
  const work = createHand()
  return async (part: Part) => work(structuredClone(part))
}

describe('[ENG20] a picture drawn by several threads', () => {
  const threads = openRenderPool(2)
  afterAll(() => threads.close())

  it('[ENG20] has the bits of one, whatever their number, with passes and without', async () => {
    const wasm = createWasm()
    let passes = 0
    for (const [i, hands] of [1, 2, 3, 7].entries()) {
      const pool = createPool(Array.from({ length: hands }, hand))
      for (let shape = 1 + i; shape <= 24; shape += 4) {
        const one = stageOf(randomCase(5, shape, shape % 10))
        passes += one.plan.stages.filter(({ kind }) => kind !== 'kernel').length
        const truth = wasm.render(one.plan, one.source)
        expect(differing(truth, await pool.render(one.plan, one.source)), `shape ${shape}, ${hands} hands`).toBe(0)
      }
    }
    expect(passes).toBeGreaterThan(20)
  })

  it('[ENG20] real threads draw one picture after the other, of changing size and grade, asked for at once', async () => {
    const wasm = createWasm()
    const cases = [3, 8, 3, 11, 16].map((shape, i) => stageOf(randomCase(5, shape, i)))
    const prints = await Promise.all(
      cases.map(async ({ plan: p, source }) => {
        const picture = await threads.frame(p, source)
        return Buffer.from(picture.buffer).toString('base64')
      }),
    )
    expect(prints).toEqual(
      cases.map(({ plan: p, source }) => Buffer.from(quantise(wasm.render(p, source)).buffer).toString('base64')),
    )
  })

  it('[ENG20] what a thread was sent once goes by its number, and what it forgot is sent anew', async () => {
    const sent: Part[] = []
    const work = createHand()
    const pool = createPool([
      async (part) => {
        sent.push(part)
        work(structuredClone(part))
      },
    ])
    const wasm = createWasm()
    const random = randomOf(9)
    const source = frame(20, 9, random)
    const plans = Array.from({ length: 200 }, () => plan([20, 9], [20, 9], [program(random, 20)]))
    for (const one of [...plans, ...plans.slice(0, 2), plans[1]!])
      expect(differing(wasm.render(one, source), await pool.render(one, source))).toBe(0)
    const programs = sent.reduce((n, part) => n + part.programs.length, 0)
    expect(programs).toBe(202)
    expect(sent.some(({ forget }) => forget.length > 0)).toBe(true)
  })

  it('[ENG20] two sizes by turns are drawn in the planes they have, and a third lets the first go', async () => {
    const seen = new Set<ArrayBufferLike>()
    const work = createHand()
    const pool = createPool([
      async (part) => {
        const outs = part.outs instanceof Uint16Array ? [part.outs] : part.outs
        for (const plane of [...part.ins, ...outs]) seen.add(plane.buffer)
        work(part)
      },
    ])
    const random = randomOf(4)
    const draw = async (width: number): Promise<number> => {
      const before = seen.size
      await pool.render(plan([width, 9], [width, 9], [program(random, 20)]), frame(width, 9, random))
      return seen.size - before
    }
    // Six of a size: three of the source, three of the picture, which stands until the next one.
    expect([await draw(20), await draw(30)]).toEqual([6, 6])
    for (const width of [20, 30, 20, 30]) expect(await draw(width)).toBe(0)
    expect([await draw(40), await draw(30), await draw(20)]).toEqual([6, 0, 6])
  })

  it('[ENG20] a thread that fails fails the picture, and the next one is drawn', async () => {
    let broken = true
    const work = createHand()
    const pool = createPool([
      async (part) => {
        if (broken) throw new Error('out of memory')
        work(part)
      },
    ])
    const { plan: p, source } = stageOf(randomCase(5, 8, 1))
    await expect(pool.render(p, source)).rejects.toThrow('out of memory')
    broken = false
    expect(differing(createWasm().render(p, source), await pool.render(p, source))).toBe(0)
  })
})
