/** One socket of a seat: what it may write under, what it was sent, how much it may ask of the hub. */
import type { WebSocket } from 'ws'
import { encodeMessage, type Message } from '../shared/wire/messages.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import type { DocumentName } from '../shared/wire/ticket.ts'
import { CLOSE } from '../shared/wire/version.ts'
import { Outbox, Pump } from './outbox.ts'

/** Most bytes a reader may be behind, its first state apart. */
const maxBehind = 8_000_000
/** A live overlay is left out for a reader that has this much to catch up with: the next one is newer. */
const liveBehind = 65_536
/** A quiet socket gets an empty awareness message this often: y-websocket hangs up after 30 s without a message. */
export const quietMs = 15_000
const quiet = Uint8Array.of(1, 1, 0)

/** 120 messages and 100 ms of the hub's time a second; one second's worth may come at once, then the socket waits. */
const messageCost = 1000 / 120
const timeCost = 10
const burst = 1000

/** What a ticket and a path come to. */
export interface Joining {
  /** Seat id. */
  readonly seat: string
  readonly document: DocumentName
  /** Declared client id, or null. */
  readonly client: number | null
  readonly stock: boolean
  /** Last revision its suite has seen. */
  readonly revision: number
  /** Hash of the link's key it came by. */
  readonly via?: string
}

export class Seat {
  readonly socket: WebSocket
  readonly id: string
  readonly document: DocumentName
  /** True for a client that declared no ids with its ticket: it understands y-protocols only, and is closed where ours are reset. */
  readonly stock: boolean
  /** Yjs client ids it may write under in this document. */
  readonly owned = new Set<number>()
  /** Sync frames with an update taken in so far; and those the batch on its way to disk holds. */
  heard = 0
  heardTaken = 0
  /** Revision of its newest accepted update on this socket. */
  recorded = 0
  /** Highest policy number it has acknowledged. */
  acknowledged = 0
  /** Set while the hub cannot write: what comes is not taken in, and the socket is closed for a fresh start when it can again. */
  deaf = false
  /** Whether its step 2 has come; until then updates that begin after a gap are held. */
  offered = false
  readonly held: Uint8Array[] = []
  holding: ReturnType<typeof setTimeout> | null = null
  /** Hash of the key of the link it came by. */
  via = ''
  /** Revision that its suite says it has seen, where the hub was not there yet when it came; else 0. */
  seen = 0
  /** Its document holds more than this hub ever had: nothing is taken in before it has begun again. */
  ahead = false
  /**
   * While it waits for its turn to be sent a first state it is given no update: the state will hold them. Once the state is made it is given them
   * again, and until the state is sent it is told of nothing saved; what it would have been told.
   */
  awaits: 'turn' | 'state' | null = null
  missed: { readonly revision: number; readonly heard: number } | null = null
  /** Most of its frames that it has been told are on disk; and what it is still to be told with the next word to all. */
  heardTold = 0
  due: { readonly revision: number; readonly heard: number } | null = null
  readonly #outbox: Outbox
  #sentAt: number
  #firstState = 0
  #debt = 0
  #paidAt: number
  #alive = true
  #pingedAt: number
  #waiting: ReturnType<typeof setTimeout> | null = null
  readonly #now: () => number

  constructor(
    socket: WebSocket,
    id: string,
    document: DocumentName,
    stock: boolean,
    now: () => number,
    pump: Pump = new Pump(),
  ) {
    this.socket = socket
    this.#outbox = new Outbox(socket, pump)
    this.id = id
    this.document = document
    this.stock = stock
    this.#now = now
    this.#sentAt = now()
    this.#paidAt = now()
    this.#pingedAt = now()
    socket.on('pong', () => {
      this.#alive = true
    })
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  /** Bytes of what it was sent that it has not taken yet. */
  get behind(): number {
    return this.#outbox.behind
  }

  /** Sends one frame; a reader too far behind is closed and comes back for a resync. */
  send(frame: Uint8Array, firstState = false): void {
    if (!this.open) return
    if (firstState) this.#firstState += frame.length
    this.#sentAt = this.#now()
    this.#outbox.send(frame)
    if (this.behind === 0) this.#firstState = 0
    else if (this.behind > maxBehind + this.#firstState)
      this.close(CLOSE.behind, 'You have fallen too far behind; come back for the state as it is.')
  }

  /** One of our own messages; a stock client is sent none but `refused`. */
  tell(message: Message): void {
    if (this.stock && message.kind !== 'refused') return
    this.send(encodeMessage(message))
  }

  /** An overlay's frame, left out where the reader is behind. */
  sendLive(frame: Uint8Array): void {
    if (!this.stock && this.behind < liveBehind) this.send(frame)
  }

  /** Soft: ours are told to begin again, a stock client is closed. */
  refuse(refusals: readonly Refusal[]): void {
    for (const refusal of refusals) this.tell({ kind: 'refused', refusal })
    if (this.stock) this.close(CLOSE.refused, refusals[0]?.sentence ?? 'Refused.')
    else this.tell({ kind: 'reset' })
  }

  /** Hard: told why, and closed for good. */
  refuseHard(refusal: Refusal): void {
    this.tell({ kind: 'refused', refusal })
    this.close(CLOSE.refused, refusal.sentence)
  }

  close(code: number, sentence: string): void {
    this.deaf = true
    this.#outbox.drop()
    // A socket that waits would not hear the other end's word that it closes too.
    if (this.#waiting && this.open) this.socket.resume()
    // A close frame holds at most 123 bytes of reason.
    if (this.open)
      this.socket.close(
        code,
        Buffer.from(sentence)
          .subarray(0, 120)
          .toString()
          .replace(/\uFFFD+$/, ''),
      )
  }

  /** Every second: keep the quiet socket alive, end the dead one. */
  beat(): void {
    const now = this.#now()
    if (now - this.#sentAt >= quietMs) this.send(quiet)
    if (now - this.#pingedAt < quietMs || this.#waiting) return
    if (this.#alive) this.socket.ping()
    else this.socket.terminate()
    this.#alive = false
    this.#pingedAt = now
  }

  /** Charges one message that took `spentMs` of the hub; beyond the budget the socket is not read until it is paid off. */
  charge(spentMs: number): void {
    this.#pay()
    this.#debt += messageCost + spentMs * timeCost
    if (this.#debt <= burst || this.#waiting || !this.open) return
    this.socket.pause()
    this.#wait()
  }

  #pay(): void {
    const now = this.#now()
    this.#debt = Math.max(0, this.#debt - (now - this.#paidAt))
    this.#paidAt = now
  }

  /** What had been read already when the socket was paused has cost something too: the debt is looked at again. */
  #wait(): void {
    this.#waiting = setTimeout(
      () => {
        this.#waiting = null
        this.#pay()
        if (this.#debt > burst && this.open) this.#wait()
        else if (this.open) this.socket.resume()
      },
      Math.ceil(this.#debt - burst),
    )
  }

  leave(): void {
    if (this.#waiting) clearTimeout(this.#waiting)
    this.#waiting = null
    if (this.holding) clearTimeout(this.holding)
  }
}
