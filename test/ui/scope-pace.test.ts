import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ScopePace } from '../../client/viewer/scope-pace.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('[UI132] a drag at 60 pictures a second is counted 25 times at most, its last picture always, and what stands at once', () => {
  const counted: [number, number][] = []
  let picture = 0
  const pace = new ScopePace((every) => counted.push([picture, every]))
  for (picture = 1; picture <= 60; picture++) {
    pace.due(2)
    pace.free(false)
    vi.advanceTimersByTime(16)
  }
  expect(counted.length).toBeGreaterThan(15)
  expect(counted.length).toBeLessThanOrEqual(25)
  expect(counted[0]).toEqual([1, 2])
  picture = 60
  vi.advanceTimersByTime(100)
  expect(counted.at(-1)).toEqual([60, 2])
  const before = counted.length
  vi.advanceTimersByTime(1000)
  expect(counted).toHaveLength(before)
  picture = 61
  pace.due(2)
  pace.free(false)
  picture = 62
  pace.due(1)
  pace.free(false)
  expect(counted.slice(before)).toEqual([
    [61, 2],
    [62, 1],
  ])
  vi.advanceTimersByTime(1000)
  expect(counted).toHaveLength(before + 2)
})

it('[UI132] a picture that waits goes first, but not for long', () => {
  const counted: number[] = []
  let picture = 0
  const pace = new ScopePace(() => counted.push(picture))
  for (picture = 1; picture <= 60; picture++) {
    pace.due(2)
    pace.free(true)
    vi.advanceTimersByTime(16)
  }
  // Each after 80 ms at the earliest, so with the sixth picture after the last: 1, 6, 11, …
  expect(counted).toEqual(Array.from({ length: 12 }, (_, i) => 1 + 5 * i))
  // The hand rests: what was drawn last is counted.
  picture = 61
  pace.due(2)
  pace.free(false)
  vi.advanceTimersByTime(100)
  expect(counted.at(-1)).toBe(61)
  expect(counted).toHaveLength(13)
})
