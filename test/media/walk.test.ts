import { describe, expect, it } from 'vitest'
import { frameIndex } from '../../shared/media/frame-index.ts'
import type { RawFrame } from '../../shared/media/planes.ts'
import { FrameWalk } from '../../shared/media/walk.ts'
import { forEachSeedInTurn } from '../kit/seed.ts'

const frameOf = (n: number): RawFrame => ({ format: 'yuv444p', width: 1, height: 1, planes: [Uint8Array.of(n)] })

/** A file of `frames` with a key frame each 24, whose decoder counts what is asked of it. */
function file(frames: number, broken = -1) {
  const index = frameIndex(
    Array.from({ length: frames }, (_, n) => ({ timestamp: n / 24, duration: 1 / 24, key: n % 24 === 0 })),
  )
  const starts: number[] = []
  let [decoded, copied, running, most] = [0, 0, 0, 0]
  const walk = new FrameWalk({
    name: 'a.mp4',
    index,
    reach: 12,
    start: async (key) => {
      starts.push(key)
      most = Math.max(most, ++running)
      let at = key
      return {
        next: async (n, wanted) => {
          expect(n).toBe(at++)
          if (n === broken) throw new Error('a.mp4: a block is damaged.')
          decoded++
          if (wanted) copied++
          return wanted ? frameOf(n) : null
        },
        stop: async () => void running--,
      }
    },
  })
  const take = async (n: number) => (await walk.take(n)).planes[0]![0]
  return { walk, take, starts, spent: () => ({ decoded, copied, running, most }) }
}

describe('frames by number out of a decoder that runs forwards', () => {
  it('[MEDIA17] played forwards it is one run, nothing decoded twice', async () => {
    const { take, starts, spent } = file(96)
    for (let n = 0; n < 96; n++) expect(await take(n)).toBe(n)
    expect(starts).toEqual([0])
    expect(spent()).toMatchObject({ decoded: 96, copied: 96 })
  })

  it('[MEDIA17] a run begins at a key frame; one under way is kept where it comes to the frame sooner', async () => {
    const { take, starts } = file(96)
    expect(await take(40)).toBe(40)
    expect(await take(46)).toBe(46)
    expect(await take(50)).toBe(50)
    expect(await take(90)).toBe(90)
    expect(starts).toEqual([24, 72])
  })

  it('[MEDIA17] stepped backwards a dozen frames are decoded at a time, not one', async () => {
    const { take, starts, spent } = file(96)
    for (let n = 95; n >= 0; n--) expect(await take(n)).toBe(n)
    expect(starts.length).toBeLessThanOrEqual(96 / 12 + 2)
    expect(spent().decoded).toBeLessThan(96 * 3)
  })

  it('[MEDIA17] any order gives the frame asked for, with at most one decoder at work', () =>
    forEachSeedInTurn(10, async (draw) => {
      const { take, spent } = file(100)
      const asked = Array.from({ length: 60 }, () => draw(100))
      expect(await Promise.all(asked.map(take))).toEqual(asked)
      expect(spent().most).toBe(1)
    }))

  it('[MEDIA10] a frame that is not there, or cannot be decoded, is a sentence; the others still come', async () => {
    const { walk, take, spent } = file(30, 10)
    for (const n of [-1, 30, 1.5, Number.NaN])
      await expect(take(n)).rejects.toThrow(`a.mp4 has frames 0 to 29; there is no frame ${n}.`)
    await expect(take(10)).rejects.toThrow('a.mp4: a block is damaged.')
    expect(await take(9)).toBe(9)
    expect(await take(25)).toBe(25)
    await walk.close()
    expect(spent().running).toBe(0)
  })
})
