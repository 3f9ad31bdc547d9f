import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { upsample } from '../../shared/media/chroma.ts'
import {
  deinterleave,
  layoutOf,
  planeSizes,
  type RawFrame,
  sourceName,
  toSourceFrame,
} from '../../shared/media/planes.ts'
import { forEachSeed } from '../kit/seed.ts'

const seen = (plane: number[], format: string, width: number, height: number): number[] => {
  const out = new Float32Array(width * height)
  upsample(Uint16Array.from(plane), layoutOf(format)!, width, height, out)
  return [...out]
}

/** The rule itself, in fractions of a sample, for any pixel: written apart from the code that is tested. */
function rule(plane: ArrayLike<number>, format: string, width: number, height: number, x: number, y: number): number {
  const { across, down } = layoutOf(format)!
  const [w, h] = planeSizes(layoutOf(format)!, width, height)[1]!
  const at = (cx: number, cy: number) => plane[Math.min(h - 1, Math.max(0, cy)) * w + Math.min(w - 1, cx)]!
  const row = (cy: number) =>
    !across ? at(x, cy) : x % 2 === 0 ? at(x / 2, cy) : (at((x - 1) / 2, cy) + at((x + 1) / 2, cy)) / 2
  if (!down) return row(y)
  const near = Math.floor(y / 2)
  return 0.75 * row(near) + 0.25 * row(y % 2 === 0 ? near - 1 : near + 1)
}

describe('chroma to full resolution', () => {
  it('[MEDIA2] across: an even pixel has its sample, an odd one the mean of its neighbours, the edge repeats', () => {
    expect(seen([100, 200, 301], 'yuv422p10', 6, 1)).toEqual([100, 150, 200, 250.5, 301, 301])
    expect(seen([100, 200, 301], 'yuv422p10', 5, 1)).toEqual([100, 150, 200, 250.5, 301])
  })

  it('[MEDIA2] down: three quarters of the nearer line and one of the farther, the edge repeats', () => {
    expect(seen([0, 100, 200], 'yuv420p10', 1, 6)).toEqual([0, 25, 75, 125, 175, 200])
    expect(seen([0, 100, 200], 'yuv420p10', 1, 5)).toEqual([0, 25, 75, 125, 175])
  })

  it('[MEDIA2] 4:4:4 is itself', () => expect(seen([1, 2, 3, 4], 'yuv444p12', 2, 2)).toEqual([1, 2, 3, 4]))

  it('[MEDIA2] holds for every pixel of any size and depth', () =>
    forEachSeed(40, (random) => {
      const format = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10', 'yuv422p10', 'yuv422p12', 'yuv420p16'][random(7)]!
      const [width, height] = [1 + random(19), 1 + random(13)]
      const { depth } = layoutOf(format)!
      const [w, h] = planeSizes(layoutOf(format)!, width, height)[1]!
      const plane = Uint16Array.from({ length: w * h }, () => random(2 ** depth))
      const got = seen([...plane], format, width, height)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          expect(got[y * width + x], `${format} ${width}×${height} at ${x},${y}`).toBe(
            rule(plane, format, width, height, x, y),
          )
    }))

  it('[MEDIA2] a frame of any sample size gives Y as it is, into planes that fit', () => {
    const raw: RawFrame = {
      format: 'yuv420p',
      width: 2,
      height: 2,
      planes: [Uint8Array.of(16, 17, 18, 235), Uint8Array.of(128), Uint8Array.of(240)],
    }
    const into = [new Float32Array(4), new Float32Array(4), new Float32Array(4)] as const
    const frame = toSourceFrame(raw, 'name', into)
    if (typeof frame === 'string') throw new Error(frame)
    expect(frame.planes.map((plane) => [...plane])).toEqual([
      [16, 17, 18, 235],
      [128, 128, 128, 128],
      [240, 240, 240, 240],
    ])
    expect(frame.planes[1]).toBe(into[1])
    const small = [new Float32Array(1), new Float32Array(1), new Float32Array(1)] as const
    expect((toSourceFrame(raw, 'name', small) as typeof frame).planes[0]).toHaveLength(4)
  })

  it('[MEDIA10] a format that is not taken apart is refused in a sentence', () =>
    expect(toSourceFrame({ format: 'xyz12', width: 1, height: 1, planes: [] }, '')).toMatch(
      /^Frames of format xyz12 cannot be read; /,
    ))
})

describe('the name of a decoded frame', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

  it('[MEDIA4] is the SHA-256 of format, size and samples, little endian', async () => {
    const raw: RawFrame = {
      format: 'yuv422p10',
      width: 2,
      height: 1,
      planes: [Uint16Array.of(64, 0x3ac), Uint16Array.of(512), Uint16Array.of(513)],
    }
    const bytes = Buffer.from(['7975763432327031300200000001000000', '4000ac03', '0002', '0102'].join(''), 'hex')
    expect(await sourceName(raw, sha256)).toBe(createHash('sha256').update(bytes).digest('hex').slice(0, 32))
  })

  it('[MEDIA4] planes within one buffer give the name that planes of their own give', async () => {
    const one = Uint8Array.of(9, 9, 1, 2, 3, 4, 5, 6)
    const apart = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5), Uint8Array.of(6)]
    const within = [one.subarray(2, 6), one.subarray(6, 7), one.subarray(7)]
    const name = (planes: Uint8Array[]) => sourceName({ format: 'yuv420p', width: 2, height: 2, planes }, sha256)
    expect(await name(within)).toBe(await name(apart))
  })

  it('[MEDIA5] a paired chroma plane comes apart and loses nothing', () => {
    expect(deinterleave(Uint8Array.of(1, 101, 2, 102))).toEqual([Uint8Array.of(1, 2), Uint8Array.of(101, 102)])
    expect(deinterleave(Uint16Array.of(1, 1001, 2, 1002))).toEqual([Uint16Array.of(1, 2), Uint16Array.of(1001, 1002)])
  })
})
