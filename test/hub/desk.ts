/** A hub for tests and plain suites at it: y-websocket's provider as it is, or bare sockets for hand-made bytes. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Prepared } from '../../server/fresh.ts'
import { type Hub, type HubOptions, startHub } from '../../server/hub.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Role } from '../../shared/doc/session.ts'
import { decodeMessage, encodeMessage, type Message, NUMBER } from '../../shared/wire/messages.ts'
import type { DocumentName, TicketAnswer } from '../../shared/wire/ticket.ts'
import { until } from '../kit/suite.ts'

export { until } from '../kit/suite.ts'

export const media = {
  id: 'media001',
  name: 'a.mp4',
  quick: '0'.repeat(32),
  width: 1920,
  height: 1080,
  rate: { num: 24, den: 1 },
  frames: 48,
  startTimecode: 86_400,
  depth: 10,
  matrix: 'bt709',
  range: 'limited',
  space: 'logc3-ei800-awg3',
  size: 1000,
} as const

export const prepared: Prepared = {
  name: 'Test',
  media: [media],
  timeline: {
    name: 'Cut',
    width: 1920,
    height: 1080,
    rate: { num: 24, den: 1 },
    startTimecode: 86_400,
    tracks: [{ id: 'track001', kind: 'video', order: 'a', name: 'V1' }],
    clips: [
      {
        id: 'clip0001',
        name: 'One',
        track: 'track001',
        media: 'media001',
        recordIn: 0,
        sourceIn: 0,
        length: 24,
        speed: { num: 1, den: 1 },
      },
      {
        id: 'clip0002',
        name: 'Two',
        track: 'track001',
        media: 'media001',
        recordIn: 24,
        sourceIn: 24,
        length: 24,
        speed: { num: 1, den: 1 },
      },
    ],
    transitions: [],
    length: 48,
  },
  files: new Map(),
}

export const gain = 'c.clip0001/0/node0001/primaries.gain'

/** A hub in memory, on a free port, with one media and two clips. */
export const openHub = (more: Partial<HubOptions> = {}): Promise<Hub> =>
  startHub({ port: 0, dataDir: null, mediaDir: 'any', prepare: async () => prepared, ...more })

export interface Ask {
  readonly url: string
  readonly links: Readonly<Record<Role, string>>
}

/** Trades a link for a ticket; the bare answer of the hub. */
export async function askTicket(
  hub: Ask,
  role: Role,
  body: Readonly<Record<string, unknown>> = {},
): Promise<{ status: number; body: TicketAnswer & { error?: string } }> {
  const key = hub.links[role].split('#')[1]
  const response = await fetch(`${hub.url}/api/ticket`, { method: 'POST', body: JSON.stringify({ key, ...body }) })
  return { status: response.status, body: (await response.json()) as TicketAnswer & { error?: string } }
}

/** A bare socket: what came in, and how it ended. */
export class Bare {
  readonly socket: WebSocket
  readonly frames: Uint8Array[] = []
  closed: { code: number; reason: string } | null = null

  constructor(hub: Ask, ticket: TicketAnswer, document: DocumentName, headers: Readonly<Record<string, string>> = {}) {
    const url = `${hub.url.replace('http', 'ws')}/ws/${ticket.session}/${document}`
    this.socket = new WebSocket(url, ['samelight.v1', `ticket.${ticket.ticket}`], { headers })
    this.socket.on('message', (data: Buffer) => this.frames.push(new Uint8Array(data)))
    this.socket.on('error', () => {})
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
    })
  }

  get messages(): Message[] {
    return this.frames.map(decodeMessage).filter((m) => m !== null)
  }

  of<K extends Message['kind']>(kind: K): Extract<Message, { kind: K }>[] {
    return this.messages.filter((m): m is Extract<Message, { kind: K }> => m.kind === kind)
  }

  get awareness(): Uint8Array[] {
    return this.frames.filter((frame) => frame[0] === 1 && frame.length > 3)
  }

  async open(): Promise<this> {
    await until('the socket is open', () => this.socket.readyState === WebSocket.OPEN || this.closed !== null)
    return this
  }

  send(message: Message | Uint8Array): void {
    this.socket.send(message instanceof Uint8Array ? message : encodeMessage(message))
  }

  update(bytes: Uint8Array, step: 1 | 2 = 2): void {
    this.send(sync(step, bytes))
  }

  close(): void {
    this.socket.terminate()
  }
}

