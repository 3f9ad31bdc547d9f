import { describe, expect, it } from 'vitest'
import { frameIndex, type PacketTime, rateOf } from '../../shared/media/frame-index.ts'
import { forEachSeed, shuffled } from '../kit/seed.ts'

const packet = (timestamp: number, key = false, duration = 0.04): PacketTime => ({ timestamp, duration, key })
/** Stored I P B B P B B: B-frames come after the frame they are shown before. */
const group = [0, 3, 1, 2, 6, 4, 5].map((n) => packet(n / 25, n === 0))

describe('which frame is frame N', () => {
  it('[MEDIA1] by presentation time, however B-frames are stored', () => {
    expect([...frameIndex(group).times]).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => n / 25))
    forEachSeed(20, (draw) => expect(frameIndex(shuffled(draw, group)).times).toEqual(frameIndex(group).times))
  })

  it('[MEDIA1] at a variable rate frame N is still the Nth, and its middle lies inside it', () => {
    const times = [0, 0.185, 0.218, 0.252, 0.5]
    const { times: got, middle } = frameIndex(times.map((t) => packet(t, t === 0, 0.033)))
    expect([...got]).toEqual(times)
    for (const [n, t] of times.entries()) {
      expect(middle(n)).toBeGreaterThan(t)
      expect(middle(n)).toBeLessThan(times[n + 1] ?? t + 0.033)
    }
  })

  it('[MEDIA1] times rounded to milliseconds count as they are: round(t·fps) would be off', () => {
    const rounded = Array.from({ length: 1000 }, (_, n) =>
      packet(Math.floor((n * 1000 * 1001) / 24000) / 1000, n === 0),
    )
    const index = frameIndex(rounded)
    expect(index.times).toHaveLength(1000)
    expect(rateOf(index)).toEqual({ num: 24000, den: 1001 })
    expect(index.times[999]).toBe(rounded[999]!.timestamp)
  })

  it('[MEDIA1] two packets of one time are one frame; what lies before time 0 is none', () => {
    expect([...frameIndex([packet(-0.08, true), packet(-0.04), ...group, packet(0.04)]).times]).toEqual([
      ...frameIndex(group).times,
    ])
  })

  it('[MEDIA1] an edit list says which are shown; a count ends the file', () => {
    const shows = (t: number) => t >= 0.08 && t < 0.2
    expect([...frameIndex(group, { shows }).times]).toEqual([0.08, 0.12, 0.16])
    expect(frameIndex(group, null, 3).times).toHaveLength(3)
  })

  it('[MEDIA1] the usual rates are known by their frames, others told to a thousandth', () => {
    const at = (num: number, den: number) =>
      rateOf(frameIndex(Array.from({ length: 50 }, (_, n) => packet((n * den) / num))))
    for (const [num, den] of [
      [24, 1],
      [24000, 1001],
      [25, 1],
      [30000, 1001],
      [50, 1],
      [60000, 1001],
      [120, 1],
    ] as const)
      expect(at(num, den)).toEqual({ num, den })
    expect(at(18, 1)).toEqual({ num: 18000, den: 1000 })
    expect(rateOf(frameIndex([packet(0)]))).toEqual({ num: 24, den: 1 })
  })

  it('[MEDIA17] knows the key frame before each frame, and which groups are open', () => {
    // Stored 0 3 1 2 | 6 4 5 9 7 8: frame 6 is a key frame, and 4 and 5 are stored after it and shown before it.
    const open = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8].map((n) => packet(n / 25, n === 0 || n === 6))
    const index = frameIndex(open)
    expect([0, 3, 5, 6, 9].map(index.keyBefore)).toEqual([0, 0, 0, 6, 6])
    expect([index.isOpen(0), index.isOpen(6)]).toEqual([false, true])
    // With its beginning hidden no key frame is left before: decoding begins at the first that is shown.
    expect(frameIndex(open, { shows: (t) => t > 0.1 }).keyBefore(2)).toBe(0)
  })
})
