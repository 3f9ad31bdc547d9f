/** The tracker on clips whose motion is known: a piece of a real photograph moved, turned and scaled over another, with noise. */
import { beforeAll, describe, expect, it } from 'vitest'
import { free } from '../../shared/track/fit.ts'
import type { Similarity } from '../../shared/track/similarity.ts'
import { back, chain, moved } from '../../shared/track/similarity.ts'
import { Tracker } from '../../shared/track/tracker.ts'
import { about, apart, ellipse, frameOf, photograph, type Scene, small } from './kit.ts'

let photos: Pick<Scene, 'subject' | 'ground'>
beforeAll(async () => {
  photos = {
    subject: await photograph('A001C004_table_logc3.mp4'),
    ground: await photograph('A001C003_city_logc3.mp4'),
  }
})

interface Run {
  /** Furthest any end of the window is off, full pixels, of each frame that was found. */
  readonly off: readonly number[]
  readonly lost: string | null
}

/** Tracks a scene from one frame to another; `off` is held against what of the known motion may be followed. */
function track(scene: Scene, frames: readonly number[], may = free, truth = scene.path): Run {
  const first = scene.path(frames[0]!)
  const { middle, radii } = scene
  const outline = ellipse(middle, ...radii).map((spot) => moved(first, spot))
  const tracker = new Tracker(frameOf(scene, frames[0]!), outline.map(small), may)
  expect(tracker.trouble).toBeNull()
  const off: number[] = []
  for (const frame of frames.slice(1)) {
    const step = tracker.next(frameOf(scene, frame))
    if (step.kind === 'lost') return { off, lost: step.why }
    off.push(apart(step.move, chain(back(truth(frames[0]!)), truth(frame)), moved(first, middle), radii))
  }
  return { off, lost: null }
}
const median = (values: readonly number[]) => [...values].sort((p, q) => p - q)[values.length >> 1]!
const count = (n: number) => Array.from({ length: n }, (_, i) => i)

const middle = [960, 620] as const
const wide: Similarity = { a: 1, b: 0, c: 0, d: 0 }
const scene = (over: Partial<Scene>): Scene => ({
  ...photos,
  middle,
  radii: [170, 150],
  noise: 6,
  path: () => wide,
  ...over,
})
const dance = (frame: number) =>
  about(middle, 1 + 0.25 * Math.sin(frame / 11), 0.35 * Math.sin(frame / 13), [
    300 * Math.sin(frame / 14),
    -180 * Math.sin(frame / 9),
  ])

describe('[TRACK1] a window over a subject whose motion is known', () => {
  it('[TRACK1] moved, turned and scaled for 48 frames with noise, it is off by less than half a pixel at the median and two at worst', () => {
    const { off, lost } = track(scene({ path: dance, noise: 10 }), count(48))
    expect(lost).toBeNull()
    expect(off.length).toBe(47)
    expect(median(off)).toBeLessThan(0.5)
    expect(Math.max(...off)).toBeLessThan(2)
  })

  it('[TRACK1] backwards too, in changing light', () => {
    const light = (frame: number) => 1 - 0.35 * Math.abs(Math.sin(frame / 4))
    const { off, lost } = track(scene({ path: dance, light }), count(14).reverse())
    expect(lost).toBeNull()
    expect(median(off)).toBeLessThan(0.5)
    expect(Math.max(...off)).toBeLessThan(2)
  })

  it('[TRACK1] past a pole that hides a third of it, it goes on', () => {
    const path = (frame: number) => about(middle, 1, 0, [frame * 16 - 260, 0])
    const { off, lost } = track(scene({ path, before: () => [900, 0, 1010, 1080] }), count(36))
    expect(lost).toBeNull()
    expect(Math.max(...off)).toBeLessThan(2)
  })
})

describe('[TRACK2] what is lost is said to be, and no place is made up', () => {
  it('[TRACK2] behind a wall it is lost before it is gone, and was right until then', () => {
    const path = (frame: number) => about(middle, 1, 0, [frame * 24 - 300, 0])
    const { off, lost } = track(scene({ path, before: () => [900, 0, 1500, 1080] }), count(24))
    expect(lost).toMatch(/of the \d+ points it began with are left: something covers it/)
    expect(off.length).toBeGreaterThan(8)
    // From x = 660 + 24 f to x = 900: at frame 17 nothing is left to be seen.
    expect(off.length).toBeLessThan(17)
    expect(Math.max(...off)).toBeLessThan(2)
  })

  it('[TRACK2] out of the picture it says so, and a cut to another shot is a loss at once', () => {
    const path = (frame: number) => about(middle, 1, 0, [frame * 60, frame * 2])
    const { off, lost } = track(scene({ path }), count(24))
    expect(lost).toBe('it leaves the picture')
    expect(Math.max(...off)).toBeLessThan(2)
    const cut = scene({ path: (frame) => (frame < 3 ? wide : about(middle, 1, 0, [5000, 0])) })
    const other = track(cut, count(6))
    expect(other.off.length).toBe(2)
    expect(other.lost).toMatch(/something covers it/)
  })

  it('[TRACK2] a window on a bare wall is refused before the first frame', () => {
    const plane = { width: 960, height: 540, data: new Float32Array(960 * 540).fill(0.4) }
    const tracker = new Tracker(plane, ellipse([480, 270], 90, 80), free)
    expect(tracker.trouble).toBe('within the window no point could be told from its surroundings, and 6 are needed')
  })
})

describe('[TRACK3] only what is ticked is followed', () => {
  const turnless = { ...free, rotate: false }
  const path = (frame: number) => about(middle, 1 + frame * 0.02, frame * 0.024, [frame * 12, -frame * 8])
  it.each([
    ['rotate', turnless, (f: number) => about(middle, 1 + f * 0.02, 0, [f * 12, -f * 8])],
    ['zoom', { ...free, zoom: false }, (f: number) => about(middle, 1, f * 0.024, [f * 12, -f * 8])],
    ['pan', { ...free, pan: false }, (f: number) => about(middle, 1 + f * 0.02, f * 0.024, [0, -f * 8])],
    [
      'all but pan and tilt',
      { ...free, zoom: false, rotate: false },
      (f: number) => about(middle, 1, 0, [f * 12, -f * 8]),
    ],
  ])('[TRACK3] without %s the rest is as it was', (_, may, truth) => {
    const { off, lost } = track(scene({ path }), count(7), may, truth)
    expect(lost).toBeNull()
    expect(Math.max(...off)).toBeLessThan(2)
  })
})
