/** Tracking as the hands ask for it, on a desk with an engine that finds what it is told to. */
import { describe, expect, it } from 'vitest'
import { actionOf } from '../../client/actions/index.ts'
import { resetPalette } from '../../client/panels/palette.tsx'
import { carriedBy, changedFrames, holdTrack } from '../../client/panels/track-hold.ts'
import { paletteOf } from '../../client/state/palette.ts'
import { curvesOf, reachOf } from '../../client/state/track-curves.ts'
import type { TrackNews, TrackOrder } from '../../client/state/tracking.ts'
import { carriedAt, hasTrack, placeAtHand, runsOf, sourceFrame, windowsHere } from '../../client/state/tracks.ts'
import type { Affine } from '../../shared/render/affine.ts'
import { bridge } from '../../shared/track/bridge.ts'
import { fakeDesk } from './kit/demo.ts'

const hands = { held: () => false, key: '' }
/** Moved to the right by so much. */
const by = (x: number) => [1, 0, x, 0, 1, 0]

function tracked() {
  const made = fakeDesk('colorist')
  const { desk, suite } = made
  actionOf('add-circle').run(desk, hands)
  const orders: TrackOrder[] = []
  let hear: (news: TrackNews) => void = () => {}
  let stops = 0
  desk.tracking.engine = (order, told) => {
    orders.push(order)
    hear = told
    return () => void stops++
  }
  const run = (id: Parameters<typeof actionOf>[0]) => actionOf(id).run(desk, hands)
  const find = (frame: number, x = frame / 100) =>
    hear({ kind: 'found', frame, carry: by(x), points: [[0, 0]], trust: 0.9 })
  const at = (frame: number) => carriedAt(desk, placeAtHand(desk)!, frame)?.[2] ?? null
  const runs = () => runsOf(suite.entries, placeAtHand(desk)!)
  const said = () => desk.said?.sentence ?? ''
  return { ...made, orders, hear: (news: TrackNews) => hear(news), run, find, at, runs, said, stops: () => stops }
}

