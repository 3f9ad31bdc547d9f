/**
 * The door of who keeps the hub: on loopback, for the commands of `samelight sessions` at a session that a running hub serves. Its bearer comes
 * from the links' secret, so whoever may read the data folder may knock, and nobody else; it stands nowhere.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Refusal } from '../shared/wire/refusal.ts'
import { makeLink, withdrawLink } from './invite.ts'
import { type Args, isRefusal, type Outcome, settled } from './outcome.ts'
import type { Session } from './session.ts'

/** What may be asked. */
const tasks: Readonly<Record<string, (session: Session, args: Args) => Outcome | Refusal>> = {
  'link-new': makeLink,
  'link-revoke': withdrawLink,
}

/** What it came to. */
export type Kept =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string }

const maxBody = 10_000

/** Does it, as the hub itself; resolves when it is on disk. */
export async function keep(session: Session, task: string, args: Args): Promise<Kept> {
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined
  if (!run) return { ok: false, error: `The hub's keeper cannot ask for ${task}.` }
  if (session.readOnly !== null) return { ok: false, error: session.readOnly }
  const outcome = run(session, args)
  if (isRefusal(outcome)) return { ok: false, error: outcome.sentence }
  if (outcome.linkRow) {
    session.links.set(outcome.linkRow)
    session.journal.link(outcome.linkRow)
  }
  session.audit.note('hub', 'command', `${task} ${JSON.stringify(args)}`)
  session.write('hub', outcome.writes)
  const written = await settled(session)
  if (typeof written !== 'number') return { ok: false, error: written.sentence }
  outcome.told?.()
  return { ok: true, value: { ...(outcome.value as object), ...outcome.once } }
}

const bearerOf = (secret: Uint8Array, session: string): Buffer =>
  Buffer.from(createHmac('sha256', secret).update(`keeper ${session}`).digest('base64url'))

function knows(request: IncomingMessage, bearer: Buffer): boolean {
  const given = Buffer.from(/^Bearer (\S{1,128})$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
  return given.length === bearer.length && timingSafeEqual(given, bearer)
}

/** Listens on 127.0.0.1, any free port. */
export async function startKeeper(
  session: Session,
  secret: Uint8Array,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const bearer = bearerOf(secret, session.row.id)
  const server = createServer({ headersTimeout: 5000, requestTimeout: 5000 }, async (request, response) => {
    const answer = (status: number, body: Kept): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(JSON.stringify(body))
    }
    // A page in a browser on this machine says where it is from, and has no business here.
    if (request.headers.origin !== undefined || request.method !== 'POST' || !knows(request, bearer)) {
      request.resume()
      return answer(401, { ok: false, error: 'This door is for who keeps the hub.' })
    }
    const asked = parseAsked(await readBody(request))
    answer(200, asked ? await keep(session, asked.task, asked.args) : { ok: false, error: 'This is no question.' })
  })
  const port = await new Promise<number>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port))
  })
  server.unref()
  return {
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** Asks the hub that serves the session. */
export async function askKeeper(
  port: number,
  secret: Uint8Array,
  session: string,
  task: string,
  args: Args,
): Promise<Kept> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearerOf(secret, session)}` },
      body: JSON.stringify({ task, args }),
    })
    return (await response.json()) as Kept
  } catch (error) {
    return { ok: false, error: `The hub does not answer: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString('utf8')
    if (text.length > maxBody) return ''
  }
  return text
}

function parseAsked(text: string): { readonly task: string; readonly args: Args } | null {
  try {
    const { task, args } = JSON.parse(text) as { task?: unknown; args?: unknown }
    return typeof task === 'string' && typeof args === 'object' && args !== null ? { task, args: args as Args } : null
  } catch {
    return null
  }
}
