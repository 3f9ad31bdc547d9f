import { describe, expect, it } from 'vitest'
import { HubClock, slewMsPerSecond } from '../../shared/cue/clock.ts'

/** A small generator of its own, so that a failure repeats. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/** One round trip: the hub is `offset` ahead, the ways there and back take `there` and `back` milliseconds. */
const trip = (local: number, offset: number, there: number, back: number) => ({
  t0: local,
  t1: local + there + offset,
  t2: local + there + offset + 0.2,
  t3: local + there + 0.2 + back,
})

describe('HubClock', () => {
  it('[CUE7] the quickest of the last eight round trips counts, so jitter does not', () => {
    const random = seeded(7)
    const clock = new HubClock()
    const errors: number[] = []
    for (let i = 0; i < 200; i++) {
      const slow = () => 4 + (random() < 0.3 ? random() * 80 : random() * 2)
      clock.hear(trip(i * 3_000, 12_345, slow(), slow()), true)
      const error = Math.abs(clock.at(i * 3_000) - (i * 3_000 + 12_345))
      expect(error).toBeLessThanOrEqual(clock.delayMs! / 2 + 1e-6)
      if (i > 8) errors.push(error)
    }
    errors.sort((a, b) => a - b)
    expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThan(1.1)
  })

  it('[CUE7] the error is at most half the round trip, however lopsided the ways are', () => {
    const clock = new HubClock()
    clock.hear(trip(0, 500, 60, 20), true)
    expect(clock.delayMs).toBeCloseTo(80, 9)
    expect(Math.abs(clock.at(0) - 500)).toBeLessThanOrEqual(40)
  })

  it('[CUE8] while something plays the clock is slewed, at most half a millisecond a second; stopped it steps', () => {
    const clock = new HubClock()
    clock.hear(trip(0, 100, 5, 5), true)
    expect(clock.hear(trip(1_000, 110, 1, 1), false)).toBeCloseTo(0, 9)
    const from = trip(1_000, 110, 1, 1).t3
    expect(clock.at(from)).toBeCloseTo(from + 100, 6)
    expect(clock.at(from + 1_000)).toBeCloseTo(from + 1_100 + slewMsPerSecond, 6)
    expect(clock.at(from + 60_000)).toBeCloseTo(from + 60_110, 6)
    clock.hear(trip(100_000, 130, 0.5, 0.5), true)
    expect(clock.at(100_001.2)).toBeCloseTo(100_131.2, 6)
  })

  it('[CUE8] time never runs backwards while slewing', () => {
    const clock = new HubClock()
    clock.hear(trip(0, 100, 5, 5), true)
    clock.hear(trip(1_000, 60, 1, 1), false)
    let last = -1
    for (let t = 1_003; t < 5_000; t++) {
      expect(clock.at(t)).toBeGreaterThan(last)
      last = clock.at(t)
    }
  })

  it('[CUE7] a round trip that goes back in time is left out; a hub that started again is measured anew', () => {
    const clock = new HubClock()
    expect(clock.known).toBe(false)
    clock.hear({ t0: 10, t1: 5, t2: 4, t3: 20 }, true)
    expect(clock.known).toBe(false)
    clock.hear(trip(0, 100, 1, 1), true)
    clock.forget()
    expect(clock.at(50)).toBeCloseTo(150, 6)
    expect(clock.hear(trip(100, 9_000, 5, 5), false)).toBeCloseTo(8_900, 6)
  })
})
