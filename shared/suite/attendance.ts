/** Who is at the session besides the documents: where each stands, what each shows and found; one's own word on that, changes only. */
import type { Session } from '../doc/session.ts'
import type { MatchState, Message, Receipt } from '../wire/messages.ts'
import type { Presence } from '../wire/presence.ts'
import type { Line } from './line.ts'
import type { Pace } from './pace.ts'
import { sameWord } from './receipt.ts'
import { readRooms, roomState, type Standing, StandingWord } from './rooms.ts'
import type { RoomState } from './suite.ts'
import type { Timers } from './timers.ts'

export interface AttendanceHooks {
  readonly timers: Timers
  readonly pace: Pace
  readonly seat: () => string
  readonly session: () => Session
  readonly line: () => Line
  readonly changed: () => void
}

/** While nothing calls, one's own standing is looked at this often: a playing frame is told four times a second. */
const lookMs = 250

export class Attendance {
  readonly matches = new Map<string, ReadonlyMap<string, MatchState>>()
  readonly #hooks: AttendanceHooks
  readonly #receipts = new Map<string, Receipt>()
  readonly #word: StandingWord
  readonly #stopLooking: () => void
  #pointer: readonly [number, number] | null = null
  #ownView = false
  #node: string | null = null

  constructor(hooks: AttendanceHooks) {
    this.#hooks = hooks
    this.#word = new StandingWord(
      hooks.timers,
      () => this.#stand(),
      (standing) => hooks.line().provider.awareness.setLocalState(standing as unknown as Record<string, unknown>),
    )
    this.#stopLooking = hooks.timers.every(lookMs, () => this.#word.touch())
  }

  /** Every other seat. */
  get rooms(): readonly RoomState[] {
    const { seat, session, line } = this.#hooks
    const states = line().provider.awareness.getStates().values() as Iterable<Presence | null>
    return readRooms(seat(), session(), states, this.#receipts)
  }

  /** One's own, as the others see it. */
  me(online: boolean): RoomState {
    const [seat, session] = [this.#hooks.seat(), this.#hooks.session()]
    const info = session.seats.get(seat)
    const presence = { ...this.#stand(), seat, role: info?.role ?? ('observer' as const), name: info?.name ?? '' }
    return { ...roomState(seat, session, presence, this.#receipts.get(seat) ?? null), online }
  }

  /** Something of where one stands may have changed. */
  touch(): void {
    this.#word.touch()
  }

  point(at: readonly [number, number] | null): void {
    this.#pointer = at
    this.#word.touch()
  }

  /** Whether whoever sits here looks at something that no receipt is given for. */
  ownView(on: boolean): void {
    this.#ownView = on
    this.#word.touch()
  }

  /** Which node the hands are in, `<level>/<version>/<node>`, or null. */
  inNode(node: string | null): void {
    if (node === this.#node) return
    this.#node = node
    this.#word.touch()
  }

  /** What this suite shows; the same again is not told again. */
  report(receipt: Receipt): void {
    const last = this.#receipts.get(this.#hooks.seat())
    if (last && sameWord(last, receipt)) return
    this.#receipts.set(this.#hooks.seat(), receipt)
    this.#hooks.line().send({ kind: 'receipt', receipt })
    this.#hooks.changed()
  }

  match(states: ReadonlyMap<string, MatchState>): void {
    const seat = this.#hooks.seat()
    const known = this.matches.get(seat) ?? new Map<string, MatchState>()
    const news = [...states].filter(([media, state]) => known.get(media) !== state)
    if (news.length === 0) return
    this.matches.set(seat, new Map([...known, ...news]))
    this.#hooks.line().send({ kind: 'match', seat: '', states: news })
    this.#hooks.changed()
  }

  hear(message: Extract<Message, { kind: 'receipt' | 'match' }>): void {
    if (message.kind === 'receipt') this.#receipts.set(message.receipt.seat, message.receipt)
    else this.matches.set(message.seat, new Map([...(this.matches.get(message.seat) ?? []), ...message.states]))
    this.#hooks.changed()
  }

  /** A new socket knows nothing of this suite yet. */
  again(): void {
    const seat = this.#hooks.seat()
    this.#word.again()
    const receipt = this.#receipts.get(seat)
    if (receipt) this.#hooks.line().send({ kind: 'receipt', receipt })
    const match = this.matches.get(seat)
    if (match) this.#hooks.line().send({ kind: 'match', seat: '', states: [...match] })
  }

  /** A new line has an awareness of its own: hear of its changes. */
  attend(line: Line): void {
    line.provider.awareness.on('change', (_: unknown, origin: unknown) => {
      if (origin !== 'local') this.#hooks.changed()
    })
  }

  close(): void {
    this.#stopLooking()
    this.#word.close()
  }

  #stand(): Standing {
    const { pace } = this.#hooks
    const { frame, playing } = pace.now
    const lagMs = pace.clock.delayMs
    return {
      following: pace.playhead.following,
      frame,
      playing,
      ownView: this.#ownView,
      lagMs: lagMs === null ? null : Math.round(lagMs * 10) / 10,
      pointer: this.#pointer,
      node: this.#node,
    }
  }
}
