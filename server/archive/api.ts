/** The archive over HTTP, by a seat's bearer: contents of snapshots and revisions, what changed between two, blobs. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { mayDo } from '../../shared/policy/judge.ts'
import { hashSecret } from '../auth.ts'
import { sendFile } from '../files.ts'
import type { Session } from '../session.ts'
import { sorry } from '../sorry.ts'
import { StoreError } from '../store/store.ts'
import { blobKinds, blobLimits, hashPattern } from './blobs.ts'
import { HistoryError } from './history.ts'

const unzip = promisify(gunzip)
const zip = promisify(gzip)

/** Questions of one seat under way at once. */
const mostAsked = 4
const asked = new WeakMap<Session, Map<string, number>>()

interface Asker {
  readonly session: Session
  readonly seat: string
}

/** The seat whose key the bearer is, in any session of the hub. */
function askerOf(sessions: ReadonlyMap<string, Session>, request: IncomingMessage): Asker | null {
  const bearer = /^Bearer (\S{1,128})$/.exec(request.headers.authorization ?? '')?.[1]
  if (!bearer) return null
  const hash = hashSecret(bearer)
  for (const session of sessions.values()) {
    const row = session.people.byKey(hash)
    if (row) return { session, seat: row.id }
  }
  return null
}

/** Answers whatever stands under `/api/session/` and `/api/blob/`. */
export async function serveArchive(
  sessions: ReadonlyMap<string, Session>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asker = askerOf(sessions, request)
  const named = /^\/api\/session\/([0-9a-z]{8})\//.exec(path)?.[1]
  if (!asker || (named !== undefined && named !== asker.session.row.id))
    return sorry(response, 401, 'This is for seats of the session: send the seat key as bearer.')
  const blob = /^\/api\/blob\/([^/]*)$/.exec(path)?.[1]
  if (blob !== undefined) return await serveBlob(asker, blob, request, response)
  if (request.method !== 'GET') return sorry(response, 405, `${request.method} is not answered here.`)
  const { session, seat } = asker
  const counts = asked.get(session) ?? new Map<string, number>()
  asked.set(session, counts)
  const count = counts.get(seat) ?? 0
  if (count >= mostAsked) return sorry(response, 429, `A seat asks at most ${mostAsked} things of the history at once.`)
  counts.set(seat, count + 1)
  try {
    await serveHistory(session, path, new URL(request.url ?? '/', 'http://hub').searchParams, request, response)
  } catch (error) {
    if (!(error instanceof HistoryError || error instanceof StoreError)) throw error
    sorry(response, 503, error.message)
  } finally {
    counts.set(seat, counts.get(seat)! - 1)
  }
}

async function serveHistory(
  session: Session,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { archive, journal } = session
  const rest = path.slice('/api/session/'.length + 9)
  const clip = query.get('clip')
  if (clip !== null && !/^[0-9a-z]{8}$/.test(clip)) return sorry(response, 400, 'clip is not the id of a clip.')
  const snapshot = /^snapshot\/([0-9a-z]{8})$/.exec(rest)?.[1]
  if (snapshot !== undefined) {
    const found = archive.records(session).snapshots.find(({ id }) => id === snapshot)
    const bytes = found && (await archive.store.snapshot(session.row.id, found.hash))
    if (!bytes) return sorry(response, 404, `The session has no snapshot ${snapshot}.`)
    return await sendPacked(bytes, 'private, max-age=3600', request, response)
  }
  const still = /^still\/([0-9a-z]{8})$/.exec(rest)?.[1]
  if (still !== undefined) {
    const found = archive.records(session).gallery.find(({ id }) => id === still)
    const bytes = found && (await archive.store.snapshot(session.row.id, found.hash))
    if (!bytes) return sorry(response, 404, `The gallery has no still ${still}.`)
    return await sendPacked(bytes, 'private, max-age=3600', request, response)
  }
  const revisions = /^(revision|changes)\/(\d{1,15})(?:\/(\d{1,15}))?$/.exec(rest)
  if (!revisions || (revisions[1] === 'revision') !== (revisions[3] === undefined))
    return sorry(response, 404, 'There is nothing here.')
  const [from, to] = [Number(revisions[2]), Number(revisions[3] ?? revisions[2])]
  if (to > journal.saved || from > to)
    return sorry(response, 404, `The session has revisions 0 to ${journal.saved}, not ${Math.max(from, to)}.`)
  if (revisions[1] === 'revision')
    return await sendPacked((await archive.history.content(from, clip)).bytes, 'no-store', request, response)
  const changes = await archive.history.changes(from, to)
  const rows = changes.map((c) => [c.key, c.from, c.to, c.seat, c.at, c.revision])
  await sendPacked(await zip(JSON.stringify({ from, to, changes: rows }), { level: 3 }), 'no-store', request, response)
}

/** Gzip as it lies, unpacked for who does not take it. */
async function sendPacked(
  bytes: Uint8Array,
  cache: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const packed = /\bgzip\b/.test(`${request.headers['accept-encoding'] ?? ''}`)
  const body = packed ? bytes : await unzip(bytes)
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': cache,
    vary: 'accept-encoding, authorization',
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  })
  response.end(body)
}

async function serveBlob(
  { session, seat }: Asker,
  hash: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!hashPattern.test(hash)) return sorry(response, 400, 'A blob is named by its SHA-256, 64 hex digits.')
  if (request.method === 'GET' || request.method === 'HEAD') {
    const found = session.archive.blobs.find(hash)
    if (!found) return sorry(response, 404, 'The session has no blob of this hash.')
    const lut = session.archive.records(session).luts.some((one) => one.blob === hash)
    // A LUT is text that somebody has sent: no browser is to take it for anything.
    const type = lut ? 'application/octet-stream' : 'image/png'
    const headers = { 'cache-control': 'private, max-age=3600', 'content-type': type }
    return await sendFile(found.path, found.size, headers, request, response)
  }
  if (request.method !== 'PUT') return sorry(response, 405, 'A blob is read by GET and sent by PUT.')
  const refuse = async (status: number, error: string): Promise<void> => {
    // Who is refused before the body came hears why, and the connection ends instead of reading what nobody wants.
    response.setHeader('connection', 'close')
    sorry(response, status, error)
    if (!response.writableFinished) await once(response, 'finish').catch(() => {})
    request.destroy()
  }
  const asked = new URL(request.url ?? '/', 'http://hub').searchParams.get('as') ?? 'still'
  const kind = blobKinds.find((one) => one === asked)
  if (!kind) return await refuse(400, `A blob is sent as ${blobKinds.join(' or ')}.`)
  const may = mayDo(session.asking(seat), 'grade', kind === 'lut' ? 'Sending a LUT' : 'Sending a still')
  if (may) return await refuse(403, may.sentence)
  if (kind === 'still' && !session.archive.records(session).rules.stills)
    return await refuse(403, 'Stills are not allowed in this session; the engineer may allow them.')
  if (session.readOnly !== null) return await refuse(503, session.readOnly)
  const length = request.headers['content-length']
  if (!/^\d{1,15}$/.test(length ?? '')) return await refuse(411, 'The length of a blob is said before it.')
  if (Number(length) > blobLimits.one) return await refuse(413, `A blob of ${length} bytes is over the limit.`)
  const body = request.iterator({ destroyOnReturn: false })
  const put = await session.archive.blobs.put(seat, hash, Number(length), body, kind)
  if (!put.ok) return await refuse(put.status, put.error)
  if (!put.fresh) request.resume()
  response.writeHead(put.fresh ? 201 : 200, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ blob: hash }))
}
