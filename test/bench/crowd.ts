/** Sockets in a process of their own that join the grade of the link they are given all at once, take the whole first state and leave. For `storm.ts`. */
import { WebSocket } from 'ws'

/** One line of JSON. */
export interface Crowd {
  /** Milliseconds from the first ticket to the last whole state. */
  readonly ms: number
  readonly bytes: number
}

const [link = '', count = '0'] = process.argv.slice(2)
const { origin, pathname, hash } = new URL(link)
const session = pathname.split('/')[2]

/** Asks for a ticket, opens the socket with an empty state vector, and counts what comes up to the step 2. */
async function join(client: number): Promise<number> {
  const response = await fetch(`${origin}/api/ticket`, {
    method: 'POST',
    body: JSON.stringify({ key: hash.slice(1), clientIds: { grade: client } }),
  })
  const { ticket, error } = (await response.json()) as { ticket?: string; error?: string }
  if (!ticket) throw new Error(error)
  return await new Promise((resolve, reject) => {
    let bytes = 0
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/${session}/grade`, [
      'samelight.v1',
      `ticket.${ticket}`,
    ])
    socket.on('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)))
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`closed with ${code} before the state was here`)))
    socket.on('message', (data: Buffer) => {
      bytes += data.length
      if (data[0] !== 0 || data[1] !== 1) return
      socket.removeAllListeners('close')
      socket.close()
      resolve(bytes)
    })
  })
}

const began = performance.now()
const sizes = await Promise.all(Array.from({ length: Number(count) }, (_, n) => join(500_000 + n)))
const said: Crowd = { ms: performance.now() - began, bytes: sizes.reduce((sum, size) => sum + size, 0) }
process.stdout.write(`${JSON.stringify(said)}\n`)
