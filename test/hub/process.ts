/** A hub as a process of its own, for tests that kill it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Ask, until } from './desk.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const running = new Set<ChildProcess>()

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

export interface Running extends Ask {
  readonly child: ChildProcess
  readonly session: string
  readonly gone: () => boolean
}

/** Starts the hub with the demo session; resolves with its one line of JSON. `fault`: where it dies, `before-commit:7`. */
export async function start(data: string, port: number, fault = ''): Promise<Running> {
  const child = spawn(process.execPath, [main, 'hub', '--port', `${port}`, '--data', data, '--json'], {
    env: { ...process.env, SAMELIGHT_FAULT: fault },
  })
  running.add(child)
  let [out, err, ended] = ['', '', false]
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString()
  })
  child.on('exit', () => {
    ended = true
    running.delete(child)
  })
  await until('the hub has said where it is', () => out.includes('\n') || ended)
  if (!out.includes('\n')) throw new Error(`The hub ended: ${err}`)
  if (out.trim().split('\n').length !== 1) throw new Error(`More than one line: ${out}`)
  return { ...(JSON.parse(out) as Ask & { session: string }), child, gone: () => ended }
}

/** Ends what a failed test has left running. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL')
}
