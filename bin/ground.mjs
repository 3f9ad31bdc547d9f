/**
 * What every command of the project stands on, in plain JavaScript for any Node from 20 up: install what is missing, find the
 * project's own Node, build the client when it is stale. Everything said here goes to stderr, so that stdout stays the command's.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sizes } from './sizes.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(root, ...parts)

/** One line of progress, on stderr. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Ends the process with one sentence. */
export function stop(sentence) {
  say(`samelight: ${sentence}`)
  process.exit(1)
}

const hashOf = (...texts) => texts.reduce((h, t) => h.update(t).update('\0'), createHash('sha256')).digest('hex')
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** The project's own Node (the npm package `node`), which runs TypeScript as it is. */
export function nodePath() {
  const own = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(own) ? own : null
}

/**
 * The environment of a child: the project's binaries first on PATH, and a folder where Node keeps what it has compiled, so that a hub that was
 * killed is back in half the time.
 */
export function childEnv(extra = {}) {
  const sep = process.platform === 'win32' ? ';' : ':'
  const PATH = `${at('node_modules', '.bin')}${sep}${process.env.PATH ?? ''}`
  return { NODE_COMPILE_CACHE: at('node_modules', '.samelight-compiled'), ...process.env, PATH, ...extra }
}

/** Installs the dependencies of package-lock.json unless they are there; idempotent and quick the second time. */
export function install() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) stop(`Node ${process.versions.node} is too old: Node 20 or newer is needed.`)
  const stamp = at('node_modules', '.samelight-installed')
  const want = hashOf(read(at('package.json')), read(at('package-lock.json')))
  if (read(stamp) === want && nodePath()) return
  // npm ci empties the folder first, through the link: what it points at is somebody else's.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    stop(
      'node_modules is a symbolic link, and installing would empty what it points at: remove the link, or copy the folder.',
    )
  const { packages = {} } = JSON.parse(read(at('package-lock.json')) || '{}')
  say(
    `Installing ${Object.keys(packages).length - 1} npm packages into node_modules, as package-lock.json names them (once, about half a minute) …`,
  )
  // npm is a script beside the running Node or on PATH; NODE_ENV=production would leave out what builds and tests need.
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_ENV: '' },
  })
  if (done.error) stop(`npm could not be started: ${done.error.message}.`)
  if (done.status !== 0) stop(`npm ci ended with ${done.status ?? done.signal}; its own words stand above.`)
  if (!nodePath()) {
    // An npm that was told not to run install scripts leaves the package `node` without its binary: run that one script.
    const script = at('node_modules', 'node', 'installArchSpecificPackage.js')
    if (existsSync(script))
      spawnSync(process.execPath, [script], { cwd: at('node_modules', 'node'), stdio: ['ignore', 2, 2] })
  }
  if (!nodePath())
    stop('the npm package "node" brought no binary for this machine; allow its install script and try again.')
  writeFileSync(stamp, want)
}

function* filesUnder(path) {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) yield path
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/**
 * Builds the client into dist/ unless it was built from the same sources. It is made beside and moved into place whole, so that a hub that
 * is serving dist/, or another start at the same moment, never meets half a client.
 */
export function build() {
  const sources = ['client', 'shared', 'index.html', 'vite.config.ts', 'package-lock.json', 'tsconfig.json']
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of filesUnder(at(source))) hash.update(file.slice(root.length)).update(readFileSync(file))
  const want = hash.digest('hex')
  const dist = at('dist')
  if (read(join(dist, '.built-from')) === want) return
  say('Building the client …')
  const began = performance.now()
  const [beside, old] = ['new', 'old'].map((name) => at('node_modules', `.samelight-${name}-${process.pid}`))
  const vite = [
    at('node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
    '--manifest',
    '--outDir',
    beside,
  ]
  // Vite would leave its compile cache in the machine's temporary folder.
  // A test that builds is itself no reason to build React's slow half.
  const env = childEnv({ NODE_DISABLE_COMPILE_CACHE: '1', NODE_ENV: 'production' })
  const done = spawnSync(nodePath(), vite, { cwd: root, stdio: ['ignore', 2, 2], env })
  if (done.status !== 0) {
    rmSync(beside, { recursive: true, force: true })
    stop(`the client did not build (vite ended with ${done.status ?? done.signal}).`)
  }
  writeFileSync(join(beside, '.built-from'), want)
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(beside, dist)
  rmSync(old, { recursive: true, force: true })
  say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s: ${sizes(dist)}.`)
}

/** Runs one of the project's TypeScript files under its own Node; resolves with the exit code. Signals are passed on. */
export function runOwn(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', at(file), ...args], {
      cwd: options.cwd ?? root,
      // The channel closes with this process, however it ends: the child then ends too instead of being left behind.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: childEnv(options.env),
    })
    const pass = (signal) => child.kill(signal)
    process.on('SIGTERM', pass)
    // Ctrl+C reaches the whole foreground group by itself; a SIGINT sent to this process alone is passed on all the same.
    process.on('SIGINT', pass)
    child.on('error', (error) => stop(`the project's Node could not be started: ${error.message}.`))
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
  })
}