describe('tracking by hand', () => {
  it('[TRACK4] forwards it goes to the end of the clip, backwards to its beginning, both ways in one run, or one frame on', () => {
    const t = tracked()
    const { clip } = t.desk
    const [first, last] = [clip!.sourceIn, clip!.sourceIn + clip!.length - 1]
    t.suite.seek(clip!.recordIn + 5)
    const from = sourceFrame(t.desk)
    expect(from).toBe(first + 5)
    const legs = (['track-forward', 'track-back', 'track-both', 'track-on', 'track-back-one'] as const).map((id) => {
      t.run(id)
      t.run('track-stop')
      return t.orders.at(-1)!.legs.map((leg) => [leg[0], leg.at(-1)])
    })
    expect(legs).toEqual([
      [[from, last]],
      [[from, first]],
      [
        [from, last],
        [from, first],
      ],
      [[from, from + 1]],
      [[from, from - 1]],
    ])
    expect(t.runs()).toEqual([])
  })

  it('[TRACK4] what is found is drawn as it comes and kept in one undo step at the end; who works on meanwhile is not held up', () => {
    const t = tracked()
    const depth = t.suite.undoDepth(t.desk.level!)
    const from = sourceFrame(t.desk)
    t.run('track-forward')
    t.find(from, 0)
    for (let i = 1; i <= 3; i++) t.find(from + i, i)
    expect(t.at(from + 2)).toBe(2)
    expect(windowsHere(t.desk)[0]!.carry).not.toBeNull()
    expect(t.runs()).toEqual([])
    t.suite.edit(t.desk.level!, 'Other', (grade) =>
      grade.control(t.desk.level!, '0', t.desk.node!.id, 'primaries.saturation', [1.5]),
    )
    t.hear({ kind: 'done' })
    expect(t.stops()).toBe(1)
    expect(t.runs()).toHaveLength(1)
    expect(t.at(from + 3)).toBe(3)
    expect(t.suite.undoDepth(t.desk.level!)).toBe(depth + 2)
    t.suite.undo(t.desk.level!)
    expect(t.runs()).toEqual([])
    expect(t.desk.node!.controls.get('primaries.saturation')).toEqual([1.5])
  })

  it('[TRACK4] stopped, it keeps what was found; where nothing was, it leaves no step; and only one runs at a time', () => {
    const t = tracked()
    const from = sourceFrame(t.desk)
    const depth = t.suite.undoDepth(t.desk.level!)
    t.run('track-forward')
    t.find(from, 0)
    t.run('track-back')
    expect(t.said()).toMatch(/is being tracked already/)
    t.run('track-stop')
    expect(t.suite.undoDepth(t.desk.level!)).toBe(depth)
    t.run('track-forward')
    t.find(from, 0)
    t.find(from + 1, 0.5)
    t.run('track-stop')
    expect(t.at(from + 1)).toBe(0.5)
    t.find(from + 2, 9)
    expect(t.at(from + 2)).toBe(0.5)
  })

  it('[TRACK5] lost, it says where in record timecode and why, keeps what came before, and marks the frame until it is found again', () => {
    const t = tracked()
    const from = sourceFrame(t.desk)
    t.run('track-forward')
    t.find(from, 0)
    t.find(from + 1, 0.1)
    t.hear({ kind: 'lost', frame: from + 2, why: 'it leaves the picture' })
    t.hear({ kind: 'done' })
    expect(t.said()).toBe('The window is lost at 01:00:00:02: it leaves the picture.')
    const { window } = placeAtHand(t.desk)!
    expect([...t.desk.tracking.lost]).toEqual([`${window}@${from + 2}`])
    expect(t.at(from + 9)).toBeCloseTo(0.1)
    t.run('track-forward')
    t.find(from, 0)
    t.find(from + 2, 0.2)
    expect([...t.desk.tracking.lost]).toEqual([])
  })

  it('[TRACK5] the playhead goes along, until a hand moves it elsewhere', () => {
    const t = tracked()
    const from = sourceFrame(t.desk)
    t.run('track-forward')
    t.find(from, 0)
    t.find(from + 1, 0)
    t.run('track-stop')
    expect(sourceFrame(t.desk)).toBe(from + 1)
    t.run('track-forward')
    t.find(from + 1, 0)
    t.suite.drive({ frame: t.desk.clip!.recordIn + 20, playing: false })
    t.find(from + 2, 0)
    t.find(from + 3, 0)
    t.hear({ kind: 'done' })
    expect(sourceFrame(t.desk)).toBe(t.desk.clip!.sourceIn + 20)
  })

  it('[TRACK5] what cannot be tracked is said in the foot, and nothing begins', () => {
    const t = tracked()
    t.desk.setLevelKind('timeline')
    t.run('track-forward')
    expect(t.said()).toMatch(/clip’s own grade/)
    t.desk.setLevelKind('clip')
    t.run('track-back')
    expect(t.said()).toBe('This is the first frame of the clip: there is none to track into.')
    t.run('append')
    t.run('track-forward')
    expect(t.said()).toMatch(/select a node with a window/)
    t.desk.tracking.engine = null
    t.run('track-forward')
    expect(t.orders).toEqual([])
  })
})

