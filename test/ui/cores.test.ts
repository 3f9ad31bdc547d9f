import { describe, expect, it } from 'vitest'
import { type BandWorker, bandOf } from '../../client/viewer/bands.ts'
import { type Band, BIG, createCores } from '../../client/viewer/cores.ts'
import { quantise } from '../../shared/render/digest.ts'
import { executorOf } from '../../shared/render/executor.ts'
import { fail, take } from '../../shared/render/ledger.ts'
import { createHand, type Part } from '../../shared/render/part.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'

const [width, height] = [500, BIG / 500]
const LEVEL = `c.${CLIP}/0`
/** A picture sharpened, and after it a gain; `held`: cut at the gain, as under the fingers. */
const graded = (gain: number, size: readonly [number, number] = [width, height], held = false) =>
  compilePlan({
    session: session(...size),
    entries: grade(
      ...node(LEVEL, 'aaaaaaaa', { 'sharpen.amount': [0.5] }),
      ...node(LEVEL, 'bbbbbbbb', { 'primaries.gain': [gain, 1, 1, 1] }),
    ),
    clip: CLIP,
    frame: 0,
    ...(held ? { held: { level: LEVEL, node: 'bbbbbbbb' } } : {}),
  })
const plan = graded(1.2)
/** A whole frame has a name, one reduced for a preview has none. */
const source = { ...codeFrame(width, height, 3), source: 'full' }
const fresh = createWasm({ shelf: 0 })
const truth = Buffer.from(quantise(fresh.render(plan, source)).buffer)
/** Bit for bit; a matcher takes seconds over so many values. */
const asTruth = (codes: Uint16Array<ArrayBuffer>) => truth.equals(Buffer.from(codes.buffer))

/** A worker on this thread that gets what a message would carry; `faulty` throws, `silent` never answers. */
class FakeWorker implements BandWorker {
  onmessage: BandWorker['onmessage'] = null
  onmessageerror: BandWorker['onmessageerror'] = null
  onerror: BandWorker['onerror'] = null
  parts = 0
  ended = false
  faulty = false
  silent = false
  readonly #work = createHand()

  stand(): void {
    this.onmessage?.({ data: null } as MessageEvent<null>)
  }
  fall(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent)
  }
  postMessage(part: Part): void {
    this.parts++
    const copy = structuredClone(part)
    queueMicrotask(() => {
      if (this.silent || this.ended) return
      if (this.faulty) return this.fall('out of memory')
      this.#work(copy)
      this.stand()
    })
  }
  terminate(): void {
    this.ended = true
  }
}

/** `instead`: what becomes of a part in place of the worker. */
function room(workers: readonly FakeWorker[], patience?: number, instead?: (part: Part) => Promise<void>) {
  const wasm = createWasm()
  const told: [number, string | null][] = []
  const alone: number[] = []
  let opened = 0
  const one = executorOf('wasm', (p, s) => {
    alone.push(p.width)
    return wasm.render(p, s)
  })
  const open = (): readonly Band[] => {
    opened++
    return workers.map((worker) => {
      const band = bandOf(worker, patience)
      if (!instead) return band
      worker.stand()
      return { ...band, send: instead }
    })
  }
  const cores = createCores({ one, open, tell: (...what) => told.push(what), patience: patience ?? 20_000 })
  return { cores, told, alone, opened: () => opened }
}
const parts = (workers: readonly FakeWorker[]) => workers.map((worker) => worker.parts)

