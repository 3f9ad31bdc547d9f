/** The hub: a store, a session prepared or loaded, and a port. What the command line and the tests both start. */
import { mkdir } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { writeLink } from '../shared/doc/records.ts'
import type { Role } from '../shared/doc/session.ts'
import { ENGINE_VERSION } from '../shared/render/name.ts'
import { hashSecret, roles } from './auth.ts'
import {
  fillSession,
  linkOf,
  linksSecret,
  makeSession,
  type Prepare,
  type Prepared,
  prepareFolder,
  roleKeys,
} from './fresh.ts'
import { writeFullHashes } from './full-hashes.ts'
import { infoOf } from './invite.ts'
import { startKeeper } from './keeper.ts'
import { makeServer } from './listen.ts'
import { startMetrics } from './metrics.ts'
import { migrateStored } from './migrate.ts'
import { Session } from './session.ts'
import { isLatch, type Latch, nameHolder, takeLatch } from './store/latch.ts'
import { openMemory } from './store/memory.ts'
import { openSqlite } from './store/sqlite.ts'
import type { Fault, SessionRow, Store } from './store/store.ts'

export interface HubOptions {
  /** 0: any free one. */
  readonly port: number
  /** Loopback unless TLS or a trusted proxy stands before it. */
  readonly host?: string
  /** Folder of the store and the links' secret; null keeps everything in memory, for tests. */
  readonly dataDir: string | null
  /** Folder the session is made from at its first start. */
  readonly mediaDir?: string | null
  /** Name or id of the session to open, name of the one to make; absent: the folder's. */
  readonly name?: string
  /** A session of that name is opened whatever folder it was made from: nobody has named one. */
  readonly anyMedia?: boolean
  readonly clientDir?: string | null
  readonly prepare?: Prepare
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | null
  readonly trustProxy?: boolean
  /** Origin that people reach the hub by, for its links; null: where it listens. */
  readonly publicUrl?: string | null
  /** Port of `/healthz` and `/metrics` on loopback, 0 any free one; null: none. */
  readonly metricsPort?: number | null
  readonly log?: (line: string) => void
  readonly fault?: Fault | null
  /** A store of the caller's, closed by the caller. */
  readonly store?: Store
  /** Name and version of the engine this hub's suites should have. */
  readonly engine?: string
  /** Whether a fresh session starts linked; it does. */
  readonly linked?: boolean
}

export interface Hub {
  readonly url: string
  /** Port of the metrics, or null. */
  readonly metricsPort: number | null
  /** Session id. */
  readonly session: string
  /** One link a role: the key stands in the fragment and never reaches a log. */
  readonly links: Readonly<Record<Role, string>>
  close(): Promise<void>
}

