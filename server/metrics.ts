/** How a hub is, for whoever keeps it: `/healthz`, and `/metrics` in Prometheus' text form (version 0.0.4). On loopback, on a port of its own: neither names a person or holds a secret. */
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { documents } from '../shared/wire/ticket.ts'
import type { Session } from './session.ts'

interface Metric {
  readonly name: string
  readonly kind: 'gauge' | 'counter'
  readonly doc: string
  /** Labels in braces, or nothing; and the value. */
  readonly rows: readonly (readonly [string, number])[]
}

function measure(sessions: readonly Session[], lateMs: number): Metric[] {
  const each = (read: (session: Session) => number): [string, number][] =>
    sessions.map((session) => [`{session="${session.row.id}"}`, read(session)])
  return [
    { name: 'up', kind: 'gauge', doc: '1 while every session can be written.', rows: [['', Number(isWell(sessions))]] },
    { name: 'revision', kind: 'counter', doc: 'Accepted changes on disk.', rows: each(({ journal }) => journal.saved) },
    {
      name: 'unsaved',
      kind: 'gauge',
      doc: 'Accepted changes on their way to disk.',
      rows: each(({ journal }) => journal.revision - journal.saved),
    },
    {
      name: 'batches_total',
      kind: 'counter',
      doc: 'Transactions of the store since the session was loaded.',
      rows: each(({ journal }) => journal.batches),
    },
    {
      name: 'batch_seconds_total',
      kind: 'counter',
      doc: 'Time they took, with their fsync.',
      rows: each(({ journal }) => journal.batchMs / 1000),
    },
    {
      name: 'sockets',
      kind: 'gauge',
      doc: 'Open sockets by document.',
      rows: sessions.flatMap((session) =>
        documents.map((document): [string, number] => [
          `{session="${session.row.id}",document="${document}"}`,
          [...session.sockets].filter((seat) => seat.document === document).length,
        ]),
      ),
    },
    { name: 'seats', kind: 'gauge', doc: 'Seats of a session.', rows: each(({ people }) => people.count) },
    { name: 'refusals_total', kind: 'counter', doc: 'What was refused.', rows: each(({ audit }) => audit.refusals) },
    {
      name: 'read_only',
      kind: 'gauge',
      doc: '1 while the store cannot write.',
      rows: each(({ readOnly }) => Number(readOnly !== null)),
    },
    {
      name: 'loop_delay_seconds',
      kind: 'gauge',
      doc: 'How late the hub’s loop was since the last question, p99.',
      rows: [['', lateMs / 1000]],
    },
    { name: 'memory_bytes', kind: 'gauge', doc: 'Resident memory.', rows: [['', process.memoryUsage.rss()]] },
  ]
}

const isWell = (sessions: readonly Session[]): boolean => sessions.every(({ readOnly }) => readOnly === null)

const print = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ name, kind, doc, rows }) => {
      const full = `samelight_${name}`
      return `# HELP ${full} ${doc}\n# TYPE ${full} ${kind}\n${rows.map(([labels, value]) => `${full}${labels} ${value}\n`).join('')}`
    })
    .join('')

/** Listens on 127.0.0.1; port 0: any free one. Rejects with a sentence where the port is taken. */
export async function startMetrics(
  sessions: readonly Session[],
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const server = createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub')
    const asked = request.method === 'GET' || request.method === 'HEAD'
    if (asked && pathname === '/healthz') {
      const ill = sessions.map(({ readOnly }) => readOnly).find((sentence) => sentence !== null)
      response.writeHead(ill === undefined ? 200 : 503, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      })
      response.end(`${JSON.stringify(ill === undefined ? { ok: true } : { ok: false, error: ill })}\n`)
      return
    }
    if (!asked || pathname !== '/metrics') {
      response.writeHead(asked ? 404 : 405).end()
      return
    }
    // The monitor counts its own resolution in.
    const lateMs = Math.max(0, delay.percentile(99) / 1e6 - 10)
    delay.reset()
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
    response.end(print(measure(sessions, Number.isFinite(lateMs) ? lateMs : 0)))
  })
  const found = await new Promise<number>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new Error(`Port ${port} of --metrics-port is in use; name another.`) : error),
    )
    server.listen(port, '127.0.0.1', () => done((server.address() as { port: number }).port))
  })
  server.unref()
  return {
    port: found,
    close: () =>
      new Promise((done) => {
        delay.disable()
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
