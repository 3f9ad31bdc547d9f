import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digest, digestBytes, quantise } from '../../shared/render/digest.ts'
import type { Picture } from '../../shared/render/picture.ts'

const picture = (width: number, height: number, values: readonly (readonly number[])[]): Picture => ({
  width,
  height,
  planes: [Float32Array.from(values[0]!), Float32Array.from(values[1]!), Float32Array.from(values[2]!)],
})
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

describe('[ENG9] the digest of a rendered frame', () => {
  it('[ENG9] values are floor(hold01(x)·65535 + 0.5), in f32', () => {
    const x = [0, 1, 0.5, -1, 2, NaN, Infinity, -Infinity, 1 / 65535, 0.49 / 65535, 0.51 / 65535, 0.99999994]
    const frame = quantise(picture(x.length, 1, [x, x, x]))
    expect([...frame].filter((_, i) => i % 3 === 1)).toEqual([0, 65535, 32768, 0, 65535, 0, 65535, 0, 1, 0, 1, 65535])
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
    expect(await digest(1, 2, quantise(p), async (b) => sha256(b))).not.toBe(await digest(2, 1, quantise(p), sha256))
  })
})
