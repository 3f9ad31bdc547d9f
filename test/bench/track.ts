/** The tracker alone, on pictures already decoded: a piece of a photograph moved over another. One thread, processor time. */
import { free } from '../../shared/track/fit.ts'
import { reduce } from '../../shared/track/grey.ts'
import { Tracker } from '../../shared/track/tracker.ts'
import { about, apart, ellipse, frameOf, HEIGHT, photograph, type Scene, STEP, small, WIDTH } from '../track/kit.ts'
import { type Bench, type Figure, percentile } from './figure.ts'

const FRAMES = 48

export const bench: Bench = {
  name: 'track',
  doc: 'a window over a subject of known motion, 48 frames of 1080p: milliseconds a frame, and how far it is off',
  names: ['track.frame', 'track.reduce', 'track.off-median', 'track.off-worst'],
  async *figures(): AsyncIterable<Figure> {
    const middle = [960, 620] as const
    const radii = [230, 200] as const
    const scene: Scene = {
      subject: await photograph('A001C004_table_logc3.mp4'),
      ground: await photograph('A001C003_city_logc3.mp4'),
      middle,
      radii,
      noise: 6,
      path: (frame) =>
        about(middle, 1 + 0.25 * Math.sin(frame / 11), 0.35 * Math.sin(frame / 13), [
          300 * Math.sin(frame / 14),
          -180 * Math.sin(frame / 9),
        ]),
    }
    const pictures = Array.from({ length: FRAMES }, (_, frame) => frameOf(scene, frame))
    const start = process.cpuUsage().user
    const tracker = new Tracker(pictures[0]!, ellipse(middle, ...radii).map(small), free)
    const off: number[] = []
    let points = 0
    for (const [frame, picture] of pictures.entries()) {
      if (frame === 0) continue
      const step = tracker.next(picture)
      if (step.kind === 'lost') throw new Error(`lost at frame ${frame}: ${step.why}`)
      off.push(apart(step.move, scene.path(frame), middle, radii))
      points += step.points.length
    }
    const ms = (process.cpuUsage().user - start) / 1000 / off.length
    const each = `${Math.round(points / off.length)} points agree of up to 140, ${WIDTH}×${HEIGHT} reduced by ${STEP}`
    yield {
      name: 'track.frame',
      value: ms,
      unit: 'ms/frame',
      note: `pyramid, there and back, key picture, fit; ${each}`,
    }
    const plane = new Uint16Array(WIDTH * HEIGHT)
    const before = process.cpuUsage().user
    for (let i = 0; i < 20; i++) reduce(plane, WIDTH, HEIGHT, STEP, 10)
    const spent = (process.cpuUsage().user - before) / 1000 / 20
    yield {
      name: 'track.reduce',
      value: spent,
      unit: 'ms/frame',
      note: 'luma of a decoded frame to the size it is tracked at',
    }
    const note = 'the furthest of the middle and four ends of the window, full pixels, noise of 6 codes of 1023'
    yield { name: 'track.off-median', value: percentile(off, 50), unit: 'px', note }
    yield { name: 'track.off-worst', value: Math.max(...off), unit: 'px', note }
  },
}
