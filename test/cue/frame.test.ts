import { describe, expect, it } from 'vitest'
import type { Cue } from '../../shared/cue/cue.ts'
import { frameAt, skewOf } from '../../shared/cue/frame.ts'

const cue = (over: Partial<Cue> = {}): Cue => ({
  seat: 'a',
  seq: 1,
  playing: true,
  anchorFrame: 100,
  anchorMs: 5_000,
  rateNum: 24,
  rateDen: 1,
  loop: null,
  ...over,
})

describe('frameAt', () => {
  it('[CUE1] a stopped cue means its anchor frame at any time, held to the timeline', () => {
    for (const now of [-1e9, 0, 5_000, 1e12])
      expect(frameAt(cue({ playing: false }), now, 1000)).toEqual({ frame: 100, playing: false })
    expect(frameAt(cue({ playing: false, anchorFrame: 2000 }), 0, 1000).frame).toBe(999)
    expect(frameAt(cue({ playing: false, anchorFrame: -5 }), 0, 1000).frame).toBe(0)
    expect(frameAt(cue(), 1e9, 0)).toEqual({ frame: 0, playing: false })
  })

  it('[CUE2] before the anchor everybody waits on its frame; a frame begins exactly at its instant', () => {
    expect(frameAt(cue(), 4_700, 1000)).toEqual({ frame: 100, playing: true })
    expect(frameAt(cue(), 5_000, 1000).frame).toBe(100)
    expect(frameAt(cue({ rateNum: 25 }), 5_039.99, 1000).frame).toBe(100)
    expect(frameAt(cue({ rateNum: 25 }), 5_040, 1000).frame).toBe(101)
    expect(frameAt(cue({ rateNum: 25 }), 5_080, 1000).frame).toBe(102)
  })

  it('[CUE3] the frame is floor(elapsed µs · num / (den · 10⁶)) in whole numbers, exact after a day at 24000/1001', () => {
    const rate = { rateNum: 24000, rateDen: 1001 }
    for (let n = 1; n < 2_000_000; n += 70_001) {
      const firstMicro = Number((BigInt(n) * 1001n * 1_000_000n + 23_999n) / 24_000n)
      expect(frameAt(cue({ ...rate, anchorFrame: 0, anchorMs: 0 }), firstMicro / 1000, 3_000_000).frame).toBe(n)
      expect(frameAt(cue({ ...rate, anchorFrame: 0, anchorMs: 0 }), (firstMicro - 1) / 1000, 3_000_000).frame).toBe(
        n - 1,
      )
    }
  })

  it('[CUE4] without a loop play stops on the last frame, backwards on frame 0', () => {
    expect(frameAt(cue(), 5_000 + 1e6, 240)).toEqual({ frame: 239, playing: false })
    expect(frameAt(cue({ rateNum: -24 }), 6_000, 240)).toEqual({ frame: 76, playing: true })
    expect(frameAt(cue({ rateNum: -24 }), 5_000 + 1e6, 240)).toEqual({ frame: 0, playing: false })
  })

  it('[CUE5] in a loop play wraps in [in, out) both ways and never stops', () => {
    const looped = cue({ loop: [96, 120] })
    const seen = Array.from({ length: 60 }, (_, i) => frameAt(looped, 5_000 + (i * 1000 + 1) / 24, 240).frame)
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => 96 + ((4 + i) % 24)))
    const back = cue({ loop: [96, 120], rateNum: -24 })
    const seenBack = Array.from({ length: 60 }, (_, i) => frameAt(back, 5_000 + (i * 1000 + 1) / 24, 240).frame)
    expect(seenBack).toEqual(Array.from({ length: 60 }, (_, i) => 96 + ((((4 - i) % 24) + 24) % 24)))
    expect(frameAt(looped, 1e9, 240).playing).toBe(true)
    expect(frameAt(cue({ loop: [300, 400] }), 1e9, 240)).toEqual({ frame: 239, playing: false })
  })

  it('[CUE6] skew is the time a frame was put up less the instant the cue means; 0 when it stands', () => {
    expect(skewOf(cue({ rateNum: 25 }), 105, 5_207)).toBeCloseTo(7, 9)
    expect(skewOf(cue({ rateNum: -25 }), 95, 5_190)).toBeCloseTo(-10, 9)
    expect(skewOf(cue({ playing: false }), 105, 9_999)).toBe(0)
  })
})
