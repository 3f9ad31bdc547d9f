/**
 * Where the playhead goes, for all transport actions. The driver states the cue for everybody; a colorist takes the wheel by touching the
 * transport when nobody has it; anybody else looks round with a playhead of their own.
 */

import { roles } from '../../shared/policy/roles.ts'
import { clipAt } from '../state/clip-at.ts'
import type { Desk } from '../state/desk.ts'

/** Speeds that repeated presses of J or L step through. */
export const speeds = [1, 2, 4, 8] as const

/** Whether this seat moves the playhead of all, now or by taking a free wheel. */
export function steers(desk: Desk): boolean {
  const { suite } = desk
  if (suite.session.driver === suite.seat) return true
  return suite.session.driver === null && roles[suite.role].grade === true
}

/** How often each desk's playhead was asked to move: an answer that comes late states nothing over a later wish. */
const wishes = new WeakMap<Desk, number>()

function place(desk: Desk, frame: number, playing: boolean, rate: number): void {
  const { suite } = desk
  const wish = (wishes.get(desk) ?? 0) + 1
  wishes.set(desk, wish)
  const last = Math.max(0, suite.session.timeline.length - 1)
  const held = Math.min(Math.max(0, Math.round(frame)), last)
  if (!steers(desk)) {
    if (suite.following && suite.session.driver !== null) suite.follow(false)
    suite.seek(held)
    suite.play(playing)
    return
  }
  const clip = desk.loop ? clipAt(suite.session.timeline.clips, held) : null
  const loop = clip && (desk.marks.range ?? ([clip.recordIn, clip.recordIn + clip.length] as const))
  const state = () => suite.drive({ frame: held, playing, rate, loop })
  if (suite.session.driver === suite.seat) {
    if (!suite.following) suite.follow(true)
    state()
    return
  }
  void suite.command('drive', {}).then((answer) => {
    if (answer.ok && wishes.get(desk) === wish) state()
  })
}

/** Stops at a timeline frame, held to the timeline's ends. */
export const go = (desk: Desk, frame: number): void => place(desk, frame, false, 1)

/** Stops where it is. */
export const halt = (desk: Desk): void => go(desk, desk.suite.frameNow())

/** Plays on from here; negative plays backwards. */
export const shuttle = (desk: Desk, rate: number): void => place(desk, desk.suite.frameNow(), true, rate)

/** Plays forwards from a timeline frame. */
export const playFrom = (desk: Desk, frame: number): void => place(desk, frame, true, 1)

/** Speed now as a multiple of the timeline's own, with its sign; 0 when stopped. */
export function speed(desk: Desk): number {
  const { suite } = desk
  if (!suite.playing) return 0
  const { cue, session } = suite
  if (!cue?.playing || !suite.following) return 1
  const base = session.timeline.rate.num / session.timeline.rate.den
  return cue.rateNum / cue.rateDen / base
}

/** The next speed in a direction: a first press plays, further ones go faster, the other way begins again. */
export function nextSpeed(now: number, way: 1 | -1, from: number = speeds[0]): number {
  if (Math.sign(now) !== way) return way * from
  const faster = speeds.find((s) => s > Math.abs(now) + 1e-6) ?? speeds.at(-1)!
  return way * Math.max(from, faster)
}

/** Whole frames in a second of the timeline. */
export const framesASecond = (desk: Desk): number => {
  const { num, den } = desk.suite.session.timeline.rate
  return Math.max(1, Math.round(num / den))
}