describe('[UI78] big pictures on all cores', () => {
  it('[UI78] are drawn on one until all workers stand, then by all, to the same bits', async () => {
    const workers = [new FakeWorker(), new FakeWorker(), new FakeWorker()]
    const { cores, told, alone, opened } = room(workers)
    expect(opened()).toBe(0)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    workers[0]!.stand()
    workers[1]!.stand()
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect([alone.length, parts(workers), told]).toEqual([2, [0, 0, 0], []])
    workers[2]!.stand()
    await new Promise(setImmediate)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect([alone.length, told, opened()]).toEqual([2, [[4, null]], 1])
    for (const count of parts(workers)) expect(count).toBeGreaterThan(2)
  })

  it('[UI78] what is smaller is drawn on one; what is drawn again under the fingers by all, which keep what stands before the node', async () => {
    const workers = [new FakeWorker(), new FakeWorker()]
    const { cores, alone } = room(workers)
    await cores.frame(plan, source)
    for (const worker of workers) worker.stand()
    await new Promise(setImmediate)
    const small = graded(1.1, [width, height - 1])
    await cores.frame(small, codeFrame(width, height - 1, 3))
    expect([alone.length, parts(workers)]).toEqual([2, [0, 0]])
    const preview = { ...source, source: '' }
    const held = (gain: number) => graded(gain, [width, height], true)
    const costs: number[] = []
    for (const gain of [1.2, 1.2, 1.3, 1.2]) {
      const before = parts(workers)[0]!
      const codes = await cores.frame(held(gain), preview)
      if (gain === 1.2) expect(asTruth(codes)).toBe(true)
      costs.push(parts(workers)[0]! - before)
    }
    expect(alone).toHaveLength(2)
    // The first picture of a frame keeps nothing, the second puts down what the third finds there.
    expect(costs[1]).toBe(costs[0])
    expect(costs[2]).toBeLessThan(costs[0]!)
    expect(costs[3]).toBe(costs[2])
  })

  it('[UI78] a worker that fails, before it stands or at work, costs no picture and is told once', async () => {
    for (const when of ['start', 'work'] as const) {
      const workers = [new FakeWorker(), new FakeWorker()]
      const { cores, told, alone } = room(workers)
      await cores.frame(plan, source)
      workers[0]!.stand()
      if (when === 'start') workers[1]!.fall('')
      else workers[1]!.stand()
      workers[1]!.faulty = true
      await new Promise(setImmediate)
      // Two asked for at once, as of a picture and a pair.
      for (const codes of await Promise.all([cores.frame(plan, source), cores.frame(plan, source)]))
        expect(asTruth(codes)).toBe(true)
      expect(asTruth(await cores.frame(plan, source))).toBe(true)
      const why = when === 'start' ? 'it does not start' : 'out of memory'
      expect(told.at(-1)).toEqual([
        1,
        `Pictures are drawn on one core from now on: a worker on another core failed (${why}).`,
      ])
      // This thread has done all before the worker has begun: its fault is the next picture's.
      expect([alone.length, told.length]).toEqual(when === 'start' ? [4, 1] : [3, 2])
      expect(workers.map(({ ended }) => ended)).toEqual([true, true])
    }
  })

  it('[UI78] nobody waits for a worker that has taken nothing; after a while it is given up', async () => {
    const workers = [new FakeWorker(), new FakeWorker()]
    const { cores, told } = room(workers, 300)
    await cores.frame(plan, source)
    for (const worker of workers) worker.stand()
    await new Promise(setImmediate)
    workers[1]!.silent = true
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(told).toEqual([[3, null]])
    await expect.poll(() => workers[1]!.ended).toBe(true)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(told).toMatchObject([
      [3, null],
      [1, expect.stringContaining('it does not answer')],
    ])
  })

  it('[UI78] a worker that never ends its piece is given up, and the picture is drawn on one', async () => {
    const { cores, told } = room([new FakeWorker()], 100, (part) => {
      take(part.ledger)
      return new Promise(() => undefined)
    })
    await cores.frame(plan, source)
    await new Promise(setImmediate)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(told).toMatchObject([[1, expect.stringContaining('it does not answer')]])
  })

  it('[UI78] a worker that fails at its piece has nobody wait for it, and the picture is drawn on one', async () => {
    const { cores, told } = room([new FakeWorker()], 60_000, async (part) => {
      take(part.ledger)
      fail(part.ledger)
      throw new Error('out of memory')
    })
    await cores.frame(plan, source)
    await new Promise(setImmediate)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(told).toMatchObject([[1, expect.stringContaining('out of memory')]])
  })

  it('[UI78] where a browser has no second core to give, one draws', async () => {
    const { cores, told, opened } = room([])
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect([told, opened()]).toEqual([[], 1])
  })
})
