/** Where a suite stands: on the driver's cue while it follows, else on a playhead of its own. Losing the hub moves neither. */
import type { Cue } from '../cue/cue.ts'
import { frameAt, type Playhead } from '../cue/frame.ts'
import type { Rate } from '../doc/session.ts'

/** What the cue is stated against: the timeline as it is now. */
export interface Ground {
  readonly seat: string
  readonly hubNow: number
  readonly length: number
  readonly rate: Rate
  /** Round trip to the hub, milliseconds. */
  readonly lagMs: number
}

/** What a driver states; `loop` wraps play in [in, out) of timeline frames. */
export interface Stated {
  readonly frame: number
  readonly playing: boolean
  readonly rate?: number | undefined
  readonly loop?: readonly [number, number] | null | undefined
}

/** Play begins this much later, so that every suite has heard of it: max(300 ms, twice the round trip). */
export const leadMs = (lagMs: number): number => Math.max(300, 2 * lagMs)

/** A cue from words: frame, playing, loop, rate as a factor of the timeline's (to a thousandth; negative plays backwards). */
export function stateCue(ground: Ground, to: Stated, seq: number, lead: number): Cue {
  const thousandths = Math.round((to.rate ?? 1) * 1000)
  const plain = thousandths % 1000 === 0
  return {
    seat: ground.seat,
    seq,
    playing: to.playing && thousandths !== 0,
    anchorFrame: Math.max(0, Math.min(Math.max(0, ground.length - 1), Math.round(to.frame))),
    anchorMs: ground.hubNow + (to.playing ? lead : 0),
    rateNum: plain ? (ground.rate.num * thousandths) / 1000 : ground.rate.num * thousandths,
    rateDen: plain ? ground.rate.den : ground.rate.den * 1000,
    loop: to.loop ?? null,
  }
}

export class OwnPlayhead {
  /** The driver's, as last heard; kept while the hub is away. */
  cue: Cue | null = null
  #following = true
  #own: Cue
  /** While this suite drives, its own word counts and the hub's echo of an older one does not. */
  #stated = false

  constructor(ground: Ground) {
    this.#own = stateCue(ground, { frame: 0, playing: false }, 0, 0)
  }

  get following(): boolean {
    return this.#following
  }

  /** Where it stands now. */
  at(ground: Ground): Playhead {
    return frameAt(this.#following && this.cue ? this.cue : this.#own, ground.hubNow, ground.length)
  }

  /** The hub passed a cue on. Answers whether anything changed. */
  hear(cue: Cue, ground: Ground): boolean {
    if (cue.seat === ground.seat && this.#stated && this.cue?.seat === cue.seat) {
      this.cue = { ...this.cue, seq: cue.seq }
      return false
    }
    if (this.cue && cue.seq < this.cue.seq) return false
    this.#stated = false
    this.cue = cue
    return true
  }

  /** This suite drives: its word is the cue at once, here, before the hub has it. */
  drive(ground: Ground, to: Stated): Cue {
    this.#stated = true
    this.#following = true
    this.cue = stateCue(ground, to, (this.cue?.seq ?? 0) + 1, leadMs(ground.lagMs))
    return this.cue
  }

  /** Another drives now: their word counts again. */
  handOver(): void {
    this.#stated = false
  }

  /** Looking round begins where one stands, stopped; coming back is to the cue as it is by then. */
  follow(on: boolean, ground: Ground): void {
    if (on === this.#following) return
    if (!on) this.#own = stateCue(ground, { frame: this.at(ground).frame, playing: false }, 0, 0)
    this.#following = on
  }

  /** Own playhead. With a cue to follow, this is looking round. */
  seek(ground: Ground, frame: number, playing: boolean): void {
    if (this.cue) this.#following = false
    this.#own = stateCue(ground, { frame, playing }, 0, 0)
  }

  /** The hub's clock jumped by so much (it started again): what plays goes on as if it had not. */
  shift(ms: number, alsoCue: boolean): void {
    this.#own = { ...this.#own, anchorMs: this.#own.anchorMs + ms }
    if (this.cue && alsoCue) this.cue = { ...this.cue, anchorMs: this.cue.anchorMs + ms }
  }

  /** The hub started again and its count of cues with it: the next one counts, whatever its number. Where one stands stays. */
  restart(): void {
    if (this.cue) this.cue = { ...this.cue, seq: 0 }
  }
}
