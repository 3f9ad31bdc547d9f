/** One document on one y-websocket provider: a fresh ticket for every connection, frames counted, our own messages read. */

import type { Decoder } from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { encodeMessage, type Message, NUMBER, readMessage } from '../wire/messages.ts'
import type { DocumentName } from '../wire/ticket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../wire/version.ts'
import type { TicketOffice } from './ticket.ts'
import type { Timers } from './timers.ts'

/** `down`: no socket; `syncing`: open, the hub's state not yet here; `synced`; `over`: closed for good. */
export type LineState = 'down' | 'syncing' | 'synced' | 'over'

export interface LineOptions {
  readonly name: DocumentName
  readonly hub: string
  readonly session: string
  readonly WebSocket: typeof WebSocket
  readonly office: TicketOffice
  readonly timers: Timers
  readonly random: () => number
  readonly heard: (message: Message, line: Line) => void
  readonly changed: (line: Line) => void
  /** Closed with a final code (4400–4499), or no ticket will ever be given. */
  readonly ended: (code: number, sentence: string, line: Line) => void
}

/** A socket further behind than this is not given another overlay (bytes). */
const slowBytes = 64_000
const longestWaitMs = 2_500

export class Line {
  readonly name: DocumentName
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  /** Lowest revision that the hub said is on disk and here. */
  revision = 0
  /** Sync frames with an update sent on the present connection. */
  sent = 0
  /** Whether the hub takes changes of this document from this seat, by its last word on it. */
  writes = true
  /** Called after each such frame. */
  onSent: () => void = () => {}
  #state: LineState = 'down'
  #failures = 0
  #greeted = 0
  #stopWaiting: () => void = () => {}
  readonly #options: LineOptions

  constructor(options: LineOptions) {
    this.#options = options
    this.name = options.name
    this.doc.clientID = drawClientId(options.random)
    const server = `${options.hub.replace(/^http/, 'ws')}/ws/${options.session}`
    this.provider = new WebsocketProvider(server, options.name, this.doc, {
      connect: false,
      disableBc: true,
      WebSocketPolyfill: this.#counting(options.WebSocket),
      shouldReconnect: () => false,
    })
    if (options.name !== 'session') this.provider.awareness.setLocalState(null)
    this.#spare()
    const handlers = this.provider.messageHandlers as ((_: unknown, decoder: Decoder) => void)[]
    for (const number of Object.values(NUMBER))
      handlers[number] = (_, decoder) => {
        const message = readMessage(number, decoder)
        if (message) this.#hear(message)
      }
    this.provider.on('status', ({ status }) => status === 'connected' && this.#become('syncing'))
    this.provider.on('sync', (synced: boolean) => {
      if (!synced) return
      this.#failures = 0
      // What the first state holds is at least what was on disk when the hub greeted.
      this.revision = Math.max(this.revision, this.#greeted)
      this.#become('synced')
    })
    // The provider's own retry would offer the spent ticket again: it is told not to, here, before it sets its timer.
    this.provider.on('connection-close', (event) => {
      this.provider.shouldConnect = false
      this.#closed(event?.code ?? 1006, event?.reason ?? '')
    })
  }

  /**
   * Yjs prints every change for whoever hears updates, the hub's whole state too, and the provider leaves alone what came through it: it hears
   * of the others only. 120 ms of a way into 165,000 keys, and a print less for each change of a colleague.
   */
  #spare(): void {
    const { doc, provider } = this
    const hear = provider._updateHandler
    let hears = true
    // Yjs tells this last before it prints a transaction.
    doc.on('afterTransactionCleanup', ({ origin }) => {
      const other = origin !== provider
      if (other === hears || this.#state === 'over') return
      hears = other
      if (other) doc.on('update', hear)
      else doc.off('update', hear)
    })
  }

  get state(): LineState {
    return this.#state
  }

  /** Asks for a ticket and connects; goes on trying by itself until `close`. */
  open(): void {
    void this.#connect()
  }

  /** False where there is no open socket. */
  send(message: Message): boolean {
    const socket = this.provider.ws
    if (!this.provider.wsconnected || !socket || socket.readyState !== socket.OPEN) return false
    socket.send(encodeMessage(message) as Uint8Array<ArrayBuffer>)
    return true
  }

  /** True where what was sent before still waits in the socket. */
  get slow(): boolean {
    return (this.provider.ws?.bufferedAmount ?? 0) > slowBytes
  }

  close(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#stopWaiting()
    this.provider.destroy()
    this.doc.destroy()
  }

  #hear(message: Message): void {
    if (message.kind === 'hello') {
      this.#greeted = message.revision
      this.writes = message.writes
    }
    if (message.kind === 'saved' && message.revision > this.revision) this.revision = message.revision
    this.#options.heard(message, this)
  }

  #become(state: LineState): void {
    if (this.#state === 'over' || this.#state === state) return
    this.#state = state
    this.#options.changed(this)
  }

  #closed(code: number, reason: string): void {
    if (this.#state === 'over') return
    this.#become('down')
    if (code >= 4400 && code < 4500) this.#options.ended(code, reason, this)
    else this.#later()
  }

  #later(): void {
    const wait = Math.min(longestWaitMs, 100 * 2 ** Math.min(this.#failures++, 10)) // reason: powers of two are exact
    this.#stopWaiting()
    this.#stopWaiting = this.#options.timers.after(
      wait * (0.5 + this.#options.random() / 2),
      () => void this.#connect(),
    )
  }

  async #connect(): Promise<void> {
    if (this.#state === 'over') return
    const trade = await this.#options.office.take(this.name)
    if ((this.#state as LineState) === 'over') return
    if (trade.kind === 'later') this.#later()
    else if (trade.kind === 'final') this.#options.ended(4401, trade.sentence, this)
    else {
      this.provider.protocols = [SUBPROTOCOL, TICKET_PREFIX + trade.answer.ticket]
      this.provider.connect()
    }
  }

  /**
   * The socket's class, counting what the hub's `saved` counts. An update made before this connection's step 2 is held
   * back: step 2 holds it, and the hub refuses an update whose predecessors it has not seen.
   */
  #counting(Base: typeof WebSocket): typeof WebSocket {
    const line = this
    return class extends Base {
      #offered = false
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        line.sent = 0
      }
      override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
        const [first, second] = data instanceof Uint8Array ? data : []
        const update = first === 0 && second !== 0
        if (update && second === 2 && !this.#offered) return
        super.send(data as ArrayBuffer)
        if (!update) return
        this.#offered = true
        line.sent++
        line.onSent()
      }
    }
  }
}

/** A Yjs client id: u32, never 0. */
export const drawClientId = (random: () => number): number => 1 + Math.floor(random() * 0xfffffffe)
