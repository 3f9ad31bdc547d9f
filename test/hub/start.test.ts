/** `npm start` as a stranger runs it: the command itself, its one line, its links, its refusals and its end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { printJson } from '../bench/figure.ts'
import { benches } from '../bench/index.ts'
import { openHub, until } from './desk.ts'

const script = fileURLToPath(new URL('../../bin/start.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'samelight-start-'))
/** Where what is started puts its own temporary files. */
const temporary = join(folder, 'tmp')
mkdirSync(temporary)
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) process.kill(-child.pid!, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Resolves with the exit status when all of it is over. */
  readonly over: Promise<number | null>
}

/** Runs the command in a process group of its own, as a terminal does. */
function start(file: string, ...args: readonly string[]): Started {
  const child = spawn(process.execPath, [file, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  })
  running.add(child)
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString()
  })
  const over = new Promise<number | null>((done) => {
    child.on('close', (code) => {
      running.delete(child)
      done(code)
    })
  })
  return { child, out: () => out, err: () => err, over }
}

interface Line {
  readonly url: string
  readonly session: string
  readonly links: Readonly<Record<string, string>>
}

/** Waits until the hub says that it runs. */
async function up(started: Started): Promise<void> {
  await until(
    'the hub runs',
    () => `${started.out()}${started.err()}`.includes('Ctrl+C') || started.child.exitCode !== null,
  )
  if (started.child.exitCode !== null) throw new Error(`It ended with ${started.child.exitCode}: ${started.err()}`)
}

/** Listens on a port, 0 for any; rejects where somebody else does. */
async function listen(port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done))
  return server
}
const shut = (server: Server): Promise<unknown> => new Promise((done) => server.close(done))
const portOf = (server: Server): number => (server.address() as { port: number }).port

/** Ctrl+C in a terminal: every process of the group gets it, and the command passes it on besides. */
const press = ({ child }: Started): boolean => process.kill(-child.pid!, 'SIGINT')

