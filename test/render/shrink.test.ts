import { describe, expect, it } from 'vitest'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { shrink } from '../../shared/render/shrink.ts'

function frame(width: number, height: number, at: (x: number, y: number) => number): SourceFrame {
  const plane = Float32Array.from({ length: width * height }, (_, p) => at(p % width, Math.floor(p / width)))
  return { width, height, kind: 'ycbcr', planes: [plane, plane, plane], source: 'abc' }
}

describe('[ENG10] a reduced frame for drags and playing', () => {
  it('[ENG10] averages boxes of whole source pixels, at exactly the asked size', () => {
    const source = frame(64, 36, (x, y) => x + 100 * y)
    const small = shrink(source, 16, 9)
    expect([small.width, small.height, small.kind]).toEqual([16, 9, 'ycbcr'])
    expect(small.planes[0][0]).toBe(1.5 + 150)
    expect(small.planes[1][16 * 8 + 15]).toBe(61.5 + 3350)
    const odd = shrink(
      frame(50, 30, () => 700),
      7,
      4,
    )
    expect(odd.planes[2].length).toBe(28)
    expect(odd.planes[2].every((v) => v === 700)).toBe(true)
  })

  it('[ENG10] a frame of that size is itself', () => {
    const source = frame(8, 4, () => 1)
    expect(shrink(source, 8, 4)).toBe(source)
  })
})
