/**
 * Time and chance of one run: every timer, clock and random byte of the process comes from here while a world stands, so that a seed says all.
 * Import it before anything that keeps a clock of its own (lib0 does).
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { type Draw, seeded } from '../kit/seed.ts'

interface Job {
  readonly at: number
  readonly order: number
  readonly call: () => void
  gone: boolean
}

/** What a timer function answers: enough of Node's own for whoever holds it. */
class Handle {
  job: Job | null = null
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  hasRef(): boolean {
    return true
  }
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  dateNow: Date.now,
  performanceNow: performance.now.bind(performance),
  randomBytes: crypto.randomBytes,
  threadCpuUsage: process.threadCpuUsage.bind(process),
}

let current: World | null = null

/** The platform's own clock, for measuring while a world stands. */
export const realNow = real.performanceNow
/** Processor time of this thread, milliseconds. */
export const realSpent = (): number => {
  const { user, system } = real.threadCpuUsage()
  return (user + system) / 1000
}
export const realTurn = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve))

export class World {
  /** Milliseconds since the world began. */
  now = 0
  /** Events so far. */
  count = 0
  readonly draw: Draw
  readonly #heap: Job[] = []
  #order = 0
  #failure: Error | null = null

  constructor(seed: number) {
    this.draw = seeded(seed)
  }

  /** From now on the process's clocks and timers are this world's, until `end`. */
  begin(): void {
    current = this
  }
  end(): void {
    this.#heap.length = 0
    if (current === this) current = null
  }

  /** The first failure stands; the run stops at it. */
  fail(why: unknown): void {
    this.#failure ??= why instanceof Error ? why : new Error(String(why))
  }

  after(ms: number, call: () => void): Job {
    const job = { at: this.now + Math.max(0, ms), order: this.#order++, call, gone: false }
    this.#push(job)
    return job
  }

  /** Lets `ms` milliseconds pass, event by event, promises settled after each. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms
    await realTurn()
    for (let job = this.#heap[0]; job && job.at <= end; job = this.#heap[0]) {
      this.#pop()
      if (job.gone) continue
      this.now = Math.max(this.now, job.at)
      this.count++
      job.call()
      await realTurn()
      if (this.#failure) throw this.#failure
    }
    this.now = end
    if (this.#failure) throw this.#failure
  }

  /** Lets time pass until it is so; false where it is not after `ms`. */
  async until(ready: () => boolean, ms = 60_000): Promise<boolean> {
    const end = this.now + ms
    while (!ready()) {
      if (this.now >= end) return false
      await this.pass(20)
    }
    return true
  }

  /** A promise's value, time passing until it is there. */
  async wait<T>(promise: Promise<T>, ms = 60_000): Promise<T> {
    let done: { value: T } | { error: unknown } | null = null
    promise.then(
      (value) => {
        done = { value }
      },
      (error: unknown) => {
        done = { error }
      },
    )
    if (!(await this.until(() => done !== null, ms))) throw new Error(`A promise was still open after ${ms} ms.`)
    const settled = done as unknown as { value: T } | { error: unknown }
    if ('error' in settled) throw settled.error
    return settled.value
  }

  #before(a: Job, b: Job): boolean {
    return a.at < b.at || (a.at === b.at && a.order < b.order)
  }
  #push(job: Job): void {
    const heap = this.#heap
    let i = heap.push(job) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.#before(job, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = job
  }
  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (heap.length === 0 || !last) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child++
      if (!this.#before(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
  }
}

type Call = (...args: unknown[]) => void

function later(world: World, ms: number, call: Call, args: unknown[]): Handle {
  const handle = new Handle()
  handle.job = world.after(ms, () => call(...args))
  return handle
}

function clear(handle: unknown, otherwise: (handle: never) => void): void {
  if (!(handle instanceof Handle)) otherwise(handle as never)
  else if (handle.job) handle.job.gone = true
}

/** A timer of a world that has ended is nobody's: what was begun in one run never reaches the next. */
Object.assign(globalThis, {
  setTimeout: (call: Call, ms = 0, ...args: unknown[]) =>
    current ? later(current, ms, call, args) : real.setTimeout(call, ms, ...args),
  clearTimeout: (handle: unknown) => clear(handle, real.clearTimeout),
  setImmediate: (call: Call, ...args: unknown[]) =>
    current ? later(current, 0, call, args) : real.setImmediate(call, ...args),
  clearImmediate: (handle: unknown) => clear(handle, real.clearImmediate),
  setInterval: (call: Call, ms = 0, ...args: unknown[]) => {
    const world = current
    if (!world) return real.setInterval(call, ms, ...args)
    const handle = new Handle()
    const tick = (): void => {
      handle.job = world.after(Math.max(1, ms), tick)
      call(...args)
    }
    handle.job = world.after(Math.max(1, ms), tick)
    return handle
  },
  clearInterval: (handle: unknown) => clear(handle, real.clearInterval),
})
Date.now = () => (current ? current.now : real.dateNow())
performance.now = () => (current ? current.now : real.performanceNow())
process.threadCpuUsage = (before) => (current ? { user: 0, system: 0 } : real.threadCpuUsage(before))
const randomBytes = (size: number): Buffer => {
  if (!current) return real.randomBytes(size)
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = current.draw(256)
  return bytes
}
Object.assign(crypto, { randomBytes })
syncBuiltinESMExports()

// Each provider of y-websocket listens for the process's end.
process.setMaxListeners(0)
process.on('unhandledRejection', (error) => {
  if (current) current.fail(error)
})
