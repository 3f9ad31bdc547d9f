/** What is passed on and never kept: the cue, receipts, content states. The hub stamps who said it. */
import type { Cue } from '../shared/cue/cue.ts'
import { encodeMessage, type MatchState, type Receipt } from '../shared/wire/messages.ts'
import type { Seat } from './seat.ts'

export class Relay {
  #cue: Cue | null = null
  readonly #receipts = new Map<string, Receipt>()
  readonly #matches = new Map<string, Map<string, MatchState>>()
  readonly #send: (frame: Uint8Array, but: Seat | null) => void

  /** `send` reaches every session socket but one. */
  constructor(send: (frame: Uint8Array, but: Seat | null) => void) {
    this.#send = send
  }

  /** The driver's cue, with a sequence number above every earlier one. Reaches the driver too: one clock for all. */
  cue(seat: Seat, given: Cue): void {
    this.#cue = { ...given, seat: seat.id, seq: Math.max(given.seq, (this.#cue?.seq ?? 0) + 1) }
    this.#send(encodeMessage({ kind: 'cue', cue: this.#cue }), null)
  }

  receipt(seat: Seat, given: Receipt): void {
    const receipt = { ...given, seat: seat.id }
    this.#receipts.set(seat.id, receipt)
    this.#send(encodeMessage({ kind: 'receipt', receipt }), seat)
  }

  match(seat: Seat, states: readonly (readonly [string, MatchState])[]): void {
    const known = this.#matches.get(seat.id) ?? new Map<string, MatchState>()
    for (const [media, state] of states) if (known.size < 4096 || known.has(media)) known.set(media, state)
    this.#matches.set(seat.id, known)
    this.#send(encodeMessage({ kind: 'match', seat: seat.id, states }), seat)
  }

  /** All that one who joins needs, a frame each. */
  open(): Uint8Array[] {
    const frames = [...this.#receipts.values()].map((receipt) => encodeMessage({ kind: 'receipt', receipt }))
    for (const [seat, states] of this.#matches) frames.push(encodeMessage({ kind: 'match', seat, states: [...states] }))
    if (this.#cue) frames.push(encodeMessage({ kind: 'cue', cue: this.#cue }))
    return frames
  }

  /** Nobody of this seat is here any more. */
  leave(seatId: string): void {
    this.#receipts.delete(seatId)
    this.#matches.delete(seatId)
  }
}