describe('a hand on a track', () => {
  const found = (t: ReturnType<typeof tracked>, count: number) => {
    const from = sourceFrame(t.desk)
    t.run('track-forward')
    for (let i = 0; i < count; i++) t.find(from + i, i / 10)
    t.run('track-stop')
    return from
  }

  it('[TRACK6] in this frame alone, or from here on: one step, and on the way only what this frame shows', () => {
    for (const mode of ['frame', 'onward'] as const) {
      const t = tracked()
      const from = found(t, 6)
      t.suite.seek(t.desk.clip!.recordIn + 2)
      t.desk.tracking.setMode(mode)
      const depth = t.suite.undoDepth(t.desk.level!)
      const [window] = windowsHere(t.desk)
      const hold = holdTrack(t.desk, window!)!
      hold.set(carriedBy(window!, 'body', [0, 0], [0.3, 0]))
      const xs = () => [0, 1, 2, 3, 5].map((i) => Number(t.at(from + i)!.toFixed(4)))
      expect(xs()).toEqual([0, 0.1, 0.5, 0.3, 0.5])
      hold.commit()
      expect(xs()).toEqual(mode === 'frame' ? [0, 0.1, 0.5, 0.3, 0.5] : [0, 0.1, 0.5, 0.6, 0.8])
      expect(t.suite.undoDepth(t.desk.level!)).toBe(depth + 1)
      t.suite.undo(t.desk.level!)
      expect(xs()).toEqual([0, 0.1, 0.2, 0.3, 0.5])
    }
  })

  it('[TRACK6] given up, it leaves the track as it was; while the window is tracked no hand takes it', () => {
    const t = tracked()
    const from = found(t, 3)
    const [window] = windowsHere(t.desk)
    const hold = holdTrack(t.desk, window!)!
    hold.set(carriedBy(window!, 'body', [0, 0], [0.3, 0]))
    hold.discard()
    expect(t.at(from)).toBe(0)
    t.run('track-forward')
    expect(holdTrack(t.desk, window!)).toBeNull()
    expect(t.said()).toMatch(/being tracked/)
  })

  it('[TRACK6] a handle scales and turns about the window’s middle where it stands now', () => {
    const window = { ...windowsHere(tracked().desk)[0]!, carry: by(1) }
    const at = (carry: readonly number[], x: number, y: number) =>
      [carry[0]! * x + carry[1]! * y + carry[2]!, carry[3]! * x + carry[4]! * y + carry[5]!].map((v) => v.toFixed(4))
    const scaled = carriedBy(window, 'size', [1.5, 0], [2, 0])
    expect([at(scaled, 0, 0), at(scaled, 0.5, 0)]).toEqual([
      ['1.0000', '0.0000'],
      ['2.0000', '0.0000'],
    ])
    const turned = carriedBy(window, 'turn', [1, -0.5], [1.5, 0])
    expect(at(turned, 0, -0.5)).toEqual(['1.5000', '0.0000'])
    expect(carriedBy(window, 'turn', [1, 0], [1.5, 0])).toEqual(by(1))
  })

  it('[TRACK6] what lies beyond a frame is moved by as much as that frame was', () => {
    const turn: Affine = [0, -1, 0, 1, 0, 0]
    const changed = changedFrames(
      [
        [4, by(1)],
        [5, by(2)],
      ],
      4,
      by(1) as unknown as Affine,
      turn,
      true,
    )
    expect(changed.map(([frame]) => frame)).toEqual([4, 5])
    // One to the right of where it was becomes one below it.
    expect([changed[1]![1][2], changed[1]![1][5]]).toEqual([0, 1])
  })

  it('[TRACK6] a stretch is interpolated on from how it went into how it goes after, and not beyond the track’s ends', () => {
    // At even speed, then a stretch that is wrong, then at even speed again.
    const even = (frame: number) => by(frame / 8)
    const frames = Array.from({ length: 20 }, (_, i) => [i, i > 6 && i < 12 ? by(9) : even(i)] as const)
    const filled = bridge(frames, 7, 11)!
    expect(filled.map(([frame]) => frame)).toEqual([7, 8, 9, 10, 11])
    for (const [frame, carry] of filled) expect(carry[2]).toBeCloseTo(frame / 8, 9)
    // Coming to rest: it goes on a little before it stops, and never back.
    const rest = [...frames.slice(0, 7), ...[12, 13, 14].map((frame) => [frame, by(1)] as const)]
    const xs = bridge(rest, 7, 11)!.map(([, carry]) => carry[2]!)
    expect(xs).toEqual([...xs].sort((p, q) => p - q))
    expect(xs[0]! - 0.75).toBeGreaterThan((1 - 0.75) / 6)
    expect(bridge(frames, 0, 4)).toBeNull()
    expect(bridge(frames, 15, 30)).toBeNull()
  })

  it('[TRACK6] the graph shows pan and tilt in pixels, zoom, and a turn that goes on past half a circle', () => {
    const window = windowsHere(tracked().desk)[0]!
    const turned = (degrees: number) => {
      const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
      return [2 * c, -2 * s, 0.5, 2 * s, 2 * c, -0.25]
    }
    const curves = curvesOf(
      window,
      1080,
      [0, 90, 170, 190, 350].map((degrees, i) => [i, turned(degrees)] as const),
    )
    expect(curves.map(([, { rotate }]) => Math.round(rotate))).toEqual([0, 90, 170, 190, 350])
    expect(curves[0]![1].pan).toBeCloseTo(270)
    expect(curves[0]![1].tilt).toBeCloseTo(-135)
    expect(curves[0]![1].zoom).toBeCloseTo(2)
    expect(reachOf(curves)).toMatchObject({ pan: 270, tilt: 270, zoom: 1 })
  })
})

it('[TRACK6] the palette’s reset takes the tracks of the node away in one step', () => {
  const t = tracked()
  const from = sourceFrame(t.desk)
  t.run('track-forward')
  t.find(from, 0)
  t.find(from + 1, 1)
  t.run('track-stop')
  expect(hasTrack(t.desk)).toBe(true)
  const depth = t.suite.undoDepth(t.desk.level!)
  resetPalette(t.desk, paletteOf('track'))
  expect(hasTrack(t.desk)).toBe(false)
  expect(t.suite.undoDepth(t.desk.level!)).toBe(depth + 1)
})
