import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Builder } from '../../shared/op/expr.ts'
import { bitsOf, floatOf } from '../../shared/op/f32.ts'
import { digest, digestBytes, quantise } from '../../shared/render/digest.ts'
import { createHand, type Part } from '../../shared/render/part.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { createPool } from '../../shared/render/pool.ts'
import { sizeStage } from '../../shared/render/size.ts'
import { kernelStage, type Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { randomCase } from '../fuzz/grades.ts'
import { stageOf } from '../fuzz/sameness.ts'
import { frame, plan, randomOf } from './hostile.ts'

const picture = (width: number, height: number, values: readonly ArrayLike<number>[]): Picture => ({
  width,
  height,
  planes: [Float32Array.from(values[0]!), Float32Array.from(values[1]!), Float32Array.from(values[2]!)],
})
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A plan that leaves three planes as they are: what comes in goes out. */
function asIs(width: number, height: number): Plan {
  const b = new Builder()
  const stage = kernelStage(b, [b.plane(0), b.plane(1), b.plane(2)])
  return plan([width, height], [width, height], [stage])
}

describe('[ENG9] codes without planes', () => {
  it('[ENG9] WASM’s frame has the codes of its picture: every float that could round otherwise, hostile ones, any number of pixels', () => {
    const wasm = createWasm()
    const edges = [0, -0, 1, -1, 2, NaN, Infinity, -Infinity, 1e-42, 0.99999994, 65504, -1e-9]
    const near = (i: number) => [-2, -1, 0, 1, 2].map((ulp) => floatOf(bitsOf((i + 0.5) / 65535) + ulp))
    const all = Float32Array.from([...edges, ...Array.from({ length: 65536 }, (_, i) => near(i)).flat()])
    for (const n of [1, 2, 7, 8, 9, 4095, 4096, 4097, all.length]) {
      const x = all.slice(0, n)
      const source: SourceFrame = {
        ...picture(n, 1, [x, x.slice().reverse(), x.map((v) => v * 0.7)]),
        kind: 'rgb',
        source: '',
      }
      expect(Buffer.from(wasm.frame(asIs(n, 1), source).buffer)).toEqual(Buffer.from(quantise(source).buffer))
    }
  })

  it('[ENG9] and so has that of several threads, and that of a plan which ends with a pass', async () => {
    const hand = () => {
      const work = createHand()
      return async (part: Part) => work(structuredClone(part))
    }
    const pool = createPool([hand(), hand(), hand()])
    const size = sizeStage(
      { fit: 'fit', pan: [0.1, 0], zoom: 1.3, rotate: 0, flipX: false, flipY: false },
      [64, 48],
      [70, 40],
      1,
    )!
    const passing = { plan: plan([64, 48], [70, 40], [size]), source: frame(64, 48, randomOf(3)) }
    for (const { plan: p, source } of [passing, ...[1, 2, 3, 5, 8].map((shape) => stageOf(randomCase(7, shape, 0)))]) {
      const want = Buffer.from(quantise(createWasm().render(p, source)).buffer)
      expect(Buffer.from(createWasm().frame(p, source).buffer), p.name).toEqual(want)
      expect(Buffer.from((await pool.frame(p, source)).buffer), `${p.name}, threads`).toEqual(want)
    }
  })
})

describe('[ENG9] the digest of a rendered frame', () => {
  it('[ENG9] values are floor(hold01(x)·65535 + 0.5), in f32', () => {
    const x = [0, 1, 0.5, -1, 2, NaN, Infinity, -Infinity, 1 / 65535, 0.49 / 65535, 0.51 / 65535, 0.99999994]
    const codes = quantise(picture(x.length, 1, [x, x, x]))
    expect([...codes].filter((_, i) => i % 3 === 1)).toEqual([0, 65535, 32768, 0, 65535, 0, 65535, 0, 1, 0, 1, 65535])
    const f = Math.fround
    for (let i = 0; i < 5000; i++) {
      const v = f(i / 4999)
      expect(quantise(picture(1, 1, [[v], [0], [0]]))[0]).toBe(Math.floor(f(f(v * 65535) + 0.5)))
    }
  })

  it('[ENG9] hashes u32le width, u32le height, then u16le R G B row by row', async () => {
    const p = picture(2, 1, [
      [0, 1],
      [1, 0.5],
      [0, 0],
    ])
    const bytes = digestBytes(2, 1, quantise(p))
    expect(Buffer.from(bytes).toString('hex')).toBe('02000000010000000000ffff0000ffff00800000')
    expect(await digest(2, 1, quantise(p), sha256)).toBe(createHash('sha256').update(bytes).digest('hex').slice(0, 32))
    const into = new Uint8Array(20).fill(9)
    expect(digestBytes(2, 1, quantise(p), into)).toBe(into)
    expect(into).toEqual(bytes)
    const short = new Uint8Array(19).fill(9)
    expect(digestBytes(2, 1, quantise(p), short)).toEqual(bytes)
    expect(short.every((byte) => byte === 9)).toBe(true)
    expect(await digest(1, 2, quantise(p), async (b) => sha256(b))).not.toBe(await digest(2, 1, quantise(p), sha256))
  })
})
