/** Writers and readers on bare sockets: how long a value takes from its writer to each reader, at sixty values a second. */
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { encodeMessage } from '../../shared/wire/messages.ts'
import { askTicket, nextClient, sync } from '../hub/desk.ts'
import type { HubLine } from './process.ts'

/** How a crowd talks to one kind of server. */
export interface Tongue {
  readonly name: string
  /** A connected socket; `writer` may write under the client id. */
  open(writer: boolean): Promise<{ readonly socket: WebSocket; readonly client: number }>
  /** The root and the key that a writer sets. */
  readonly root: string
  readonly key: (writer: number) => string
  /** An update as a frame; null: values go as overlays. */
  readonly update: ((bytes: Uint8Array) => Uint8Array) | null
  /** What a reader says first. */
  readonly greet: () => readonly Uint8Array[]
}

const opened = (socket: WebSocket): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })

export const plainTongue = (port: number): Tongue => ({
  name: '@y/websocket-server',
  root: 'grade',
  key: (writer) => `writer ${writer}`,
  update: (bytes) => sync(2, bytes),
  greet: () => [sync(0, Uint8Array.of(0))],
  open: async () => ({ socket: await opened(new WebSocket(`ws://127.0.0.1:${port}/fan`)), client: nextClient() }),
})

/** Hocuspocus puts the document's name before each message, and wants a token first. */
export const namedTongue = (port: number): Tongue => {
  const named = (...parts: readonly Uint8Array[]): Uint8Array => {
    const e = encoding.createEncoder()
    encoding.writeVarString(e, 'fan')
    for (const part of parts) encoding.writeUint8Array(e, part)
    return encoding.toUint8Array(e)
  }
  const token = encoding.createEncoder()
  encoding.writeVarUint(token, 2)
  encoding.writeVarUint(token, 0)
  encoding.writeVarString(token, 'token')
  encoding.writeVarString(token, '4.7.0')
  const hello = named(encoding.toUint8Array(token))
  return {
    name: 'Hocuspocus',
    root: 'grade',
    key: (writer) => `writer ${writer}`,
    update: (bytes) => named(sync(2, bytes)),
    greet: () => [named(sync(0, Uint8Array.of(0)))],
    async open() {
      const socket = await opened(new WebSocket(`ws://127.0.0.1:${port}/`))
      const known = new Promise((resolve) => socket.once('message', resolve))
      socket.send(hello)
      await known
      return { socket, client: nextClient() }
    },
  }
}

/** Readers are one seat with many sockets: a session has a thousand seats at most. */
const readerKeys = new Map<string, string>()

export const hubTongue = (hub: HubLine, live: boolean): Tongue => ({
  name: live ? 'Samelight, overlay' : 'Samelight, saved',
  root: 'grade',
  key: (writer) => `c.fanclip0/0/node00${String(writer).padStart(2, '0')}/label`,
  update: live ? null : (bytes) => sync(2, bytes),
  greet: () => [sync(0, Uint8Array.of(0))],
  async open(writer) {
    const client = nextClient()
    const known = writer ? undefined : readerKeys.get(hub.url)
    const { status, body } = await askTicket(hub, writer ? 'colorist' : 'observer', {
      clientIds: { grade: client },
      ...(known ? { seatKey: known } : {}),
    })
    if (status !== 200) throw new Error(`no ticket: ${body.error}`)
    if (!writer) readerKeys.set(hub.url, body.seatKey)
    const url = `${hub.url.replace('http', 'ws')}/ws/${hub.session}/grade`
    return { socket: await opened(new WebSocket(url, ['samelight.v1', `ticket.${body.ticket}`])), client }
  },
})

export interface Reached {
  /** Milliseconds of every value at every reader. */
  readonly ms: number[]
  /** Part of all values that readers saw: a crowd that takes the newest only leaves some out. */
  readonly part: number
}

const hz = 60
const mark = 0x40 // @
const digits = 7

/** Lets `writers` write for `seconds` before `readers`; the first second does not count. `counting` is called when it is over, `over` when the last value has been said. */
export async function reach(
  tongue: Tongue,
  writers: number,
  readers: number,
  seconds: number,
  counting: () => void,
  over: () => void,
): Promise<Reached> {
  const sentAt: number[] = []
  const ms: number[] = []
  const sockets: WebSocket[] = []
  try {
    let from = Number.POSITIVE_INFINITY
    for (let i = 0; i < readers; i++) {
      const { socket } = await tongue.open(false)
      sockets.push(socket)
      const newest = new Map<number, number>()
      socket.on('message', (data: Buffer) => {
        const now = performance.now()
        for (let at = data.indexOf(mark); at >= 0; at = data.indexOf(mark, at + digits + 1)) {
          const seq = Number(data.toString('latin1', at + 1, at + 1 + digits))
          const began = sentAt[seq]
          const writer = seq % writers
          if (began === undefined || (newest.get(writer) ?? -1) >= seq) continue
          newest.set(writer, seq)
          if (began >= from) ms.push(now - began)
        }
      })
      for (const frame of tongue.greet()) socket.send(frame)
    }
    const hands = []
    for (let w = 0; w < writers; w++) {
      const { socket, client } = await tongue.open(true)
      sockets.push(socket)
      socket.on('message', () => {})
      const doc = new Y.Doc()
      doc.clientID = client
      doc.on('update', (bytes: Uint8Array) => socket.send(tongue.update!(bytes)))
      const key = tongue.key(w)
      hands.push((text: string, seq: number) => {
        if (tongue.update) doc.getMap(tongue.root).set(key, [text])
        else socket.send(encodeMessage({ kind: 'live', seat: '', drag: 'drag0001', seq, values: [[key, [text]]] }))
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    const began = performance.now()
    from = began + 1000
    let counted = 0
    for (let tick = 0; tick < seconds * hz; tick++) {
      if (tick === hz) counting()
      for (const [w, hand] of hands.entries()) {
        // Writers are not in step with each other.
        const due = began + ((tick + w / writers) * 1000) / hz
        const wait = due - performance.now()
        if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait))
        const seq = sentAt.length
        sentAt.push(performance.now())
        if (sentAt[seq]! >= from) counted++
        hand(`@${String(seq).padStart(digits, '0')}`, seq)
      }
    }
    over()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return { ms, part: ms.length / (counted * readers) }
  } finally {
    for (const socket of sockets) socket.terminate()
  }
}
