/** Overlays: a control's values while it is moved. Judged like an edit, held for the first seat, never on disk (hub.md, "live"). */
import type { Value } from '../shared/doc/grade.ts'
import { encodeMessage, type LiveEndMessage, type LiveMessage } from '../shared/wire/messages.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import type { Seat } from './seat.ts'

/** Silence after which an overlay is over. */
const silenceMs = 5000
const maxKeys = 256
const maxDrags = 8

interface Drag {
  readonly seat: Seat
  readonly drag: string
  seq: number
  readonly values: Map<string, Value | null>
  /** Revision of the socket's newest update when the drag began: what comes later belongs to it. */
  readonly since: number
  /** Keys whose refusal has been told once. */
  readonly told: Set<string>
  timer: ReturnType<typeof setTimeout> | null
}

export interface LiveHooks {
  readonly judge: (seat: Seat, key: string, value: Value | null) => Refusal | null
  readonly nameOf: (seatId: string) => string
  /** Reaches every grade socket but one. */
  readonly send: (frame: Uint8Array, but: Seat | null) => void
  /** Runs once all that was taken in is on disk and broadcast. */
  readonly after: (run: () => void) => void
}

export class LiveBoard {
  readonly #drags = new Map<string, Drag>()
  readonly #holders = new Map<string, Drag>()
  readonly #hooks: LiveHooks

  constructor(hooks: LiveHooks) {
    this.#hooks = hooks
  }

  receive(seat: Seat, message: LiveMessage): void {
    const drag = this.#drag(seat, message)
    if (!drag || message.seq <= drag.seq) return
    drag.seq = message.seq
    const allowed: (readonly [string, Value | null])[] = []
    const refused: Refusal[] = []
    for (const [key, value] of message.values) {
      const refusal = this.#refuse(drag, key, value)
      if (!refusal) {
        allowed.push([key, value])
        drag.values.set(key, value)
        this.#holders.set(key, drag)
      } else if (!drag.told.has(key)) {
        drag.told.add(key)
        refused.push({ ...refusal, keys: [key] })
      }
    }
    for (const refusal of refused) seat.tell({ kind: 'refused', refusal })
    this.#wind(drag)
    if (allowed.length > 0) this.#hooks.send(encodeMessage({ ...message, seat: seat.id, values: allowed }), seat)
  }

  /** The suite has let go; the commit's update, if any, came before this on the same socket. */
  end(seat: Seat, message: LiveEndMessage): void {
    const drag = this.#drags.get(`${seat.id} ${message.drag}`)
    if (!drag || drag.seat !== seat) return
    const revision = seat.recorded > drag.since ? seat.recorded : 0
    if (drag.timer) clearTimeout(drag.timer)
    drag.timer = null
    this.#hooks.after(() => this.#over(drag, revision))
  }

  /** Open overlays, a frame each, for one who joins. */
  open(): Uint8Array[] {
    return [...this.#drags.values()]
      .filter(({ values }) => values.size > 0)
      .map(({ seat, drag, seq, values }) =>
        encodeMessage({ kind: 'live', seat: seat.id, drag, seq, values: [...values] }),
      )
  }

  close(): void {
    for (const { timer } of this.#drags.values()) if (timer) clearTimeout(timer)
    this.#drags.clear()
    this.#holders.clear()
  }

  #drag(seat: Seat, { drag, values }: LiveMessage): Drag | null {
    const name = `${seat.id} ${drag}`
    const known = this.#drags.get(name)
    if (known) return known.seat === seat && values.length <= maxKeys ? known : null
    if (
      values.length > maxKeys ||
      [...this.#drags.values()].filter((one) => one.seat.id === seat.id).length >= maxDrags
    )
      return null
    const made: Drag = { seat, drag, seq: -1, values: new Map(), since: seat.recorded, told: new Set(), timer: null }
    this.#drags.set(name, made)
    return made
  }

  #refuse(drag: Drag, key: string, value: Value | null): Refusal | null {
    const holder = this.#holders.get(key)
    if (holder && holder !== drag && holder.seat.id !== drag.seat.id) {
      const name = this.#hooks.nameOf(holder.seat.id)
      return { rule: 'held', sentence: `${key} is held by ${name}, who is moving it.`, keys: [key], holder: name }
    }
    if (!drag.values.has(key) && drag.values.size >= maxKeys)
      return { rule: 'limit', sentence: `A drag moves at most ${maxKeys} keys.`, keys: [key], holder: null }
    return this.#hooks.judge(drag.seat, key, value)
  }

  #wind(drag: Drag): void {
    if (drag.timer) clearTimeout(drag.timer)
    drag.timer = setTimeout(() => this.#over(drag, 0), silenceMs)
  }

  #over(drag: Drag, revision: number): void {
    if (drag.timer) clearTimeout(drag.timer)
    const name = `${drag.seat.id} ${drag.drag}`
    if (this.#drags.get(name) === drag) this.#drags.delete(name)
    for (const key of drag.values.keys()) if (this.#holders.get(key) === drag) this.#holders.delete(key)
    this.#hooks.send(encodeMessage({ kind: 'live-end', seat: drag.seat.id, drag: drag.drag, revision }), null)
  }
}
