/** How tracking begins and ends: one run at a time, one undo step a run, and what was found is kept however it ends. */
import type { Window } from '../../shared/doc/grade.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { Carry } from '../../shared/doc/track.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import type { Desk } from '../state/desk.ts'
import type { TrackEngine, TrackNews, TrackRun, WindowPlace } from '../state/tracking.ts'
import { placeAtHand, sourceFrame, windowKey, windowsHere } from '../state/tracks.ts'
import { go, steers } from './transport.ts'

export type TrackWay = 'forward' | 'back' | 'both'

/** The playhead goes along with what is found no more often than this, milliseconds: each time a picture is drawn, here and in the rooms. */
const alongMs = 100

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + (to < from ? -i : i))

/** What a run needs to know of where it begins. */
interface Start {
  readonly clip: Clip
  readonly place: WindowPlace
  /** Source frame on show. */
  readonly frame: number
  readonly window: Window
  readonly legs: readonly (readonly number[])[]
  readonly engine: TrackEngine
}

/** What is tracked from the frame on show, or the sentence why nothing is. */
function startOf(desk: Desk, way: TrackWay, single: boolean): Start | string {
  const { tracking, clip, suite, level, node } = desk
  if (tracking.run) return 'A window is being tracked already: Esc stops it.'
  if (!clip || !level) return 'There is no clip here to track in.'
  if (!level.startsWith('c.'))
    return 'A window is tracked in a clip’s own grade: that of a group or the timeline stands over many clips.'
  const place = placeAtHand(desk)
  const window = place && windowsHere(desk).find(({ id }) => id === place.window)
  if (!window || node?.kind !== 'corrector')
    return 'Nothing to track: select a node with a window, and put it on what is to be followed.'
  if (!tracking.engine) return 'There is no picture here to track on.'
  const frame = sourceFrame(desk)
  const [first, last] = [clip.sourceIn, clip.sourceIn + clip.length - 1]
  const leg = (end: number): number[] => {
    const all = upTo(frame, end)
    return single ? all.slice(0, 2) : all
  }
  const asked = [...(way === 'back' ? [] : [leg(last)]), ...(way === 'forward' ? [] : [leg(first)])]
  const legs = asked.filter(({ length }) => length > 1)
  if (legs.length === 0)
    return `This is the ${way === 'back' ? 'first' : 'last'} frame of the clip: there is none to track into.`
  const no = suite.may(windowKey(place, `track.${frame}`), [1, 0, 0, 0, 1, 0])
  return no ? no.sentence : { clip, place, frame, window, legs, engine: tracking.engine }
}

/** Tracks the window under the hands from the frame on show; `single`: one frame on. What cannot be is said in the foot. */
export function beginTracking(desk: Desk, way: TrackWay, single = false): void {
  const start = startOf(desk, way, single)
  if (typeof start === 'string') desk.say(start)
  else beginRun(desk, start)
}

function beginRun(desk: Desk, { clip, place, frame, window, legs, engine }: Start): void {
  const { tracking, suite } = desk
  const total = legs.reduce((sum, { length }) => sum + length - 1, 0)
  const run: TrackRun = { place, clip: clip.id, found: new Map(), newest: null, done: 0, total }
  const along = new Along(desk, frame - desk.frame)
  let last: string | null = null
  let stop: (() => void) | null = null
  const end = (): void => {
    stop?.()
    stop = null
    tracking.run = null
    tracking.stop = null
    along.end(run)
    keep(desk, run)
    if (last !== null) desk.say(last)
    tracking.tell()
  }
  const found = (news: TrackNews & { readonly kind: 'found' }): void => {
    // The second leg begins where the first one did.
    if (run.found.has(news.frame)) return
    run.found.set(news.frame, news.carry)
    run.newest = news
    if (news.frame !== frame) run.done++
    tracking.setLost(place.window, news.frame, false)
    along.follow(news.frame)
    tracking.tell()
  }
  const hear = (news: TrackNews): void => {
    if (tracking.run !== run) return
    if (news.kind === 'found') found(news)
    else if (news.kind === 'lost') {
      const { rate, startTimecode } = suite.session.timeline
      const record = startTimecode + news.frame - clip.sourceIn + clip.recordIn
      tracking.setLost(place.window, news.frame, true)
      const name = window.name || 'The window'
      last = `${name} is lost at ${printTimecode(record, rate.num / rate.den)}: ${news.why}.`
      desk.say(last)
    } else {
      if (news.kind === 'failed') last = news.sentence
      end()
    }
  }
  tracking.run = run
  tracking.stop = end
  tracking.tell()
  stop = engine({ media: clip.media, tracked: { window, carry: window.carry, may: tracking.may }, legs }, hear)
  // It may have ended before it said how to be stopped.
  if (tracking.run !== run) stop()
}

/** The playhead goes along while nobody moves it elsewhere: a hand that goes to another frame, or plays, is left alone from then on. */
class Along {
  readonly #desk: Desk
  /** Source frame less timeline frame. */
  readonly #off: number
  readonly #clip: string | undefined
  readonly #led: Set<number>
  #last = Number.NEGATIVE_INFINITY
  #leads: boolean

  constructor(desk: Desk, off: number) {
    this.#desk = desk
    this.#off = off
    this.#clip = desk.clip?.id
    this.#led = new Set([desk.frame])
    this.#leads = steers(desk) && !desk.playing
  }
  follow(frame: number): void {
    const now = this.#desk.suite.hubNow()
    if (now - this.#last < alongMs || !this.#still()) return
    this.#last = now
    this.#go(frame)
  }
  end({ newest }: TrackRun): void {
    if (newest && this.#still()) this.#go(newest.frame)
  }
  #still(): boolean {
    const { playing, frame, clip } = this.#desk
    this.#leads &&= !playing && clip?.id === this.#clip && this.#led.has(frame)
    return this.#leads
  }
  #go(frame: number): void {
    this.#led.add(frame - this.#off)
    go(this.#desk, frame - this.#off)
  }
}

/** One transaction and one undo step, of what was found beyond the first frame. */
function keep(desk: Desk, { place, found, done }: TrackRun): void {
  const { suite } = desk
  if (done === 0) return
  if (!suite.entries.has(windowKey(place, 'head'))) {
    desk.say('The window that was tracked is gone.')
    return
  }
  suite.edit(place.level, 'Track', (grade) =>
    grade.track(place.level, place.version, place.node, place.window, [...found]),
  )
}

/** Writes places by source frame, or with null none, as one undo step. */
export function writeTrack(desk: Desk, label: string, frames: readonly (readonly [number, Carry | null])[]): void {
  const place = placeAtHand(desk)
  if (!place || frames.length === 0) return
  desk.suite.edit(place.level, label, (grade) =>
    grade.track(place.level, place.version, place.node, place.window, frames),
  )
}
