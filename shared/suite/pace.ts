/** Time and place of a suite: the hub's clock, the cue, the own playhead; what is said of them and when. */

import { HubClock } from '../cue/clock.ts'
import type { Cue } from '../cue/cue.ts'
import type { Playhead } from '../cue/frame.ts'
import type { Session } from '../doc/session.ts'
import type { Message } from '../wire/messages.ts'
import { type Ground, OwnPlayhead, type Stated } from './playhead.ts'
import type { Timers } from './timers.ts'

export interface PaceHooks {
  readonly clock: () => number
  readonly timers: Timers
  readonly seat: () => string
  readonly session: () => Session
  readonly send: (message: Message) => boolean
  readonly changed: () => void
  /** Timeline frame that this suite is held on; null: it is not held. */
  readonly held: () => number | null
}

/** Three round trips at once, then one every three seconds (media.md section 4). */
const burst = [0, 120, 240]
const everyMs = 3_000

export class Pace {
  readonly clock = new HubClock()
  readonly playhead: OwnPlayhead
  readonly #hooks: PaceHooks
  readonly #stops: (() => void)[]
  #epoch: number | null = null
  /** After a restart of the hub: the next round trip measures a new clock, and the cue still stands on the old one. */
  #moved = false
  #oldCue = false
  #drives: boolean | null = null

  constructor(hooks: PaceHooks) {
    this.#hooks = hooks
    this.playhead = new OwnPlayhead(this.ground)
    this.#stops = [hooks.timers.every(everyMs, () => this.#ping())]
  }

  get hubNow(): number {
    return this.clock.at(this.#hooks.clock())
  }

  get ground(): Ground {
    const { timeline } = this.#hooks.session()
    return {
      seat: this.#hooks.seat(),
      hubNow: this.hubNow,
      length: timeline.length,
      rate: timeline.rate,
      lagMs: this.clock.delayMs ?? 0,
    }
  }

  get now(): Playhead {
    const held = this.#hooks.held()
    if (held !== null && this.playhead.following) return { frame: held, playing: false }
    return this.playhead.at(this.ground)
  }

  get drives(): boolean {
    return this.#hooks.session().driver === this.#hooks.seat()
  }

  /** First message on the session socket. Answers whether the hub has started again since the last one. */
  greet(epoch: number): boolean {
    const again = this.#epoch !== null && this.#epoch !== epoch
    this.#epoch = epoch
    if (again) {
      this.clock.forget()
      this.playhead.restart()
      this.#moved = true
      this.#oldCue = true
    }
    for (const ms of burst) this.#stops.push(this.#hooks.timers.after(ms, () => this.#ping()))
    return again
  }

  hear(message: Extract<Message, { kind: 'clock' | 'cue' }>): void {
    if (message.kind === 'clock') {
      this.#hearClock(message)
      return
    }
    this.#oldCue = false
    if (this.playhead.hear(message.cue, this.ground)) this.#hooks.changed()
  }

  /** The session document changed: who drives may have. Who takes the wheel takes it where it stands. */
  settle(): void {
    const { drives } = this
    if (drives === this.#drives) return
    const first = this.#drives === null
    this.#drives = drives
    // Who comes back as the driver states nothing by itself: everybody stays where the cue is.
    if (first) return
    if (!drives) this.playhead.handOver()
    else {
      const { frame, playing } = this.now
      this.drive(this.playhead.cue && this.playhead.following ? { frame, playing } : { frame, playing: false })
    }
    this.#hooks.changed()
  }

  drive(to: Stated): void {
    this.#say(this.playhead.drive(this.ground, to))
    this.#hooks.changed()
  }

  /** With the wheel in hand one's own playhead is everybody's; else this is looking round. */
  go(frame: number, playing: boolean): void {
    if (this.drives && this.playhead.following) {
      this.drive({ frame, playing })
      return
    }
    this.playhead.seek(this.ground, frame, playing)
    this.#hooks.changed()
  }

  follow(on: boolean): void {
    this.playhead.follow(on, this.ground)
    this.#hooks.changed()
  }

  /** The socket is back: the driver's word is said again, so that a hub that started again knows it. */
  again(): void {
    if (!this.#moved) this.#restate()
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  #restate(): void {
    const { cue } = this.playhead
    if (cue && this.drives && cue.seat === this.#hooks.seat()) this.#say(cue)
  }

  #say(cue: Cue): void {
    this.#hooks.send({ kind: 'cue', cue })
  }

  #hearClock({ t0, t1, t2 }: Extract<Message, { kind: 'clock' }>): void {
    const jump = this.clock.hear({ t0, t1, t2, t3: this.#hooks.clock() }, !this.now.playing)
    if (!this.#moved) return
    this.#moved = false
    this.playhead.shift(jump, this.#oldCue)
    this.#oldCue = false
    this.#restate()
  }

  #ping(): void {
    this.#hooks.send({ kind: 'clock', t0: this.#hooks.clock(), t1: 0, t2: 0 })
  }
}
