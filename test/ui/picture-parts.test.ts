import { describe, expect, it } from 'vitest'
import { comingFrames, drawable, frameStep } from '../../client/viewer/coming.ts'
import { Feed } from '../../client/viewer/feed.ts'
import { fitCodes } from '../../client/viewer/fit.ts'
import { Pace } from '../../client/viewer/pace.ts'
import { previewSize } from '../../client/viewer/pane.ts'
import { Shelf } from '../../client/viewer/shelf.ts'
import type { Cue } from '../../shared/cue/cue.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { Layered, Shelves } from '../../shared/doc/read.ts'
import { demoSession } from './kit/demo.ts'

const { timeline } = demoSession
const cue = (given: Partial<Cue> = {}): Cue => ({
  seat: 's',
  seq: 1,
  playing: true,
  anchorFrame: 0,
  anchorMs: 0,
  rateNum: 24,
  rateDen: 1,
  loop: null,
  ...given,
})

describe('the worker’s copy of the grade', () => {
  it('[UI54] equals the drawn grade after any run of edits and overlays, and a drag costs its own keys only', () => {
    const base = new Shelves()
    for (let i = 0; i < 500; i++) base.set(`c.clip0000/0/n${i}/primaries.gain`, [i])
    const feed = new Feed()
    const copy = new Map<string, Value>()
    let entries = new Layered(base, new Map())
    const bring = (over: ReadonlyMap<string, Value | null>): number => {
      const drawn = new Layered(base, over)
      const changes = feed.changes(entries, drawn)
      for (const [key, value] of changes) value === null ? copy.delete(key) : copy.set(key, value)
      expect(copy).toEqual(new Map(drawn))
      return changes.length
    }
    expect(bring(new Map())).toBe(500)
    expect(bring(new Map())).toBe(0)
    const key = 'c.clip0000/0/n7/primaries.gain'
    expect(bring(new Map([[key, [0.5]]]))).toBe(1)
    expect(bring(new Map<string, Value | null>([[key, null]]))).toBe(1)
    expect(bring(new Map())).toBe(1)
    base.delete(key)
    base.set('t/0/new/on', [true])
    entries = new Layered(base, new Map())
    expect(bring(new Map([['t/0/new/on', [false]]]))).toBe(2)
    expect(bring(new Map())).toBe(1)
  })
})

describe('from the executor’s picture to the canvas', () => {
  const ramp = (w: number, h: number, at: (x: number, y: number) => number) =>
    Uint16Array.from({ length: w * h * 3 }, (_, i) => at(Math.floor(i / 3) % w, Math.floor(i / 3 / w)))

  it('[UI55] at its own size each value keeps its upper byte, rounded', () => {
    const out = fitCodes(Uint16Array.of(0, 128, 129, 65535, 32767, 257), [2, 1], [2, 1])
    expect([...out]).toEqual([0, 0, 1, 255, 255, 127, 1, 255])
    const all = Uint16Array.from({ length: 65536 * 3 }, (_, i) => (i * 40503) % 65536)
    const bytes = fitCodes(all, [65536, 1], [65536, 1])
    for (let i = 0; i < all.length; i++)
      if (bytes[Math.floor(i / 3) * 4 + (i % 3)] !== Math.floor((all[i]! * 255 + 32768) / 65536)) expect(i).toBe(-1)
    expect(bytes.every((v, i) => i % 4 !== 3 || v === 255)).toBe(true)
  })

  it('[UI55] a box a row higher or lower has one row twice or one less; other sizes are the exact average to half a code', () => {
    const rows = ramp(7, 5, (_, y) => y * 257)
    const ofRows = (h: number) => [...fitCodes(rows, [7, 5], [7, h])].filter((_, i) => i % 28 === 4)
    expect(ofRows(6)).toEqual([0, 1, 1, 2, 3, 4])
    expect(ofRows(4)).toEqual([0, 1, 3, 4])
    const [from, to] = [
      [53, 31],
      [17, 45],
    ] as const
    const frame = ramp(from[0], from[1], (x, y) => (x * 7919 + y * 104729) % 65536)
    const out = fitCodes(frame, from, to)
    // The same steps in 256ths, summed in f64.
    const step = (i: number, a: number, b: number) => {
      const begin = Math.floor((i * a * 256) / b)
      const end = Math.max(begin + 1, Math.floor(((i + 1) * a * 256) / b))
      return Array.from({ length: a }, (_, j) => Math.max(0, Math.min(end, j * 256 + 256) - Math.max(begin, j * 256)))
    }
    for (let y = 0; y < to[1]; y++)
      for (let x = 0; x < to[0]; x++) {
        const [across, down] = [step(x, from[0], to[0]), step(y, from[1], to[1])]
        let [sum, whole] = [0, 0]
        down.forEach((v, j) => {
          across.forEach((u, i) => {
            sum += v * u * frame[(j * from[0] + i) * 3]!
            whole += v * u
          })
        })
        expect(Math.abs(out[(y * to[0] + x) * 4]! - (sum / whole) * (255 / 65535))).toBeLessThan(0.5001)
      }
  })

  it('[UI55] a smaller one is the average by area: halves exactly, thirds by their weights, flat stays flat', () => {
    const half = fitCodes(
      ramp(4, 2, (x) => x * 257 * 40),
      [4, 2],
      [2, 1],
    )
    expect([half[0], half[4]]).toEqual([20, 100])
    const third = fitCodes(
      ramp(3, 1, (x) => [0, 65535, 0][x]!),
      [3, 1],
      [2, 1],
    )
    expect([third[0], third[4]]).toEqual([85, 85])
    for (const [w, h] of [
      [973, 547],
      [960, 540],
      [641, 361],
      [1919, 1079],
    ] as const) {
      const flat = fitCodes(
        ramp(1920, 1080, () => 0x8123),
        [1920, 1080],
        [w, h],
      )
      expect(flat.every((v, i) => v === (i % 4 === 3 ? 255 : 129))).toBe(true)
    }
  })

  it('[UI55] the mean of a picture survives its scaling to within one code', () => {
    const from = ramp(640, 360, (x, y) => (x * 61 + y * 97) % 65536)
    const mean = (values: ArrayLike<number>, step: number, scale: number) => {
      let sum = 0
      for (let i = 0; i < values.length; i += step) sum += values[i]!
      return sum / (values.length / step) / scale
    }
    const out = fitCodes(from, [640, 360], [211, 119])
    expect(Math.abs(mean(out, 4, 255) - mean(from, 3, 65535)) * 255).toBeLessThan(1)
  })

  it('[UI51] a preview has the canvas’s width and the timeline’s shape, and is never larger than either', () => {
    expect(previewSize([973, 547], [1920, 1080])).toEqual([973, 547])
    expect(previewSize([2400, 1350], [1920, 1080])).toEqual([1100, 619])
    expect(previewSize([640, 360], [480, 270])).toEqual([480, 270])
  })
})

