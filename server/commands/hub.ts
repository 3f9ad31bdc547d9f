/** `samelight hub`: starts the hub and prints one link a role. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, type Io, readFlags } from '../command.ts'
import { startHub } from '../hub.ts'
import { originOf } from '../origin.ts'

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
  'public-url': { type: 'string' },
  'metrics-port': { type: 'string' },
  'log-json': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight hub [--port 15000] [--data DIR] [--host H] [--media DIR] [--session NAME] [--json]
              [--tls-cert FILE --tls-key FILE | --trust-proxy] [--public-url https://HOST] [--metrics-port P] [--log-json]
Starts the hub. Without --media it opens the session of that name or id, or the demo session; --host beyond loopback wants TLS.
--public-url is what its links begin with; --metrics-port opens /healthz and /metrics on loopback; --log-json makes each line of the log one of JSON.`

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Makes the folder of the session's data; throws the sentence why it cannot be written. */
async function needData(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await access(dir, constants.W_OK)
  } catch (error) {
    const why = {
      EEXIST: 'it is a file',
      ENOTDIR: 'a file stands in its path',
      EACCES: 'that is not allowed here',
      EROFS: 'the disk is read only',
    }
    const code = codeOf(error)
    throw new Error(`The data folder ${dir} cannot be written: ${(why as Record<string, string>)[code] ?? code}.`)
  }
}

/** Throws the sentence why a folder of media is none. */
async function needFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch((error: unknown) => codeOf(error))
  if (found === 'ENOENT' || found === 'ENOTDIR') throw new Error(`There is no media folder ${dir}.`)
  if (typeof found === 'string') throw new Error(`The media folder ${dir} cannot be read: ${found}.`)
  if (!found.isDirectory()) throw new Error(`The media folder ${dir} is a file; name the folder it lies in.`)
}

async function readPem(flag: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Error(`${flag} ${file} cannot be read: ${codeOf(error)}.`)
  }
}

/**
 * The certificate and key of a hub that speaks TLS itself. Throws a sentence where they are none or do not belong together, instead of OpenSSL's
 * words after the session is made; says where the certificate has run out.
 */
export async function readTls(
  cert: string,
  key: string,
  say: (line: string) => void,
): Promise<{ cert: Buffer; key: Buffer }> {
  const pem = { cert: await readPem('--tls-cert', cert), key: await readPem('--tls-key', key) }
  const attempt = <T>(read: () => T, sentence: string): T => {
    try {
      return read()
    } catch (error) {
      throw new Error(sentence, { cause: error })
    }
  }
  const shown = attempt(() => new X509Certificate(pem.cert), `--tls-cert ${cert} holds no certificate in PEM form.`)
  const own = attempt(
    () => createPrivateKey(pem.key),
    `--tls-key ${key} holds no private key in PEM form that opens without a passphrase.`,
  )
  if (!shown.checkPrivateKey(own)) throw new Error(`--tls-key ${key} is not the key of --tls-cert ${cert}.`)
  if (shown.validToDate.getTime() < Date.now())
    say(`--tls-cert ${cert} ran out on ${shown.validToDate.toISOString().slice(0, 10)}: browsers will not trust it.`)
  return pem
}

/** The port of a flag, or the sentence that it is none. */
function portOf(flag: string, text: string): number {
  const port = Number(text)
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`${flag} ${text} is not a port from 0 to 65535.`)
  return port
}

/** A line of the log as JSON: when, of which session, and the words. */
function lineOf(line: string): string {
  const [, session = null, said = line] = /^session ([0-9a-z]{8}): ([\s\S]*)$/.exec(line) ?? []
  return JSON.stringify({ at: new Date().toISOString(), session, said })
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length > 0)
    throw new Error(`hub takes flags only, not "${positionals[0]}"; --help says what there is.`)
  const port = portOf('--port', values.port ?? '15000')
  const metricsPort = values['metrics-port'] === undefined ? null : portOf('--metrics-port', values['metrics-port'])
  const publicUrl = values['public-url'] === undefined ? null : originOf(values['public-url'])
  const dataDir = values.data ? resolve(io.cwd, values.data) : join(root, '.samelight')
  const [cert, key] = [values['tls-cert'], values['tls-key']]
  if ((cert === undefined) !== (key === undefined)) throw new Error('--tls-cert and --tls-key go together.')
  const mediaDir = values.media === undefined ? join(root, 'demo', 'clips') : resolve(io.cwd, values.media)
  await needData(dataDir)
  await needFolder(mediaDir)
  const pem = cert && key ? await readTls(resolve(io.cwd, cert), resolve(io.cwd, key), io.err) : null
  const clientDir = join(root, 'dist')
  if (!existsSync(join(clientDir, 'index.html')))
    io.err('The client is not built: links will open nothing. Run `npm run build`, or start with `npm start`.')
  const hub = await startHub({
    port,
    ...(values.host ? { host: values.host } : {}),
    dataDir,
    mediaDir,
    ...(values.session ? { name: values.session, anyMedia: values.media === undefined } : {}),
    clientDir,
    tls: pem,
    trustProxy: values['trust-proxy'] ?? false,
    publicUrl,
    metricsPort,
    log: values['log-json'] ? (line) => io.err(lineOf(line)) : io.err,
    fault: io.fault,
  })
  const { stop } = io
  if (values.json) io.out(JSON.stringify({ url: hub.url, session: hub.session, links: hub.links }))
  const say = values.json ? io.err : io.out
  say(`Samelight is running at ${hub.url} (data in ${dataDir}). One link a role; share them as they are:`)
  if (!values.json) for (const [role, link] of Object.entries(hub.links)) say(`  ${role.padEnd(10)}  ${link}`)
  say('Ctrl+C ends it.')
  await stop
  io.err('Closing …')
  await hub.close()
  return 0
}

export const command: Command = { name: 'hub', doc: 'Starts the hub and prints one link a role.', run }