/** A y-protocols sync message. */
export function sync(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

/** An awareness message with one entry. */
export function aware(client: number, clock: number, state: unknown): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, 1)
  encoding.writeVarUint(inner, client)
  encoding.writeVarUint(inner, clock)
  encoding.writeVarString(inner, JSON.stringify(state))
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  return encoding.toUint8Array(encoder)
}

let drawn = 1000
export const nextClient = (): number => ++drawn

/** Opens a bare socket of a fresh seat with a declared client id. */
export async function bare(hub: Ask, role: Role, document: DocumentName, body: Readonly<Record<string, unknown>> = {}) {
  const client = nextClient()
  const { body: ticket } = await askTicket(hub, role, { clientIds: { [document]: client }, ...body })
  const socket = await new Bare(hub, ticket, document).open()
  await until('the hub has said hello', () => socket.of('hello').length > 0)
  return { socket, client, ticket }
}

/** A plain suite: one document on y-websocket's provider, declared client id (or stock), our messages collected. */
export class Plain {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  readonly messages: Message[] = []
  readonly ticket: TicketAnswer
  /** Sync frames with an update sent on the present connection, and the highest count the hub said is on disk. */
  sent = 0
  closeCode = 0

  constructor(hub: Ask, ticket: TicketAnswer, document: DocumentName, client: number) {
    this.ticket = ticket
    this.doc.clientID = client
    const plain = this
    class Counting extends WebSocket {
      override send(data: Parameters<WebSocket['send']>[0]): void {
        if (data instanceof Uint8Array && data[0] === 0 && data[1] !== 0) plain.sent++
        super.send(data)
      }
    }
    this.provider = new WebsocketProvider(`${hub.url.replace('http', 'ws')}/ws/${ticket.session}`, document, this.doc, {
      protocols: ['samelight.v1', `ticket.${ticket.ticket}`],
      WebSocketPolyfill: Counting as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    const handlers = this.provider.messageHandlers as ((_: unknown, decoder: decoding.Decoder) => void)[]
    for (const number of Object.values(NUMBER))
      handlers[number] = (_, decoder) => {
        const rest = decoding.readTailAsUint8Array(decoder)
        const encoder = encoding.createEncoder()
        encoding.writeVarUint(encoder, number)
        encoding.writeUint8Array(encoder, rest)
        const message = decodeMessage(encoding.toUint8Array(encoder))
        if (message) this.messages.push(message)
      }
    this.provider.on('connection-close', (event) => {
      this.closeCode = event?.code ?? 0
      this.provider.shouldConnect = false
    })
  }

  get map(): Y.Map<Value> {
    return this.doc.getMap<Value>(this.provider.roomname)
  }

  of<K extends Message['kind']>(kind: K): Extract<Message, { kind: K }>[] {
    return this.messages.filter((m): m is Extract<Message, { kind: K }> => m.kind === kind)
  }

  /** Most frames of this connection that the hub said are on disk. */
  get heard(): number {
    return Math.max(0, ...this.of('saved').map((m) => m.heard))
  }

  async synced(): Promise<this> {
    await until('the suite is synced', () => this.provider.synced)
    return this
  }

  leave(): void {
    this.provider.destroy()
    this.doc.destroy()
  }
}

/** A plain suite of a fresh seat (or of `seatKey`). */
export async function plain(
  hub: Ask,
  role: Role,
  document: DocumentName,
  { stock = false, seatKey }: { stock?: boolean; seatKey?: string } = {},
): Promise<Plain> {
  const client = nextClient()
  const { status, body } = await askTicket(hub, role, {
    ...(stock ? {} : { clientIds: { [document]: client } }),
    ...(seatKey ? { seatKey } : {}),
  })
  if (status !== 200) throw new Error(`No ticket: ${body.error}`)
  return await new Plain(hub, body, document, client).synced()
}
