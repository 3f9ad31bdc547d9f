/** Answers to a step 1: at once where the document is small, else a few sockets at a time, so that two hundred who join hold up no edit. */
import { CLOSE } from '../shared/wire/version.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import { printSync } from './sync-frames.ts'

/** States below this are sent as they are asked for (bytes). */
const smallBytes = 65_536
/** So many first states are on their way at once: each takes what its socket can, some milliseconds of one turn of the loop. */
const atOnce = 3
/** A socket that takes longer takes little a turn, and the next one need not wait for it. */
const slowMs = 250
const lookMs = 2
/** What is left of a state that is as good as sent (bytes). */
const almost = 65_536

/** Answers to one and the same vector that are kept while nothing changes: suites that were cut off together come back together. */
const mostKept = 8

/** A socket that has this much of a first state still to take is not sent another (bytes). */
const mostWaiting = 1_000_000
/** What a state costs its socket of the hub's time: 8.8 MB are charged as 88 ms. */
const bytesPerMs = 100_000

/** A state vector of nothing. */
export const isEmptyVector = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0

export class Welcome {
  readonly #session: Session
  #queue: { readonly seat: Seat; readonly vector: Uint8Array }[] = []
  #turning = false
  #sending: { readonly seat: Seat; readonly since: number }[] = []
  #kept = new Map<string, Uint8Array>()
  #keptAt = -1

  constructor(session: Session) {
    this.#session = session
  }

  /** Answers a vector that can be read. Until its turn comes the socket is given no update: the state will hold them. */
  answer(seat: Seat, vector: Uint8Array): void {
    if (this.#session.firsts[seat.document].size < smallBytes) {
      this.#encode(seat, vector)
      return
    }
    // Who asks again before its turn is answered once.
    if (seat.awaits) this.#queue = this.#queue.filter((one) => one.seat !== seat)
    seat.awaits = 'turn'
    this.#queue.push({ seat, vector })
    this.#turn()
  }

  /** What is in memory is dropped: nobody is answered from it any more. */
  clear(): void {
    this.#queue = []
    this.#kept.clear()
  }

  #turn(): void {
    if (this.#turning || this.#queue.length === 0) return
    this.#turning = true
    const now = performance.now()
    this.#sending = this.#sending.filter(({ seat, since }) => seat.open && seat.behind > almost && now - since < slowMs)
    if (this.#sending.length < atOnce) setImmediate(() => this.#next())
    else setTimeout(() => this.#next(), lookMs)
  }

  #next(): void {
    this.#turning = false
    if (this.#sending.length < atOnce) {
      const next = this.#queue.shift()
      if (next?.seat.open) {
        this.#sending.push({ seat: next.seat, since: performance.now() })
        this.#state(next.seat, next.vector)
      }
    }
    this.#turn()
  }

  #state(seat: Seat, vector: Uint8Array): void {
    const { size } = this.#session.firsts[seat.document]
    if (seat.behind > mostWaiting) {
      seat.close(CLOSE.behind, 'You ask for the whole state again before you have taken the first.')
      return
    }
    seat.charge(size / bytesPerMs)
    if (isEmptyVector(vector)) {
      for (const frame of this.#session.firsts[seat.document].frames()) seat.send(frame, true)
      this.#welcomed(seat)
    } else this.#encode(seat, vector)
  }

  #encode(seat: Seat, vector: Uint8Array): void {
    const { journal } = this.#session
    const frame = this.#difference(seat, vector)
    // What is accepted from now on is not in it, and may come to disk in the batch that it waits for: the socket is given updates again.
    if (seat.awaits) seat.awaits = 'state'
    journal.after((written) => {
      if (written) seat.send(frame, true)
      this.#welcomed(seat)
    })
  }

  /** The state has been sent; what was saved meanwhile the socket is told now. */
  #welcomed(seat: Seat): void {
    if (!seat.awaits) return
    seat.awaits = null
    if (seat.missed) seat.tell({ kind: 'saved', ...seat.missed })
    seat.missed = null
  }

  #difference(seat: Seat, vector: Uint8Array): Uint8Array {
    const { documents, journal } = this.#session
    if (this.#keptAt !== journal.revision) this.#kept.clear()
    this.#keptAt = journal.revision
    const name = `${seat.document} ${Buffer.from(vector).toString('base64')}`
    const known = this.#kept.get(name)
    if (known) return known
    const frame = printSync(1, documents[seat.document].encode(vector))
    if (this.#kept.size < mostKept) this.#kept.set(name, frame)
    return frame
  }
}