/** Starts a hub. Rejects with one sentence for a person where it cannot. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const { host = '127.0.0.1', dataDir, tls = null, trustProxy = false } = options
  const log = options.log ?? (() => {})
  const loopback = host === 'localhost' || host === '::1' || /^127\./.test(host)
  if (!loopback && !tls && !trustProxy)
    throw new Error(
      `--host ${host} is reachable from outside, and browsers give WebGPU, WebCodecs and folders only to secure pages: add --tls-cert and --tls-key, or --trust-proxy behind a proxy that ends TLS.`,
    )
  if (dataDir !== null) await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const store =
    options.store ??
    (dataDir === null ? openMemory() : openSqlite(join(dataDir, 'samelight.sqlite'), options.fault ?? null))
  const opened: Session[] = []
  // What listens, the last first: a hub that cannot start leaves no port open.
  const ports: { close(): Promise<void> }[] = []
  let latch: Latch | null = null
  try {
    const secret = await linksSecret(dataDir)
    const { row, prepared } = await findSession(store, secret, options, log)
    if (dataDir !== null && !options.store) latch = holdSession(dataDir, row)
    // The clock never goes back: within a run by its nature, over a restart by what is on disk, whatever the machine's does.
    let aheadMs = 0
    const now = (): number => performance.timeOrigin + performance.now() + aheadMs
    let writes = 0
    const session = await Session.open(store, row, {
      now,
      engine: options.engine ?? ENGINE_VERSION,
      log,
      blobs: dataDir === null ? null : join(dataDir, 'blobs'),
      told: (batch) => {
        if (batch.log.length > 0 && options.fault?.point === 'after-broadcast' && ++writes === options.fault.at)
          process.kill(process.pid, 'SIGKILL')
      },
    })
    opened.push(session)
    if (session.newest > now()) {
      aheadMs = session.newest - now()
      log(
        `The clock of this machine stands ${Math.ceil(aheadMs / 1000)} s before the newest change on disk: it was set back. The hub goes on from there.`,
      )
    }
    // Also where a hub died between making the session and filling it.
    if (session.journal.revision === 0)
      await fillSession(
        session,
        prepared ?? (await prepareFolder(row.mediaDir, log, options.prepare)),
        options.linked ?? true,
      )
    await migrateStored(session)
    const links = roleKeys(secret, row.id)
    const hashes = Object.fromEntries(roles.map((role) => [role, hashSecret(links[role])])) as Record<Role, string>
    for (const link of session.links.settle(hashes, Math.round(now()))) session.journal.link(link)
    settleRecords(session, Math.round(now()))
    const { server, close } = makeServer({
      sessions: new Map([[row.id, session]]),
      clientDir: options.clientDir ?? null,
      loopback,
      tls,
      trustProxy,
      publicUrl: options.publicUrl ?? null,
      now,
      log,
    })
    const port = await new Promise<number>((done, fail) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        fail(
          error.code === 'EADDRINUSE'
            ? new Error(`Port ${options.port} is in use: another hub may be running; name another with --port.`)
            : error,
        ),
      )
      server.listen(options.port, host, () => done((server.address() as { port: number }).port))
    })
    ports.unshift({
      close: () =>
        new Promise((done) => {
          server.close(() => done())
          close()
          server.closeAllConnections()
        }),
    })
    const metrics = typeof options.metricsPort === 'number' ? await startMetrics([session], options.metricsPort) : null
    if (metrics) ports.unshift(metrics)
    let closing = false
    const reading = writeFullHashes(session, () => closing)
    const url = `${tls ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
    const shown = options.publicUrl ?? url
    const keeper = latch && (await startKeeper(session, secret))
    latch?.say({ pid: process.pid, what: 'hub', url: shown, port: keeper?.port ?? null })
    return {
      url,
      metricsPort: metrics?.port ?? null,
      session: row.id,
      links: Object.fromEntries(roles.map((role) => [role, linkOf(shown, row.id, links[role])])) as Record<
        Role,
        string
      >,
      async close() {
        closing = true
        await reading
        const stopped = new Promise<void>((done) => server.close(() => done()))
        await metrics?.close()
        await keeper?.close()
        await session.close()
        close()
        server.closeAllConnections()
        await stopped
        if (!options.store) await store.close()
        latch?.release()
      },
    }
  } catch (error) {
    const closing = ports.map((port) => port.close())
    for (const session of opened) await session.close()
    await Promise.all(closing)
    if (!options.store) await store.close().catch(() => {})
    latch?.release()
    throw error
  }
}

/** The stored session that is asked for, or a fresh one with what its folder came to. A name or an id finds a session of any folder. */
async function findSession(
  store: Store,
  secret: Uint8Array,
  options: HubOptions,
  log: (line: string) => void,
): Promise<{ readonly row: SessionRow; readonly prepared: Prepared | null }> {
  const mediaDir = options.mediaDir ? resolve(options.mediaDir) : null
  const rows = await store.sessions()
  const { name } = options
  const fits = (row: SessionRow): boolean =>
    (mediaDir === null || row.mediaDir === mediaDir) && (name === undefined || row.name === name || row.id === name)
  const named = (row: SessionRow): boolean => options.anyMedia === true && (row.name === name || row.id === name)
  const found = rows.find(fits) ?? rows.find(named)
  if (found) return { row: found, prepared: null }
  const prepared = await prepareFolder(mediaDir, log, options.prepare)
  return { row: await makeSession(store, secret, prepared, { name, mediaDir }), prepared }
}

/** Takes the session for this hub; throws a sentence where another process has it. */
function holdSession(dataDir: string, { id, name }: SessionRow): Latch {
  const found = takeLatch(dataDir, id, 'hub')
  if (isLatch(found)) return found
  throw new Error(`Session ${id} "${name}" is in use by ${nameHolder(found)}: a session has one hub at a time.`)
}

/**
 * What is on record of the links is made what counts here: one whose key is nowhere, since the session came from another hub, lets nobody in
 * and is shown as withdrawn; a role's own link, withdrawn on that hub, is another one on this.
 */
function settleRecords(session: Session, at: number): void {
  const writes = session.archive.records(session).links.flatMap((one) => {
    const row = session.links.byId(one.id)
    if (row) return row.revoked === one.revoked ? [] : [writeLink(infoOf(row))]
    return one.revoked === null ? [writeLink({ ...one, revoked: at })] : []
  })
  if (writes.length > 0) session.write('hub', new Map(writes))
}
