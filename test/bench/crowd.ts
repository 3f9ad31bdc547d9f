/**
 * Sockets in a process of their own that join the grade of the link they are given all at once, take the whole first state and leave. For
 * `storm.ts`. They would be two hundred machines: here they read and count, and put nothing together, so that what the hub needs is measured and
 * not what they do.
 */
import { randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'

/** One line of JSON; times in milliseconds of the machine's own clock since it started. */
export interface Crowd {
  /** The first ticket is asked for. */
  readonly began: number
  /** The last whole state is here. */
  readonly ended: number
  readonly bytes: number
}

const [link = '', count = '0'] = process.argv.slice(2)
const { origin, pathname, hash, hostname, port } = new URL(link)
const session = pathname.split('/')[2]
const now = (): number => Number(process.hrtime.bigint()) / 1e6
/** What a socket has read is counted at once: one buffer does for all. */
const buffer = Buffer.allocUnsafe(262_144)
/** A client's frame with an empty state vector: y-protocols' step 1, masked with zeros (RFC 6455, 5.2). */
const step1 = Uint8Array.of(0x82, 0x84, 0, 0, 0, 0, 0, 0, 1, 0)

/** Counts messages of the hub's frames, whole or in fragments, and knows the one that ends a first state. */
class Counter {
  bytes = 0
  #head: number[] = []
  /** Bytes of the present frame that have not come. */
  #left = 0
  /** Whether the present message ends the state, and the present frame the message. */
  #ends = false
  #last = false
  #begins = true

  /** True once the step 2 that ends the first state is here. */
  take(read: Uint8Array): boolean {
    for (let at = 0; at < read.length; ) {
      if (this.#left > 0) {
        const part = Math.min(this.#left, read.length - at)
        this.#left -= part
        this.bytes += part
        at += part
        if (this.#left === 0 && this.#last) return true
        continue
      }
      this.#head.push(read[at++]!)
      this.#open()
    }
    return false
  }

  /** Reads the head of a frame with the first two bytes of what it holds, once they are all here. */
  #open(): void {
    const [kind = 0, size = 0] = this.#head
    const wide = size === 127 ? 8 : size === 126 ? 2 : 0
    const rest = this.#head.slice(2, 2 + wide)
    const bytes = wide === 0 ? size : rest.reduce((sum, byte) => sum * 256 + byte, 0)
    const shown = Math.min(2, bytes)
    if (this.#head.length < 2 + wide + shown) return
    if ((kind & 15) === 8) throw new Error('closed before the state was here')
    const [first, second] = this.#head.slice(2 + wide)
    const fin = (kind & 128) !== 0
    if (this.#begins) this.#ends = first === 0 && second === 1
    this.#begins = fin
    // A fragment that others follow ends nothing.
    this.#last = fin && this.#ends
    this.bytes += shown
    this.#left = bytes - shown
    this.#head = []
  }
}

/** Asks for a ticket, opens the socket with an empty state vector, and counts what comes up to the end of the first state. */
async function join(client: number): Promise<number> {
  const response = await fetch(`${origin}/api/ticket`, {
    method: 'POST',
    body: JSON.stringify({ key: hash.slice(1), clientIds: { grade: client } }),
  })
  const { ticket, error } = (await response.json()) as { ticket?: string; error?: string }
  if (!ticket) throw new Error(error)
  return await new Promise((resolve, reject) => {
    const counter = new Counter()
    let answer: string | null = ''
    const callback = (size: number, bytes: Uint8Array): boolean => {
      let read = bytes.subarray(0, size)
      if (answer !== null) {
        answer += Buffer.from(read).toString('latin1')
        const end = answer.indexOf('\r\n\r\n')
        if (end < 0) return true
        if (!answer.startsWith('HTTP/1.1 101')) socket.destroy(new Error(answer.slice(0, 40)))
        read = Buffer.from(answer.slice(end + 4), 'latin1')
        answer = null
        socket.write(step1)
      }
      try {
        if (counter.take(read)) {
          socket.destroy()
          resolve(counter.bytes)
        }
      } catch (fault) {
        socket.destroy(fault as Error)
      }
      return true
    }
    const socket = createConnection({ host: hostname, port: Number(port), onread: { buffer, callback } })
    socket.on('error', reject)
    socket.on('connect', () =>
      socket.write(
        [
          `GET /ws/${session}/grade HTTP/1.1`,
          `Host: ${hostname}:${port}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
          `Sec-WebSocket-Protocol: samelight.v1, ticket.${ticket}`,
          '\r\n',
        ].join('\r\n'),
      ),
    )
  })
}

const began = now()
const sizes = await Promise.all(Array.from({ length: Number(count) }, (_, n) => join(500_000 + n)))
const said: Crowd = { began, ended: now(), bytes: sizes.reduce((sum, size) => sum + size, 0) }
process.stdout.write(`${JSON.stringify(said)}\n`)
