/**
 * A plan drawn by several threads: rows of a kernel side by side, planes of a pass side by side, and one stage after the other, since a
 * pass reads rows that others made. How many threads there are, and which is quicker, changes no bit. Planes lie in shared memory.
 */
import type { Table } from '../op/expr.ts'
import { boundOf } from './bounded.ts'
import { quantise } from './digest.ts'
import type { Executor } from './executor.ts'
import type { Part } from './part.ts'
import type { Picture, SourceFrame } from './picture.ts'
import { checkSize } from './reference.ts'
import { sizesOf } from './resample.ts'
import { isPicture, type KernelStage, PICTURE, type Plan, type Stage, spentAfter } from './stage.ts'

/** A thread: does a part and answers when it is done. Its parts come one at a time. */
export type Send = (part: Part) => Promise<void>

/** Parts of a kernel for each thread: one that is held up leaves the rest of its rows to the others. */
const PARTS = 8
/** Programs and tables that a thread keeps; the one unused for longest is forgotten. */
const KEEP = 256

type Job = Omit<Part, 'programs' | 'tables' | 'forget' | 'stage'> & {
  readonly stage: KernelStage | Exclude<Stage, KernelStage | { kind: 'field' }>
}

/** A thread and what it has been sent. */
class Worker {
  readonly #send: Send
  readonly #sent = new Map<string | Table, number>()
  #next = 0

  constructor(send: Send) {
    this.#send = send
  }

