/** Overlays: a control's values while it is moved. Judged like an edit, held for the first seat, never on disk (hub.md, "live"). */
import type { Value } from '../shared/doc/grade.ts'
import { encodeMessage, type LiveEndMessage, type LiveMessage } from '../shared/wire/messages.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import type { Seat } from './seat.ts'

/** Silence after which an overlay is over. */
const silenceMs = 5000
const maxKeys = 256
const maxDrags = 8
/** Frames of overlays that leave the hub in a second, most: with ten hands before two hundred rooms each drag is passed on a dozen times a second instead of sixty. */
const framesPerMs = 24
/**
 * A drag is passed on newest only, a little more often than the sixty times a second that suites say it: what a network has bunched up goes on at
 * once, and after a stall the drag catches up instead of running late for good.
 */
const spacingMs = 1000 / 63
const burstMs = 50

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
  /** Values not passed on yet, and when the next frame is due. */
  readonly unsent: Map<string, Value | null>
  dueMs: number
  pass: ReturnType<typeof setTimeout> | null
}

export interface LiveHooks {
  /** Hub clock, milliseconds, never going back. */
  readonly now: () => number
  readonly judge: (seat: Seat, key: string, value: Value | null) => Refusal | null
  readonly nameOf: (seatId: string) => string
  /** Reaches every grade socket but one. */
  readonly send: (frame: Uint8Array, but: Seat | null) => void
  /** How many sockets that is. */
  readonly readers: () => number
  /** Runs once all that was taken in is on disk and broadcast. */
  readonly after: (run: () => void) => void
}

export class LiveBoard {
  readonly #drags = new Map<string, Drag>()
  readonly #holders = new Map<string, Drag>()
  /** Sockets that have been told once that they move too much at a time. */
  readonly #crowded = new WeakSet<Seat>()
  readonly #hooks: LiveHooks

  constructor(hooks: LiveHooks) {
    this.#hooks = hooks
  }

  receive(seat: Seat, message: LiveMessage): void {
    const drag = this.#drag(seat, message)
    if (!drag || message.seq <= drag.seq) return
    drag.seq = message.seq
    const refused: Refusal[] = []
    for (const [key, value] of message.values) {
      const refusal = this.#refuse(drag, key, value)
      if (!refusal) {
        drag.unsent.set(key, value)
        drag.values.set(key, value)
        this.#holders.set(key, drag)
        continue
      }
      // What was shown of it before it was closed must not stay on anybody's screen.
      if (drag.values.has(key)) this.#clear(drag)
      if (drag.told.has(key)) continue
      drag.told.add(key)
      refused.push({ ...refusal, keys: [key] })
    }
    for (const refusal of refused) seat.tell({ kind: 'refused', refusal })
    this.#wind(drag)
    this.#pass(drag)
  }

  /** The suite has let go; the commit's update, if any, came before this on the same socket. */
  end(seat: Seat, message: LiveEndMessage): void {
    const drag = this.#drags.get(`${seat.id} ${message.drag}`)
    if (!drag || drag.seat !== seat) return
    const revision = seat.recorded > drag.since ? seat.recorded : 0
    if (drag.timer) clearTimeout(drag.timer)
    drag.timer = null
    if (drag.pass) clearTimeout(drag.pass)
    drag.pass = null
    this.#hooks.after(() => this.#over(drag, revision))
  }

  /** Open overlays, a frame each, for one who joins; a key that was closed meanwhile is not in them. */
  open(): Uint8Array[] {
    return [...this.#drags.values()]
      .map((drag) => ({
        ...drag,
        open: [...drag.values].filter(([key, value]) => this.#hooks.judge(drag.seat, key, value) === null),
      }))
      .filter(({ open }) => open.length > 0)
      .map(({ seat, drag, seq, open }) => encodeMessage({ kind: 'live', seat: seat.id, drag, seq, values: open }))
  }

  close(): void {
    for (const { timer, pass } of this.#drags.values()) for (const one of [timer, pass]) if (one) clearTimeout(one)
    this.#drags.clear()
    this.#holders.clear()
  }

  #drag(seat: Seat, { drag, values }: LiveMessage): Drag | null {
    const name = `${seat.id} ${drag}`
    const known = this.#drags.get(name)
    if (known) return known.seat === seat && values.length <= maxKeys ? known : null
    const open = [...this.#drags.values()].filter((one) => one.seat.id === seat.id).length
    if (values.length > maxKeys || open >= maxDrags) {
      const sentence = `A seat moves at most ${maxDrags} controls of ${maxKeys} keys at a time.`
      if (!this.#crowded.has(seat))
        seat.tell({ kind: 'refused', refusal: { rule: 'limit', sentence, keys: [], holder: null } })
      this.#crowded.add(seat)
      return null
    }
    const made: Drag = {
      seat,
      drag,
      seq: -1,
      values: new Map(),
      since: seat.recorded,
      told: new Set(),
      timer: null,
      unsent: new Map(),
      dueMs: 0,
      pass: null,
    }
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

  #pass(drag: Drag): void {
    if (drag.pass || drag.unsent.size === 0) return
    const early = drag.dueMs - burstMs - this.#hooks.now()
    if (early > 0) {
      drag.pass = setTimeout(() => {
        drag.pass = null
        this.#pass(drag)
      }, early)
      return
    }
    drag.dueMs = Math.max(drag.dueMs, this.#hooks.now()) + this.#spacing()
    const values = [...drag.unsent]
    drag.unsent.clear()
    const { seat, drag: name, seq } = drag
    this.#hooks.send(encodeMessage({ kind: 'live', seat: seat.id, drag: name, seq, values }), seat)
  }

  #spacing(): number {
    let moving = 0
    for (const { values } of this.#drags.values()) if (values.size > 0) moving++
    return Math.max(spacingMs, (moving * this.#hooks.readers()) / framesPerMs)
  }

  #wind(drag: Drag): void {
    if (drag.timer) clearTimeout(drag.timer)
    drag.timer = setTimeout(() => this.#over(drag, 0), silenceMs)
  }

  #over(drag: Drag, revision: number): void {
    if (drag.timer) clearTimeout(drag.timer)
    const name = `${drag.seat.id} ${drag.drag}`
    if (this.#drags.get(name) === drag) this.#drags.delete(name)
    this.#clear(drag, revision)
  }

  /** Takes all of a drag from everybody's screen and lets go of its keys. */
  #clear(drag: Drag, revision = 0): void {
    if (drag.pass) clearTimeout(drag.pass)
    drag.pass = null
    for (const key of drag.values.keys()) if (this.#holders.get(key) === drag) this.#holders.delete(key)
    drag.values.clear()
    drag.unsent.clear()
    this.#hooks.send(encodeMessage({ kind: 'live-end', seat: drag.seat.id, drag: drag.drag, revision }), null)
  }
}