describe('what playing comes to', () => {
  it('[UI56] follows the cue’s direction, speed and loop, and ends with the timeline', () => {
    expect(comingFrames(cue(), timeline, 10, 3)).toEqual([11, 12, 13])
    expect(comingFrames(cue({ rateNum: -48 }), timeline, 10, 9)).toEqual([8, 6, 4, 2, 0])
    expect(comingFrames(cue({ loop: [4, 8] }), timeline, 6, 5)).toEqual([7, 4, 5])
    expect(comingFrames(cue(), timeline, timeline.length - 2, 5)).toEqual([timeline.length - 1])
    expect([frameStep(cue({ rateNum: 12 }), timeline), frameStep(cue({ rateNum: 192 }), timeline)]).toEqual([1, 8])
  })

  it('[UI56] draws all at speed, every nth when a picture takes n frames, and none before what is being decoded', () => {
    const line = Array.from({ length: 30 }, (_, i) => 100 + i)
    expect(drawable(timeline, line, 1, 20, 0, 4)).toEqual([100, 101, 102, 103])
    expect(drawable(timeline, line, 1, 100, 0, 3)).toEqual([102, 105, 108])
    expect(drawable(timeline, line, 1, 100, 4, 3)).toEqual([104, 105, 108])
    expect(drawable(timeline, line, 1, 20, 4, 4)).toEqual([])
  })

  it('[UI56] frames a second are those shown, and a jump leaves nothing out', () => {
    const pace = new Pace()
    for (let i = 0; i < 48; i++) pace.show(i, 1, i * 41.667)
    expect(pace.speed(48 * 41.667)).toMatchObject({ dropped: false })
    expect(Math.round(pace.speed(48 * 41.667)!.fps)).toBe(24)
    pace.show(50, 1, 2041)
    expect([pace.dropped, pace.speed(2041)?.dropped]).toEqual([2, true])
    pace.show(500, 1, 2082)
    expect(pace.dropped).toBe(2)
  })
})

describe('what is kept', () => {
  it('[UI59] is made once for all who ask, the one unused for longest goes first, and a failure is not kept', async () => {
    const shelf = new Shelf<string>(10, (thing) => thing.length)
    let made = 0
    const make = (thing: string) => async () => {
      made++
      return thing
    }
    expect(await Promise.all([shelf.take('a', make('aaaa')), shelf.take('a', make('aaaa'))])).toEqual(['aaaa', 'aaaa'])
    await shelf.take('b', make('bbbb'))
    await shelf.take('a', make('aaaa'))
    await shelf.take('c', make('cccc'))
    expect([made, shelf.bytes]).toEqual([3, 8])
    await shelf.take('a', make('aaaa'))
    expect(made).toBe(3)
    await shelf.take('b', make('bbbb'))
    expect(made).toBe(4)
    await expect(shelf.take('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await shelf.take('x', make('x'))).toBe('x')
    shelf.drop('a')
    expect(shelf.bytes).toBe(5)
  })
})
