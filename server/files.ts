/** Files over HTTP: the built client, and the hub's library with ranges. Never outside their folder. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
}

interface Found {
  readonly file: string
  readonly size: number
  readonly changedMs: number
}

/** The file of a path within a folder, or null where it leads out of it or is no file. */
async function inside(folder: string, path: string): Promise<Found | null> {
  let plain: string
  try {
    plain = decodeURIComponent(path)
  } catch {
    return null
  }
  const file = normalize(join(folder, plain))
  if (!file.startsWith(normalize(folder) + sep) || file.includes('\0')) return null
  const found = await stat(file).catch(() => null)
  return found?.isFile() ? { file, size: found.size, changedMs: found.mtimeMs } : null
}

/** Serves the built client; every page of it is `index.html`. False where the client is not built. */
export async function serveClient(
  folder: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const asset = await inside(folder, path)
  const page = asset ?? (extname(path) === '' ? await inside(folder, 'index.html') : null)
  if (!page) return false
  // What Vite puts under assets/ carries its content's hash in its name.
  const cache = asset && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = { 'cache-control': cache, vary: 'accept-encoding' }
  const packs = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && packed.test(page.file)
  if (!packs || request.headers.range !== undefined) {
    await sendFile(page.file, page.size, headers, request, response)
    return true
  }
  const bytes = await packedOnce(page)
  response.writeHead(200, {
    'content-type': types[extname(page.file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': bytes.length,
    'content-encoding': 'gzip',
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
  return true
}

/** What shrinks: fonts and pictures are packed already. */
const packed = /\.(html|js|mjs|css|json|svg|wasm)$/i
const pack = promisify(gzip)
const kept = new Map<string, { readonly stamp: string; readonly bytes: Promise<Buffer> }>()

/** Each file of the client is packed once, for as long as it stays the same. */
function packedOnce({ file, size, changedMs }: Found): Promise<Buffer> {
  const stamp = `${size} ${changedMs}`
  const had = kept.get(file)
  if (had?.stamp === stamp) return had.bytes
  const bytes = readFile(file).then((plain) => pack(plain))
  bytes.catch(() => kept.delete(file))
  kept.set(file, { stamp, bytes })
  return bytes
}

/** Start and end (inclusive) of a single range, null for none, `bad` where it lies outside the file. */
export function parseRange(header: string | undefined, size: number): readonly [number, number] | null | 'bad' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [from, to] = [match[1]!, match[2]!]
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start >= size || start > end ? 'bad' : [start, end]
}

/** Sends a file or one range of it. */
export async function sendFile(
  file: string,
  size: number,
  headers: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = parseRange(request.headers.range, size)
  if (range === 'bad') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
    return
  }
  const [start, end] = range ?? [0, size - 1]
  response.writeHead(range ? 206 : 200, {
    'content-type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': size === 0 ? 0 : end - start + 1,
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
    ...headers,
  })
  if (request.method === 'HEAD' || size === 0) {
    response.end()
    return
  }
  // A browser that seeks drops the request in the middle: that is no error of ours.
  await pipeline(createReadStream(file, { start, end }), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