  /** After a fault nobody knows what has arrived: all is sent anew. */
  do(job: Job): Promise<void> {
    return this.#brief(job).catch((fault: unknown) => {
      this.#sent.clear()
      throw fault
    })
  }

  #brief({ stage, ...job }: Job): Promise<void> {
    if (stage.kind !== 'kernel') return this.#send({ ...job, stage, programs: [], tables: [], forget: [] })
    const programs: [number, KernelStage['program']][] = []
    const tables: [number, Float32Array][] = []
    const forget: number[] = []
    const known = (what: string | Table, tell: (number: number) => void): number => {
      let number = this.#sent.get(what)
      if (number === undefined) tell((number = this.#next++))
      else this.#sent.delete(what)
      this.#sent.set(what, number)
      return number
    }
    const program = known(stage.program.shape, (number) => programs.push([number, stage.program]))
    const numbers = stage.tables.map((table) => known(table, (number) => tables.push([number, table.data])))
    for (const [what, number] of this.#sent) {
      if (this.#sent.size <= KEEP + stage.tables.length) break
      this.#sent.delete(what)
      forget.push(number)
    }
    const { coefficients } = stage
    const brief = { kind: 'kernel', program, tables: numbers, coefficients, bound: boundOf(stage) } as const
    return this.#send({ ...job, stage: brief, programs, tables, forget })
  }
}

/** Shared planes by length, taken and given back; kept for two sizes of plan, as a preview's and a full picture's, which come by turns. */
class Planes {
  readonly #free = new Map<number, Float32Array[]>()
  #last: ReadonlySet<number> = new Set()
  #before: ReadonlySet<number> = new Set()

  take(length: number): Float32Array {
    return this.#free.get(length)?.pop() ?? new Float32Array(new SharedArrayBuffer(length * 4))
  }
  give(plane: Float32Array): void {
    const list = this.#free.get(plane.length)
    if (list) list.push(plane)
    else this.#free.set(plane.length, [plane])
  }
  /** Forgets the free planes of other lengths than these and those of the last plan that needed others. */
  keep(lengths: ReadonlySet<number>): void {
    if ([...lengths].join() !== [...this.#last].join()) [this.#last, this.#before] = [lengths, this.#last]
    for (const length of this.#free.keys())
      if (!this.#last.has(length) && !this.#before.has(length)) this.#free.delete(length)
  }
}

/** An executor over some threads. Calls are one at a time; the picture's planes stand until the next one. */
export function createPool(sends: readonly Send[]): Executor {
  const workers = sends.map((send) => new Worker(send))
  const pool = new Planes()
  let lent: Float32Array[] = []
  /** Where the frame's codes are written by all: the last one's, where it was of that size. */
  let codes: Uint16Array = new Uint16Array(0)
  let turn: Promise<unknown> = Promise.resolve()

  /** All jobs, each by whoever is free; rejects with the first fault once nobody works any more. */
  async function all(jobs: readonly Job[]): Promise<void> {
    const left = [...jobs]
    const done = await Promise.allSettled(
      workers.map(async (worker) => {
        for (let job = left.shift(); job; job = left.shift())
          await worker.do(job).catch((fault: unknown) => {
            left.length = 0
            throw fault
          })
      }),
    )
    for (const one of done) if (one.status === 'rejected') throw one.reason
  }

  /** The parts of a stage, from planes to planes; of one that writes the picture, to its codes where these are given. */
  function jobsOf(
    stage: Job['stage'],
    ins: readonly Float32Array[],
    outs: readonly Float32Array[] | Uint16Array,
    size: readonly [number, number],
  ): Job[] {
    const [width, height] = size
    if (stage.kind !== 'kernel')
      return ins.map((plane, i) => ({
        stage: { ...stage, reads: [stage.reads[i]!], writes: [stage.writes[i]!] },
        ins: [plane],
        outs: [(outs as readonly Float32Array[])[i]!],
        size,
        row: 0,
      }))
    const rows = Math.ceil(height / (PARTS * workers.length))
    return Array.from({ length: Math.ceil(height / rows) }, (_, i) => {
      const [from, to] = [i * rows, Math.min((i + 1) * rows, height)]
      const cut = (plane: Float32Array) => plane.subarray(from * width, to * width)
      const own = outs instanceof Uint16Array ? outs.subarray(from * width * 3, to * width * 3) : outs.map(cut)
      return { stage, ins: ins.map(cut), outs: own, size: [width, to - from], row: from }
    })
  }

  /** The picture; or, where codes are asked for and the last stage is one that gives them, these. */
  async function draw(plan: Plan, source: SourceFrame, coded: boolean): Promise<Picture | Uint16Array> {
    checkSize(plan, source)
    for (const plane of lent) pool.give(plane)
    lent = []
    let size = plan.source
    const own = new Set<Float32Array>()
    const fresh = (length: number): Float32Array => {
      const plane = pool.take(length)
      own.add(plane)
      return plane
    }
    const drop = (plane: Float32Array | undefined): void => {
      if (plane && own.delete(plane)) pool.give(plane)
    }
    const shared = (plane: Float32Array): Float32Array => {
      if (plane.buffer instanceof SharedArrayBuffer) return plane
      const copy = fresh(plane.length)
      copy.set(plane)
      return copy
    }
    const planes = new Map<string, Float32Array>(PICTURE.map((name, i) => [name, shared(source.planes[i]!)]))
    const get = (name: string): Float32Array => {
      const plane = planes.get(name)
      if (!plane) throw new Error(`a stage reads ${name}, which no stage before it wrote`)
      return plane
    }
    const spent = spentAfter(plan.stages)
    const lengths = new Set([size[0] * size[1], plan.width * plan.height])
    try {
      for (const [s, stage] of plan.stages.entries()) {
        const ins = stage.reads.map(get)
        if (coded && s === plan.stages.length - 1 && isPicture(stage)) {
          const count = size[0] * size[1] * 3
          if (codes.length !== count) codes = new Uint16Array(new SharedArrayBuffer(count * 2))
          await all(jobsOf(stage, ins, codes, size))
          for (const plane of own) pool.give(plane)
          pool.keep(lengths)
          return codes
        }
        const to = stage.kind === 'size' || stage.kind === 'filter' ? sizesOf(stage)[1] : size
        const outs = stage.writes.map(() => fresh(to[0] * to[1]))
        if (stage.kind === 'field') outs[0]!.set(stage.field.data.subarray(0, outs[0]!.length))
        else await all(jobsOf(stage, ins, outs, size))
        size = to
        lengths.add(size[0] * size[1])
        stage.writes.forEach((name, i) => {
          drop(planes.get(name))
          planes.set(name, outs[i]!)
        })
        for (const name of spent[s]!) {
          drop(planes.get(name))
          planes.delete(name)
        }
      }
      const [r, g, b] = PICTURE.map(get) as [Float32Array, Float32Array, Float32Array]
      lent = [...own]
      pool.keep(lengths)
      return { width: plan.width, height: plan.height, planes: [r, g, b] }
    } catch (fault) {
      for (const plane of own) pool.give(plane)
      throw fault
    }
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work)
    turn = next
    return next
  }
  return {
    id: 'wasm',
    render: (plan, source) => inTurn(async () => (await draw(plan, source, false)) as Picture),
    // The codes are copied before the next picture writes its own there.
    frame: (plan, source) =>
      inTurn(async () => {
        const drawn = await draw(plan, source, true)
        return drawn instanceof Uint16Array ? new Uint16Array(drawn) : quantise(drawn)
      }),
  }
}
