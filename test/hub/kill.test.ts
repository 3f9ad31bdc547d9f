/** `kill -9` of a real hub process at the store's own points and at random (must-show 5): what was told saved is there, and the same seat comes back. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { faultPoints } from '../../server/store/store.ts'
import { type Ask, askTicket, bare, nextClient, Plain, until } from './desk.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'samelight-kill-'))
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

interface Running extends Ask {
  readonly child: ChildProcess
  readonly session: string
  readonly gone: () => boolean
}

/** Starts the hub as a process of its own; resolves with its one line of JSON. */
async function start(data: string, port: number, fault = ''): Promise<Running> {
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
  expect(out.trim().split('\n').length).toBe(1)
  return { ...(JSON.parse(out) as Ask & { session: string }), child, gone: () => ended }
}

/** A suite that writes one counter a key and comes back by itself under its seat with a fresh document, as ours does. */
class Writer {
  readonly saved = new Map<string, number>()
  #suite: Plain | null = null
  #seatKey: string | undefined
  #count = 0
  #pending: { key: string; value: number; frame: number }[] = []
  readonly seats = new Set<string>()

  async join(hub: Ask): Promise<void> {
    const client = nextClient()
    const { status, body } = await askTicket(hub, 'colorist', {
      clientIds: { grade: client },
      ...(this.#seatKey ? { seatKey: this.#seatKey } : {}),
    })
    if (status !== 200) throw new Error(`No ticket: ${body.error}`)
    this.#seatKey = body.seatKey
    this.seats.add(body.seat)
    this.#pending = []
    this.#suite = new Plain(hub, body, 'grade', client)
    await this.#suite.synced()
  }

  get map() {
    return this.#suite!.map
  }

  /** One edit; keys are this writer's own, values only grow. */
  write(name: string): void {
    const suite = this.#suite!
    const key = `c.${name}/0/node0001/primaries.gain`
    const value = ++this.#count
    suite.map.set(key, [1, 1, 1, (value % 1024) / 64])
    this.#pending.push({ key, value, frame: suite.sent })
    this.settle()
  }

  settle(): void {
    const { heard } = this.#suite!
    for (const { key, value, frame } of this.#pending)
      if (frame <= heard) this.saved.set(key, Math.max(value, this.saved.get(key) ?? 0))
    this.#pending = this.#pending.filter(({ frame }) => frame > heard)
  }

  leave(): void {
    this.settle()
    this.#suite?.leave()
  }
}

const shown = (value: number): number => (value % 1024) / 64

/** Edits by three suites until the hub is gone; then a fresh hub, and everything that was told saved is there. */
async function survive(name: string, fault: string, killAfterMs: number | null): Promise<void> {
  const data = join(folder, name)
  const port = await freePort()
  const first = await start(data, port, fault)
  const writers = [new Writer(), new Writer(), new Writer()]
  await Promise.all(writers.map((writer) => writer.join(first).catch(() => {})))
  if (killAfterMs !== null) setTimeout(() => first.child.kill('SIGKILL'), killAfterMs)
  for (let round = 0; !first.gone() && round < 3000; round++) {
    for (const [i, writer] of writers.entries()) if (writer.seats.size > 0) writer.write(`clip000${i}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await until('the hub is gone', first.gone)
  for (const writer of writers) writer.leave()
  // At the thirtieth write some edits have long been told; a kill after a few milliseconds may come before the first.
  if (fault) expect(writers.some((writer) => writer.saved.size > 0)).toBe(true)

  const second = await start(data, port)
  expect(second.session).toBe(first.session)
  expect(second.links).toEqual(first.links)
  const reader = await bare(second, 'observer', 'session')
  reader.socket.close()
  for (const [i, writer] of writers.entries()) {
    const seats = writer.seats.size
    await writer.join(second)
    if (seats > 0) expect(writer.seats.size, 'the same seat comes back').toBe(1)
    const key = `c.clip000${i}/0/node0001/primaries.gain`
    const kept = writer.map.get(key)?.[3] ?? 0
    const told = writer.saved.get(key) ?? 0
    // Later edits may have reached the disk without anybody having been told: that is no loss.
    expect(told === 0 || (kept as number) >= shown(told), `told ${shown(told)}, kept ${kept}`).toBe(true)
    writer.write(`clip000${i}`)
    await until('it is saved', () => {
      writer.settle()
      return writer.saved.has(key)
    })
  }
  for (const writer of writers) writer.leave()
  second.child.kill('SIGTERM')
  await until('the hub has closed', second.gone)
  expect(second.child.exitCode).toBe(0)
}

describe('kill -9', () => {
  it.each(faultPoints)('[HUB16] %s: what was told saved is there, the same seats come back', async (point) => {
    // The first writes are the session itself and the seats.
    await survive(`fault-${point}`, `${point}:30`, null)
  })

  it.each([7, 60, 190, 410])('[HUB16] after %i ms of edits', async (ms) => {
    await survive(`random-${ms}`, '', ms)
  })

  it('[HUB16] while the session is being made: it is made at the next start', async () => {
    const data = join(folder, 'first')
    const port = await freePort()
    await expect(start(data, port, 'before-commit:1')).rejects.toThrow('ended')
    const hub = await start(data, port)
    const reader = await bare(hub, 'observer', 'session')
    reader.socket.close()
    hub.child.kill('SIGINT')
    await until('the hub has closed', hub.gone)
    expect(hub.child.exitCode).toBe(0)
  })
})
