import { describe, expect, it } from 'vitest'
import { type BandWorker, bandOf } from '../../client/viewer/bands.ts'
import { type Band, BIG, createCores } from '../../client/viewer/cores.ts'
import { quantise } from '../../shared/render/digest.ts'
import { executorOf } from '../../shared/render/executor.ts'
import { createHand, type Part } from '../../shared/render/part.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'

const [width, height] = [1000, BIG / 1000]
const graded = (gain: number, size: readonly [number, number] = [width, height]) =>
  compilePlan({
    session: session(...size),
    entries: grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'primaries.gain': [gain, 1, 1, 1], 'sharpen.amount': [0.5] })),
    clip: CLIP,
    frame: 0,
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

function room(workers: readonly FakeWorker[], patience?: number) {
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
    return workers.map((worker) => bandOf(worker, patience))
  }
  const cores = createCores({ one, open, tell: (...what) => told.push(what) })
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
    expect([alone.length, told, opened()]).toEqual([2, [[3, null]], 1])
    for (const count of parts(workers)) expect(count).toBeGreaterThan(2)
  })

  it('[UI78] what is smaller, and a preview of the same frame again, is drawn on one, which keeps planes', async () => {
    const workers = [new FakeWorker(), new FakeWorker()]
    const { cores, alone } = room(workers)
    await cores.frame(plan, source)
    for (const worker of workers) worker.stand()
    await new Promise(setImmediate)
    const small = graded(1.1, [width, height - 1])
    await cores.frame(small, codeFrame(width, height - 1, 3))
    expect([alone.length, parts(workers)]).toEqual([2, [0, 0]])
    const preview = { ...source, source: '' }
    expect(asTruth(await cores.frame(plan, preview))).toBe(true)
    expect(alone).toHaveLength(2)
    const before = parts(workers)
    expect(asTruth(await cores.frame(plan, preview))).toBe(true)
    expect([alone.length, parts(workers)]).toEqual([3, before])
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
      expect(told).toEqual([
        [1, `Pictures are drawn on one core from now on: a worker on another core failed (${why}).`],
      ])
      expect([alone.length, workers.map(({ ended }) => ended)]).toEqual([4, [true, true]])
    }
  })

  it('[UI78] a worker that does not answer is given up', async () => {
    const workers = [new FakeWorker(), new FakeWorker()]
    const { cores, told } = room(workers, 300)
    await cores.frame(plan, source)
    for (const worker of workers) worker.stand()
    await new Promise(setImmediate)
    workers[1]!.silent = true
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(told).toMatchObject([[1, expect.stringContaining('it does not answer')]])
  })

  it('[UI78] where a browser has no second core to give, one draws', async () => {
    const { cores, told, opened } = room([])
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect(asTruth(await cores.frame(plan, source))).toBe(true)
    expect([told, opened()]).toEqual([[], 1])
  })
})
