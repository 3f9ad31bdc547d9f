/** HTTP and the upgrade to WebSockets: everything a stranger can reach, checked before it reaches a session. */

import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { documents, parseTicketRequest, type TicketRequest } from '../shared/wire/ticket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../shared/wire/version.ts'
import { type Admission, admit } from './admit.ts'
import { serveArchive } from './archive/api.ts'
import { hashSecret, Tickets } from './auth.ts'
import { sendFile, serveClient } from './files.ts'
import type { Joining } from './seat.ts'
import type { Session } from './session.ts'
import { sorry } from './sorry.ts'
import { Turnstile } from './turnstile.ts'

export interface ListenOptions {
  readonly sessions: ReadonlyMap<string, Session>
  /** Folder of the built client, or null: none is served. */
  readonly clientDir: string | null
  /** On loopback, a Host header of another name is somebody's page that has rebound its DNS. */
  readonly loopback: boolean
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null
  /** Behind a proxy that ends TLS: pages say https, sockets wss. */
  readonly trustProxy: boolean
  /** Origin that people reach the hub by, or null. */
  readonly publicUrl: string | null
  readonly now: () => number
  readonly log: (line: string) => void
}

const maxBody = 65_536
/** Who has not answered the hub's close by then is not waited for. */
const partingMs = 1000
/** A step 2 of 8 MB and its frame. */
const maxPayload = 8_100_000

/** WebAssembly is compiled at run time; workers come from the same origin; WebGPU, SharedArrayBuffer and exact timers want the isolation. */
const headers: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self' ws: wss: blob:; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Makes the server; the caller listens and closes. */
export function makeServer(options: ListenOptions): { readonly server: Server; close(): void } {
  const tickets = new Tickets(options.now)
  const stile = new Turnstile()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  })
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    route(options, tickets, stile, request, response).catch((error: unknown) => {
      options.log(`http ${request.method}: ${error instanceof Error ? error.message : String(error)}`)
      if (response.headersSent) response.destroy()
      else sorry(response, 500, 'The hub has failed at this request.')
    })
  }
  // Who sends its headers byte by byte is looked at every second, not every thirty as Node would.
  const limits = {
    connectionsCheckingInterval: 1000,
    headersTimeout: 5_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16_384,
  }
  const server = options.tls
    ? createSecureServer({ ...limits, ...options.tls }, listener)
    : createServer(limits, listener)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    stile.run(() => {
      const found = verify(options, tickets, request)
      if (typeof found === 'number') refuseUpgrade(socket, found)
      else sockets.handleUpgrade(request, socket, head, (ws) => found.session.join(ws, found.joining))
    })
  })
  return {
    server,
    close: () => {
      sockets.close()
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, partingMs).unref()
    },
  }
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const phrase = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[status] ?? 'Refused'
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

interface Verified {
  readonly session: Session
  readonly joining: Joining
}

/** Path, Origin and ticket, before the upgrade; a status where it may not be. */
function verify(options: ListenOptions, tickets: Tickets, request: IncomingMessage): Verified | number {
  const match = /^\/ws\/([0-9a-z]{8})\/(session|grade|notes)$/.exec(request.url ?? '')
  if (!match) return 404
  if (!fromHere(options, request)) return 403
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
  const ticket = offered.find((one) => one.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length)
  if (!offered.includes(SUBPROTOCOL) || !ticket) return 401
  const [session, document] = [options.sessions.get(match[1]!), documents.find((one) => one === match[2])]
  const pass = session && document ? tickets.take(ticket, session.row.id, document) : null
  if (!session || !document || !pass || !session.people.holds(pass.seat)) return 401
  const { seat, clientIds, revision, via = '' } = pass
  if (session.links.byKey(via)?.revoked) return 401
  return {
    session,
    joining: { seat, document, client: clientIds?.[document] ?? null, stock: clientIds === null, revision, via },
  }
}

