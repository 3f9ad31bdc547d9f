/** `kill -9` of a hub process at random instants while five suites edit, again and again on one data folder: what was told saved, or shown to anybody else, is there afterwards. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as decoding from 'lib0/decoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import type { Timers } from '../../shared/suite/timers.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'
import type { Ask } from '../hub/desk.ts'
import { freePort } from '../hub/process.ts'
import { type Draw, seeded } from '../kit/seed.ts'
import { until } from '../kit/suite.ts'

/** A clock's time for waiting: suites come back in a fifth of a person's patience, so that a thousand deaths take minutes. */
const hurried = 5
const timers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms / hurried)
    return () => clearTimeout(timer)
  },
  every(ms, call) {
    const timer = setInterval(call, ms)
    return () => clearInterval(timer)
  },
}

/** A hub's process, alive with its modules, before and after the word. */
class Spare {
  readonly child: ChildProcess
  #out = ''
  #err = ''
  constructor() {
    const file = fileURLToPath(new URL('./spare.ts', import.meta.url))
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file])
    this.child.stdout?.on('data', (part: Buffer) => {
      this.#out += part.toString()
    })
    this.child.stderr?.on('data', (part: Buffer) => {
      this.#err += part.toString()
    })
    // A word to one that is being killed meets a closed pipe; whether it lives is asked of `gone`.
    this.child.stdin?.on('error', () => {})
  }
  get gone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }
  /** Opens the data folder and the port; resolves with what it says. */
  async go(data: string, port: number): Promise<Ask & { readonly openMs: number }> {
    await until('the spare hub has loaded', () => this.#out.includes('ready\n') || this.gone)
    const began = performance.now()
    this.child.stdin?.write(`${JSON.stringify({ data, port })}\n`)
    await until('the hub has said where it is', () => this.#out.split('\n').length > 2 || this.gone)
    const line = this.#out.split('\n')[1]
    if (!line) throw new Error(`The hub ended: ${this.#err}`)
    return { ...(JSON.parse(line) as Ask), openMs: performance.now() - began }
  }
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await until('the hub is gone', () => this.gone)
  }
}

type Clocks = Map<string, number>
const raise = (clocks: Clocks, document: string, update: Uint8Array): void => {
  for (const [client, clock] of Y.parseUpdateMeta(update).to) {
    const slot = `${document} ${client}`
    clocks.set(slot, Math.max(clocks.get(slot) ?? 0, clock))
  }
}

/** What the hub has promised: by its word `saved`, and by showing one's work to others. */
class Ledger {
  readonly told: Clocks = new Map()
  readonly shown: Clocks = new Map()
  readonly broken: string[] = []
  #before: readonly (readonly [string, Clocks])[] = []

  /** A hub has died: what it promised is held against all after it. What the next one promises meanwhile it may say it has a moment later. */
  close(): void {
    this.#before = [
      ['told saved', new Map(this.told)],
      ['shown to others', new Map(this.shown)],
    ]
  }

  /** A hub says what it has: everything promised by those before it is in it. */
  hold(document: string, vector: Uint8Array): void {
    const has = Y.decodeStateVector(vector)
    for (const [what, clocks] of this.#before)
      for (const [slot, clock] of clocks) {
        const [name, client] = slot.split(' ')
        const now = has.get(Number(client)) ?? 0
        if (name === document && now < clock)
          this.broken.push(`${document}: ${client} was ${what} up to ${clock}, and the hub has ${now}.`)
      }
  }
}

