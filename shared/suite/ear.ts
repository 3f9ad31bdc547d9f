/** What the hub says on any of the three sockets, to whom it belongs. */
import type { Message } from '../wire/messages.ts'
import type { Attendance } from './attendance.ts'
import type { Calls } from './calls.ts'
import type { Hand } from './hand.ts'
import type { Line } from './line.ts'
import type { Lines } from './lines.ts'
import type { Overlays } from './overlay.ts'
import type { Pace } from './pace.ts'

export interface EarParts {
  readonly lines: Lines
  readonly hand: Hand
  readonly overlays: Overlays
  readonly pace: Pace
  readonly calls: Calls
  readonly attendance: Attendance
  readonly clock: () => number
  /** The drawn values of these keys changed by an overlay. */
  readonly drawn: (keys: ReadonlySet<string>) => void
  /** More is on the hub's disk. */
  readonly saved: () => void
  /** Once each round trip of the clock. */
  readonly timed: () => void
  /** First message on a session socket, after what an older hub said was forgotten. */
  readonly greeted: () => void
  readonly tell: (sentence: string) => void
}

export class Ear {
  /** Who was last seen moving a key: whose value it was that stood. */
  readonly movers = new Map<string, string>()
  readonly #parts: EarParts
  #barriers: { readonly line: Line; readonly number: number }[] = []

  constructor(parts: EarParts) {
    this.#parts = parts
  }

  hear(message: Message, line: Line): void {
    const { lines, hand, overlays, pace, calls, attendance, clock, drawn, tell } = this.#parts
    const draft = lines.draftOf(line)
    if (message.kind === 'hello') {
      this.#greeted(message.epoch, line)
      // A role that was taken away meanwhile: the hub will not ask for what was not handed in, so that it must not stand here as if it counted.
      if (!message.writes && draft?.line === line && draft.work.count > 0) lines.reset(line, true)
    } else if (message.kind === 'saved') {
      draft?.saved(line, message.heard)
      this.#parts.saved()
    } else if (message.kind === 'refused') {
      draft?.work.refuse(message.refusal.keys)
      if (draft === lines.grade) hand.refuse(message.refusal.keys)
      lines.refusal = message.refusal
      tell(message.refusal.sentence)
    } else if (message.kind === 'reset') {
      lines.reset(line)
      if (line.name === 'session') attendance.attend(lines.session)
    } else if (message.kind === 'policy') {
      // What was asked on the session socket after this is answered after the session document that it is about.
      this.#barriers.push({ line, number: message.number })
      lines.session.send({ kind: 'clock', t0: clock(), t1: 0, t2: 0 })
    } else if (message.kind === 'live') {
      const { seat, drag, seq, values } = message
      for (const [key] of values) this.movers.set(key, seat)
      drawn(overlays.hear(seat, drag, seq, new Map(values), clock()))
    } else if (message.kind === 'live-end') drawn(overlays.end(message.seat, message.drag))
    else if (message.kind === 'answer') calls.hear(message)
    else if (message.kind === 'clock') {
      for (const { line: asked, number } of this.#barriers) asked.send({ kind: 'policy', number })
      this.#barriers = []
      pace.hear(message)
      this.#parts.timed()
    } else if (message.kind === 'cue') pace.hear(message)
    else if (message.kind === 'receipt' || message.kind === 'match') attendance.hear(message)
  }

  #greeted(epoch: number, line: Line): void {
    const { overlays, pace, calls, attendance, drawn } = this.#parts
    if (line.name !== 'session') return
    if (pace.greet(epoch)) drawn(overlays.forget())
    calls.again()
    attendance.again()
    this.#parts.greeted()
  }
}
