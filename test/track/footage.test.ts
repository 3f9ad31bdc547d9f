/** The tracker on encoded footage: clips of the demo, whose moves are known, and camera files beside the project, there and back. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { free } from '../../shared/track/fit.ts'
import type { Spot } from '../../shared/track/similarity.ts'
import { stay } from '../../shared/track/similarity.ts'
import { Tracker } from '../../shared/track/tracker.ts'
import { about, apart, demo, ellipse, HEIGHT, lumaOf, small, WIDTH } from './kit.ts'

const beside = fileURLToPath(new URL('../../../shared/footage', import.meta.url))
if (!existsSync(beside)) process.stderr.write('test/track: ../shared/footage is not there; its clips are not tried.\n')

const middle: Spot = [WIDTH / 2, HEIGHT / 2]
const radii: Spot = [200, 170]

describe('footage as it comes from a camera', () => {
  it('[TRACK1] a clip of the demo: its known move is found, off by less than half a pixel at the median and two at worst', async () => {
    // The crop moves from 60, 240 to 260, 300 in 48 frames, by whole pixels: demo/make.ts.
    const gone = (frame: number, by: number) => -Math.floor((by * frame) / 47)
    const clip = await lumaOf(join(demo, 'A001C001_park_logc3.mp4'))
    const tracker = new Tracker(await clip.at(0), ellipse(middle, ...radii).map(small), free)
    const off: number[] = []
    for (let frame = 1; frame < 24; frame++) {
      const step = tracker.next(await clip.at(frame))
      if (step.kind === 'lost') throw new Error(`lost at ${frame}: ${step.why}`)
      off.push(apart(step.move, about(middle, 1, 0, [gone(frame, 200), gone(frame, 60)]), middle, radii))
    }
    clip.close()
    off.sort((p, q) => p - q)
    expect(off.length).toBe(23)
    expect(off[11]).toBeLessThan(0.5)
    expect(off.at(-1)).toBeLessThan(2)
  })

  it('[TRACK1] camera files beside the project, where they are: there and back again ends where it began', async () => {
    const names = existsSync(beside)
      ? ['tree', 'desk', 'carrots'].map((name) => `${name}_logc3_1080p24_422p10.mp4`)
      : []
    for (const name of names) {
      const clip = await lumaOf(join(beside, name))
      // They tilt by up to 124 pixels a frame: from low in the picture a window stays within it for five.
      const frames = [0, 1, 2, 3, 4]
      const low: Spot = [WIDTH / 2, 780]
      const tracker = new Tracker(await clip.at(0), ellipse(low, ...radii).map(small), free)
      let last = stay
      for (const frame of [...frames.slice(1), ...frames.slice(0, -1).reverse()]) {
        const step = tracker.next(await clip.at(frame))
        if (step.kind === 'lost') throw new Error(`${name} is lost at ${frame}: ${step.why}`)
        last = step.move
      }
      clip.close()
      expect(apart(last, stay, low, radii), name).toBeLessThan(0.5)
    }
    expect(names.length === 0 || names.length === 3).toBe(true)
  })
})