/** ws's socket with the ledger's ears. */
function listening(ledger: Ledger): typeof globalThis.WebSocket {
  class Heard extends WebSocket {
    readonly #frames: Uint8Array[] = []
    readonly #document: string
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.#document = String(url).replace(/^.*\//, '')
      this.on('message', (data: Buffer | ArrayBuffer) => this.#hear(new Uint8Array(data)))
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && data[0] === 0 && data[1] !== 0) this.#frames.push(payload(data))
      super.send(data)
    }
    #hear(frame: Uint8Array): void {
      if (frame[0] === 0 && frame[1] === 0) ledger.hold(this.#document, payload(frame))
      else if (frame[0] === 0) raise(ledger.shown, this.#document, payload(frame))
      const message = frame[0]! >= 100 ? decodeMessage(frame) : null
      if (message?.kind === 'saved')
        for (const update of this.#frames.splice(0, message.heard - this.#heard)) {
          this.#heard++
          raise(ledger.told, this.#document, update)
        }
    }
    #heard = 0
  }
  return Heard as unknown as typeof globalThis.WebSocket
}

function payload(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}

export interface Killed {
  readonly kills: number
  readonly edits: number
  /** Of them, in how many lives somebody was told "saved". */
  readonly told: number
  /** Edits that somebody was told are saved, or saw of another, and that a later hub did not have: none, or the run has failed. */
  readonly lost: number
  readonly shownThenLost: number
  /** Milliseconds from the word to a hub that is loaded to its address, median and slowest. */
  readonly openMs: number
  readonly openMaxMs: number
  /** Milliseconds from the death of a hub to all five suites live on the next, median, of a hundred the second slowest, and the slowest. */
  readonly backMs: number
  readonly backP99Ms: number
  readonly backMaxMs: number
}

const names = ['Ann', 'Ben', 'Cy', 'Dee', 'Eli']

/** Throws where a promise was broken or an edit is missing at the end. */
export async function kill(
  seed: number,
  kills: number,
  tell: (done: number, edits: number) => void = () => {},
): Promise<Killed> {
  const draw = seeded(seed)
  const data = mkdtempSync(join(tmpdir(), 'samelight-kills-'))
  const suites: Suite[] = []
  let [hub, next] = [new Spare(), new Spare()]
  try {
    const port = await freePort()
    const folder = join(data, 'hub')
    const asked = await hub.go(folder, port)
    const ledger = new Ledger()
    for (const name of names) suites.push(await enter(asked, name, draw, ledger))
    const edited = new Map<string, number>()
    const [backs, opens]: [number[], number[]] = [[], []]
    let [told, count] = [0, 0]
    for (let life = 0; life < kills; life++) {
      const before = ledger.told.size === 0 ? 0 : sum(ledger.told)
      const dieAt = performance.now() + draw(draw(4) === 0 ? 20 : 250)
      while (performance.now() < dieAt) {
        for (const [i, suite] of suites.entries()) {
          if (draw(3) === 0) continue
          count++
          const clip = suite.session.timeline.clips[0]!.id
          const key = `c.${clip}/0/${names[i]!.toLowerCase().padEnd(6, '0')}${draw(90) + 10}/primaries.gain`
          const refused = suite.edit(`c.${clip}`, 'Gain', (grade) => grade.put(key, [1, (count % 16_000) / 1024, 1, 1]))
          if (refused) throw new Error(refused.sentence)
          edited.set(key, (count % 16_000) / 1024)
        }
        await new Promise((resolve) => setTimeout(resolve, draw(6)))
      }
      const died = performance.now()
      await hub.kill()
      if (sum(ledger.told) > before) told++
      ledger.close()
      hub = next
      next = new Spare()
      opens.push(await hub.go(folder, port).then(({ openMs }) => openMs))
      // Sometimes the next death comes before anybody is back.
      if (draw(6) > 0) {
        await until('all are live again', () => suites.every(({ link }) => link.kind === 'live'))
        backs.push(performance.now() - died)
      }
      if (ledger.broken.length > 0) throw new Error(`After ${life + 1} kills: ${ledger.broken[0]}`)
      tell(life + 1, count)
    }
    const whole = (suite: Suite): boolean =>
      suite.link.kind === 'live' && [...edited].every(([key, red]) => suite.entries.get(key)?.[1] === red)
    await until('every edit is everywhere', () => suites.every(whole))
    if (ledger.broken.length > 0) throw new Error(ledger.broken[0])
    const [open, back] = [spread(opens), spread(backs)]
    return {
      ...{ kills, edits: count, told, lost: 0, shownThenLost: 0, openMs: open.p50, openMaxMs: open.max },
      ...{ backMs: back.p50, backP99Ms: back.p99, backMaxMs: back.max },
    }
  } finally {
    for (const suite of suites) suite.leave()
    await Promise.all([hub.kill(), next.kill()])
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
}

function spread(times: readonly number[]): { readonly p50: number; readonly p99: number; readonly max: number } {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

const sum = (clocks: Clocks): number => [...clocks.values()].reduce((all, one) => all + one, 0)

async function enter(hub: Ask, name: string, draw: Draw, ledger: Ledger): Promise<Suite> {
  const link = parseLink(hub.links.colorist)
  if (typeof link === 'string') throw new Error(link)
  return await joinSuite({
    ...link,
    name,
    WebSocket: listening(ledger),
    fetch,
    clock: () => performance.now(),
    random: () => draw(0x40000000) / 0x40000000,
    engine: ENGINE_VERSION,
    timers,
  })
}