/** A browser always says its Origin: it must be this hub, by the scheme the hub is reached by. Absent, it is no browser. */
function fromHere({ loopback, tls, trustProxy, publicUrl }: ListenOptions, request: IncomingMessage): boolean {
  const { origin } = request.headers
  // A proxy's word counts where somebody has said so, and nowhere else.
  const [host, scheme] = trustProxy
    ? [forwarded(request, 'host') ?? request.headers.host, `${forwarded(request, 'proto') ?? 'https'}:`]
    : [request.headers.host, tls ? 'https:' : 'http:']
  if (loopback && !trustProxy && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? '')) return false
  if (origin === undefined) return true
  try {
    const page = new URL(origin)
    return page.origin === publicUrl || (page.host === host && page.protocol === scheme)
  } catch {
    return false
  }
}

/** What the nearest proxy says of the request before it. */
function forwarded(request: IncomingMessage, what: 'host' | 'proto'): string | null {
  const said = request.headers[`x-forwarded-${what}`]
  return typeof said === 'string' && said !== '' ? said.split(',').at(-1)!.trim() : null
}

async function route(
  options: ListenOptions,
  tickets: Tickets,
  stile: Turnstile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://hub').pathname
  if (!fromHere(options, request)) return sorry(response, 403, 'This request comes from a page of another origin.')
  if (path === '/api/ticket') return await giveTicket(options, tickets, stile, request, response)
  if (path.startsWith('/media/')) return await giveMedia(options, path, request, response)
  if (/^\/api\/(session|blob)\//.test(path)) return await serveArchive(options.sessions, path, request, response)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sorry(response, 405, `${request.method} is not answered here.`)
  if (path.startsWith('/api/') || path.startsWith('/ws/')) return sorry(response, 404, 'There is nothing here.')
  if (options.clientDir !== null && (await serveClient(options.clientDir, path, request, response))) return
  sorry(response, 404, options.clientDir === null ? 'This hub serves no client.' : 'There is nothing here.')
}

async function giveTicket(
  options: ListenOptions,
  tickets: Tickets,
  stile: Turnstile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return sorry(response, 405, 'A ticket is asked for by POST.')
  const body = await readBody(request)
  if (body === null) return sorry(response, 413, `The request is larger than ${maxBody} bytes.`)
  const asked = parseTicketRequest(body)
  if (typeof asked === 'string') return sorry(response, 400, asked)
  const admission = await stile.run(() => enter(options, tickets, asked))
  // Those whose seats came to disk in one batch are answered a few at a time as well.
  await stile.run(() => {
    if (!admission.ok) return sorry(response, admission.status, admission.error)
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
      .end(JSON.stringify(admission.answer))
  })
}

async function enter(options: ListenOptions, tickets: Tickets, asked: TicketRequest): Promise<Admission> {
  const hash = hashSecret(asked.key)
  const session = [...options.sessions.values()].find(({ links }) => links.byKey(hash))
  const link = session?.links.byKey(hash)
  if (link && session) return await admit(session, tickets, link.role, asked, link)
  const error = 'This link is not known here: it was withdrawn, or its key was cut off on the way.'
  return { ok: false, status: 401, error }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > maxBody) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The hub's library: a seat's bearer in the header, never in the address. */
async function giveMedia(
  options: ListenOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sorry(response, 405, 'Media is read only.')
  const match = /^\/media\/([0-9a-z]{8})\/([0-9a-z]{8})$/.exec(path)
  const session = match && options.sessions.get(match[1]!)
  const bearer = /^Bearer (\S{1,128})$/.exec(request.headers.authorization ?? '')?.[1]
  if (!match || !bearer || !session?.people.byKey(hashSecret(bearer)))
    return sorry(response, 401, 'The library is for seats of the session: send the seat key as bearer.')
  const file = session.row.files[match[2] ?? '']
  const found = file === undefined ? null : await stat(file).catch(() => null)
  if (file === undefined || !found?.isFile()) return sorry(response, 404, 'The library does not hold this media.')
  await sendFile(file, found.size, { 'cache-control': 'private, max-age=3600' }, request, response)
}