describe('npm start', () => {
  it('[START5] scripts go out packed to who takes them so, and are the same bytes', async () => {
    const client = join(folder, 'client', 'assets')
    mkdirSync(client, { recursive: true })
    const text = `export const words = '${'the same light in every room, '.repeat(400)}'`
    writeFileSync(join(client, 'a.js'), text)
    const hub = await openHub({ clientDir: join(folder, 'client') })
    const ask = async (encoding: string) => {
      const answer = await fetch(`${hub.url}/assets/a.js`, { headers: { 'accept-encoding': encoding } })
      const { headers } = answer
      return [headers.get('content-encoding'), Number(headers.get('content-length')), await answer.text()] as const
    }
    expect(await ask('identity')).toEqual([null, text.length, text])
    for (const said of [text, `${text}\n`]) {
      writeFileSync(join(client, 'a.js'), said)
      const [encoding, length, got] = await ask('gzip, br')
      expect([encoding, got]).toEqual(['gzip', said])
      expect(length).toBeLessThan(text.length / 10)
    }
    await hub.close()
  })

  it('[START2] where the command is killed its hub closes too, and is not left behind', async () => {
    const server = await listen(0)
    const port = portOf(server)
    await shut(server)
    const data = join(folder, 'orphan')
    const started = start(script, '--json', '--port', `${port}`, '--data', data)
    await up(started)
    started.child.kill('SIGKILL')
    // Standard output closes when the last process that holds it has ended: the hub.
    await started.over
    expect(started.err()).toContain('Closing')
    expect(readdirSync(data).filter((name) => name.endsWith('-wal'))).toEqual([])
    await shut(await listen(port))
  })

  it('[START1] [START2] [START3] one line of JSON, a clean end on Ctrl+C, the same links the next time', async () => {
    const server = await listen(0)
    const port = portOf(server)
    await shut(server)
    const args = ['--json', '--port', `${port}`, '--data', join(folder, 'data')]
    const lines: Line[] = []
    for (let i = 0; i < 2; i++) {
      const started = start(script, ...args)
      await up(started)
      const page = await fetch(`http://127.0.0.1:${port}/`)
      expect([page.status, (await page.text()).includes('Samelight')]).toEqual([200, true])
      press(started)
      expect(await started.over).toBe(0)
      expect(started.err()).toContain('Closing')
      // SQLite puts its log away when it is closed; a process that was killed leaves it.
      expect(readdirSync(join(folder, 'data')).filter((name) => name.endsWith('-wal'))).toEqual([])
      await shut(await listen(port))
      expect(started.out()).toMatch(/^\{.*\}\n$/)
      lines.push(JSON.parse(started.out()) as Line)
      if (i > 0) expect(started.err()).not.toMatch(/Installing|Preparing/)
    }
    const [first, second] = lines
    expect(Object.keys(first!)).toEqual(['url', 'session', 'links'])
    expect(first!.url).toBe(`http://127.0.0.1:${port}`)
    expect(Object.keys(first!.links)).toEqual(['colorist', 'client', 'supervisor', 'engineer', 'observer'])
    for (const link of Object.values(first!.links))
      expect(link).toMatch(new RegExp(`^${first!.url}/s/${first!.session}#[\\w-]{20,}$`))
    expect(new Set(Object.values(first!.links)).size).toBe(5)
    expect(second).toEqual(first)
  })

  it('[START1] without --json the links of the demo session are printed, one a role', async () => {
    const started = start(script, '--port', '0', '--data', join(folder, 'plain'))
    await up(started)
    process.kill(started.child.pid!, 'SIGINT')
    expect(await started.over).toBe(0)
    const links = [...started.out().matchAll(/^ {2}(\w+) +(http:\/\/127\.0\.0\.1:\d+\/s\/\w+#[\w-]+)$/gm)]
    expect(links.map(([, role]) => role)).toEqual(['colorist', 'client', 'supervisor', 'engineer', 'observer'])
  })

  it('[START4] what cannot be is one sentence on stderr, and another status than 0', async () => {
    const busy = await listen(0)
    const file = join(folder, 'file.mp4')
    writeFileSync(file, 'no footage')
    const data = ['--data', join(folder, 'refused')]
    const refused: [readonly string[], RegExp][] = [
      [['--port', `${portOf(busy)}`, ...data], /^Port \d+ is in use: .*\.$/],
      [
        ['--port', '0', '--data', join(file, 'data')],
        /^The data folder .* cannot be written: a file stands in its path\.$/,
      ],
      [['--port', '0', '--data', file], /^The data folder .* cannot be written: it is a file\.$/],
      [['--port', '0', ...data, '--media', join(folder, 'none')], /^There is no media folder .*none\.$/],
      [['--port', '0', ...data, '--media', file], /^The media folder .* is a file; name the folder it lies in\.$/],
      [['--port', '70000', ...data], /^--port 70000 is not a port from 0 to 65535\.$/],
      [['--prot', '3'], /^There is no flag --prot; --help says what there is\.$/],
      [['--port', '--json'], /^--port wants a value; --help says what there is\.$/],
      [['here'], /^hub takes flags only, not "here"; --help says what there is\.$/],
    ]
    for (const [args, sentence] of refused) {
      const started = start(script, ...args)
      expect(await started.over, args.join(' ')).toBe(1)
      expect(started.out()).toBe('')
      expect(started.err().trimEnd().split('\n').at(-1)).toMatch(sentence)
      expect(started.err()).not.toMatch(/\n\s+at /)
    }
    await shut(busy)
  })
})

describe('a folder of packages that is somebody else’s', () => {
  it('[START7] is not installed into through a symbolic link', async () => {
    const [own, theirs] = [join(folder, 'linked'), join(folder, 'theirs')]
    mkdirSync(own, { recursive: true })
    mkdirSync(theirs)
    cpSync(dirname(script), join(own, 'bin'), { recursive: true })
    for (const name of ['package.json', 'package-lock.json'])
      writeFileSync(
        join(own, name),
        name === 'package.json' ? '{"name":"x","version":"1.0.0"}' : '{"packages":{"":{}}}',
      )
    writeFileSync(join(theirs, 'theirs.txt'), 'kept')
    symlinkSync(theirs, join(own, 'node_modules'))
    const { err, over } = start(join(own, 'bin', 'samelight.mjs'), 'check', folder)
    expect(await over).toBe(1)
    expect(err()).toContain('node_modules is a symbolic link')
    expect(readdirSync(theirs)).toEqual(['theirs.txt'])
  })
})

describe('npm run bench', () => {
  const bench = (...args: readonly string[]) =>
    start(fileURLToPath(new URL('../bench/main.ts', import.meta.url)), '--json', ...args)

  it('[START6] one line of JSON a figure, those whose names begin as asked, and nothing left behind', async () => {
    const started = bench('drag.d')
    expect(await started.over).toBe(0)
    expect(readdirSync(temporary)).toEqual([])
    const lines = started.out().trimEnd().split('\n')
    expect(lines.length).toBe(1)
    const figure = JSON.parse(lines[0]!) as Record<string, unknown>
    expect(Object.keys(figure)).toEqual(['name', 'value', 'unit', 'peer', 'peerValue', 'ratio', 'note'])
    expect(figure.name).toBe('drag.document')
    expect(figure.ratio).toBe((figure.value as number) / (figure.peerValue as number))
    expect(Object.keys(JSON.parse(printJson({ name: 'a.b', value: 1, unit: 'ms', note: 'alone' })))).toEqual([
      'name',
      'value',
      'unit',
      'note',
    ])
  })

  it('[START6] a name that begins nothing is refused, and all that is known is named', async () => {
    const started = bench('engine', 'nope')
    expect(await started.over).toBe(1)
    expect(started.out()).toBe('')
    expect(started.err()).toContain('nothing begins with nope')
    for (const { names } of benches) for (const name of names) expect(started.err()).toContain(name)
  })
})
