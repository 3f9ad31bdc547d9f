/** What a socket is still to be sent: long frames go out in slices, a little in each turn of the loop, so that nobody's edit waits for somebody's 9 MB. */
import type { WebSocket } from 'ws'
import { spentMs } from './spent.ts'

/** A frame of more bytes is long: it waits for the pump. A shorter one goes out whole, at once where nothing waits before it. */
const long = 65_536
/** Bytes of a long frame that are handed over at once: the system takes them in some tenths of a millisecond, and each slice costs the hub 40 µs. */
const slice = 524_288
/** A turn of the loop hands over this many slices at most, and begins none after this much of the thread's own time, milliseconds. */
const slicesATurn = 8
const turnMs = 1
/** Between two turns the processor is left to the thread that writes to disk, and to the rooms of this machine, milliseconds. */
const restMs = 1

/** Takes the outboxes of a session in turn. */
export class Pump {
  readonly long: number
  readonly slice: number
  readonly #later: (turn: () => void) => void
  #ready: Outbox[] = []
  #turning = false

  /** `bytes`: of a slice, and no longer frame is long. `later`: runs a turn when it is time. */
  constructor(bytes = slice, later: (turn: () => void) => void = (turn) => setTimeout(turn, restMs)) {
    this.#later = later
    this.slice = bytes
    this.long = Math.min(long, bytes)
  }

  /** An outbox has something to send, and its socket takes it. */
  add(outbox: Outbox): void {
    this.#ready.push(outbox)
    this.#turn()
  }

  #turn(): void {
    if (this.#turning || this.#ready.length === 0) return
    this.#turning = true
    this.#later(() => {
      this.#turning = false
      const until = spentMs() + turnMs
      for (let n = 0; n < slicesATurn && spentMs() < until; n++) {
        const outbox = this.#ready.shift()
        if (!outbox) break
        if (outbox.step()) this.#ready.push(outbox)
      }
      this.#turn()
    })
  }
}

export class Outbox {
  readonly #socket: WebSocket
  readonly #pump: Pump
  #frames: Uint8Array[] = []
  /** Bytes of the first frame that are gone. */
  #gone = 0
  #waiting = 0
  #full = false

  constructor(socket: WebSocket, pump: Pump) {
    this.#socket = socket
    this.#pump = pump
  }

  /** Bytes that the other end has not taken yet. */
  get behind(): number {
    return this.#waiting + this.#socket.bufferedAmount
  }

  /** In order with what was sent before. The frame may be everybody's: it is never written to. */
  send(frame: Uint8Array): void {
    if (this.#frames.length === 0 && frame.length <= this.#pump.long) {
      this.#socket.send(frame)
      return
    }
    this.#frames.push(frame)
    this.#waiting += frame.length
    if (this.#frames.length === 1 && !this.#full) this.#pump.add(this)
  }

  /** Nothing of what waits is sent any more: the socket is being closed. */
  drop(): void {
    this.#frames = []
    this.#waiting = 0
  }

  /** Hands over the next slice; true where more waits and the socket takes it now. Where it does not, the pump hears when it does again. */
  step(): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) this.drop()
    const frame = this.#frames[0]
    if (!frame) return false
    const [from, to] = [this.#gone, Math.min(frame.length, this.#gone + this.#pump.slice)]
    this.#gone = to === frame.length ? 0 : to
    if (to === frame.length) this.#frames.shift()
    this.#waiting -= to - from
    // A whole frame is one message; a slice is a fragment of one (RFC 6455, 5.4), between which nothing but control frames may stand.
    const part = from === 0 && to === frame.length ? frame : frame.subarray(from, to)
    this.#socket.send(part, { binary: true, fin: to === frame.length }, () => {
      if (!this.#full) return
      this.#full = false
      if (this.#frames.length > 0) this.#pump.add(this)
    })
    this.#full = this.#socket.bufferedAmount > 0
    return !this.#full && this.#frames.length > 0
  }
}
