/** `samelight hub`: starts the hub and prints one link a role. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, type Io, readFlags } from '../command.ts'
import { startHub } from '../hub.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const flags = {
  port: { type: 'string' },
  data: { type: 'string' },
  host: { type: 'string' },
  media: { type: 'string' },
  session: { type: 'string' },
  json: { type: 'boolean' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'trust-proxy': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight hub [--port 15000] [--data DIR] [--host H] [--media DIR] [--session NAME] [--json]
              [--tls-cert FILE --tls-key FILE | --trust-proxy]
Starts the hub. Without --media it opens the demo session; --host beyond loopback wants TLS.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length > 0) throw new Error(`hub takes no argument "${positionals[0]}".\n${usage}`)
  const port = Number(values.port ?? 15000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${values.port} is not a port from 0 to 65535.`)
  const dataDir = values.data ? resolve(io.cwd, values.data) : join(root, '.samelight')
  const [cert, key] = [values['tls-cert'], values['tls-key']]
  if ((cert === undefined) !== (key === undefined)) throw new Error('--tls-cert and --tls-key go together.')
  const clientDir = join(root, 'dist')
  if (!existsSync(join(clientDir, 'index.html')))
    io.err('The client is not built: links will open nothing. Run `npm run build`, or start with `npm start`.')
  const hub = await startHub({
    port,
    ...(values.host ? { host: values.host } : {}),
    dataDir,
    mediaDir: values.media ? resolve(io.cwd, values.media) : join(root, 'demo', 'clips'),
    ...(values.session ? { name: values.session } : {}),
    clientDir,
    tls:
      cert && key ? { cert: await readFile(resolve(io.cwd, cert)), key: await readFile(resolve(io.cwd, key)) } : null,
    trustProxy: values['trust-proxy'] ?? false,
    log: io.err,
    fault: io.fault,
  })
  if (values.json) io.out(JSON.stringify({ url: hub.url, session: hub.session, links: hub.links }))
  const say = values.json ? io.err : io.out
  say(`Samelight is running at ${hub.url} (data in ${dataDir}). One link a role; share them as they are:`)
  if (!values.json) for (const [role, link] of Object.entries(hub.links)) say(`  ${role.padEnd(10)}  ${link}`)
  say('Ctrl+C ends it.')
  await io.stop
  io.err('Closing …')
  await hub.close()
  return 0
}

export const command: Command = { name: 'hub', doc: 'Starts the hub and prints one link a role.', run }
