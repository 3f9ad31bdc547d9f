/** The hub: a store, a session prepared or loaded, and a port. What the command line and the tests both start. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { Media, Role, Timeline } from '../shared/doc/session.ts'
import { writeFresh } from '../shared/doc/session-edit.ts'
import { restPipeline } from '../shared/doc/session-read.ts'
import { ENGINE_VERSION } from '../shared/render/name.ts'
import { hashSecret, linkKey, newId, roles } from './auth.ts'
import { writeFullHashes } from './full-hashes.ts'
import { makeServer } from './listen.ts'
import { startMetrics } from './metrics.ts'
import { Session } from './session.ts'
import { openMemory } from './store/memory.ts'
import { openSqlite } from './store/sqlite.ts'
import type { Fault, SessionRow, Store } from './store/store.ts'

/** What a folder of media comes to (`library.ts`). */
export interface Prepared {
  readonly name: string
  readonly media: readonly Media[]
  readonly timeline: Timeline
  readonly files: ReadonlyMap<string, string>
  /** A sentence for each file that was left out. */
  readonly skipped?: readonly string[]
  /** A sentence for what else a person may want to know of how files were taken. */
  readonly remarks?: readonly string[]
}

export interface HubOptions {
  /** 0: any free one. */
  readonly port: number
  /** Loopback unless TLS or a trusted proxy stands before it. */
  readonly host?: string
  /** Folder of the store and the links' secret; null keeps everything in memory, for tests. */
  readonly dataDir: string | null
  /** Folder the session is made from at its first start. */
  readonly mediaDir?: string | null
  /** Name of the session to open or make; absent: the folder's. */
  readonly name?: string
  readonly clientDir?: string | null
  readonly prepare?: (dir: string) => Promise<Prepared>
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
  try {
    const secret = await linksSecret(dataDir)
    const { row, prepared } = await findSession(store, secret, options, log)
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
      await fill(session, prepared ?? (await prepare(options, row.mediaDir, log)), options.linked ?? true)
    const links = Object.fromEntries(roles.map((role) => [role, linkKey(secret, row.id, role)])) as Record<Role, string>
    const hashes = Object.fromEntries(roles.map((role) => [role, hashSecret(links[role])])) as Record<Role, string>
    for (const link of session.links.settle(hashes, Math.round(now()))) session.journal.link(link)
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
    const metrics = typeof options.metricsPort === 'number' ? await startMetrics([session], options.metricsPort) : null
    let closing = false
    const reading = writeFullHashes(session, () => closing)
    const url = `${tls ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
    const shown = options.publicUrl ?? url
    return {
      url,
      metricsPort: metrics?.port ?? null,
      session: row.id,
      links: Object.fromEntries(roles.map((role) => [role, `${shown}/s/${row.id}#${links[role]}`])) as Record<
        Role,
        string
      >,
      async close() {
        closing = true
        await reading
        const stopped = new Promise<void>((done) => server.close(() => done()))
        await metrics?.close()
        await session.close()
        close()
        server.closeAllConnections()
        await stopped
        if (!options.store) await store.close()
      },
    }
  } catch (error) {
    for (const session of opened) await session.close()
    if (!options.store) await store.close().catch(() => {})
    throw error
  }
}

/** Thirty-two bytes that the links' keys come from, readable by the owner alone. */
async function linksSecret(dataDir: string | null): Promise<Uint8Array> {
  if (dataDir === null) return randomBytes(32)
  const file = join(dataDir, 'links.secret')
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = randomBytes(32)
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' })
  await chmod(file, 0o600)
  return secret
}

/** The stored session of this folder and name, or a fresh one with what its folder came to. */
async function findSession(
  store: Store,
  secret: Uint8Array,
  options: HubOptions,
  log: (line: string) => void,
): Promise<{ readonly row: SessionRow; readonly prepared: Prepared | null }> {
  const mediaDir = options.mediaDir ? resolve(options.mediaDir) : null
  const rows = await store.sessions()
  const fits = (row: SessionRow): boolean =>
    (mediaDir === null || row.mediaDir === mediaDir) && (options.name === undefined || row.name === options.name)
  const found = rows.find(fits)
  if (found) return { row: found, prepared: null }
  const prepared = await prepare(options, mediaDir, log)
  const row: SessionRow = {
    id: newId(),
    name: options.name ?? prepared.name,
    mediaDir,
    files: Object.fromEntries(prepared.files),
    at: Date.now(),
  }
  await store.create(
    row,
    roles.map((role) => ({ hash: hashSecret(linkKey(secret, row.id, role)), role })),
  )
  return { row, prepared }
}

async function prepare(options: HubOptions, mediaDir: string | null, log: (line: string) => void): Promise<Prepared> {
  if (mediaDir === null) return emptySession
  log(`Preparing a session from ${mediaDir} …`)
  const prepared = await (options.prepare ?? prepareFrom)(mediaDir)
  for (const sentence of [...(prepared.skipped ?? []), ...(prepared.remarks ?? [])]) log(sentence)
  return prepared
}

/** The session's first revision: media, timeline and pipeline. */
async function fill(session: Session, prepared: Prepared, linked: boolean): Promise<void> {
  session.write('hub', writeFresh(session.row.name, restPipeline, prepared.timeline, prepared.media, linked))
  await session.journal.settle()
  if (session.readOnly !== null) throw new Error(session.readOnly)
}

async function prepareFrom(dir: string): Promise<Prepared> {
  const { prepareSession } = await import('./library.ts')
  return await prepareSession(dir)
}

const emptySession: Prepared = {
  name: 'Session',
  media: [],
  timeline: {
    name: 'Timeline',
    width: 1920,
    height: 1080,
    rate: { num: 24, den: 1 },
    startTimecode: 86_400,
    tracks: [],
    clips: [],
    transitions: [],
    length: 0,
  },
  files: new Map(),
}
