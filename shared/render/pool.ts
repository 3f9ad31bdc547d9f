/**
 * A plan drawn by several threads: rows of a kernel side by side, planes of a pass side by side, and one stage after the other, since a
 * pass reads rows that others made. How many threads there are, and which is quicker, changes no bit. Planes lie in shared memory. The
 * thread that asks may work with them: it then waits for nobody who has not begun.
 */
import type { Table } from '../op/expr.ts'
import { boundOf } from './bounded.ts'
import { quantise } from './digest.ts'
import type { Executor } from './executor.ts'
import { openLedger, waitFor } from './ledger.ts'
import type { Part } from './part.ts'
import type { Picture, SourceFrame } from './picture.ts'
import { checkSize } from './reference.ts'
import { sizesOf } from './resample.ts'
import { Shelf } from './shelf.ts'
import { isPicture, type KernelStage, PICTURE, type Plan, type Stage, spentAfter } from './stage.ts'
import { wantedOf } from './wanted.ts'

/** A thread: does pieces of a part until none is left, then answers. Parts come to it in turn, the next before the last is answered. */
export type Send = (part: Part) => Promise<void>

/** Pixels in a piece of a kernel, about: half a millisecond's work, so that a thread that is held up leaves the rest to the others. */
const PIECE = 32_768
/** Programs and tables that a thread keeps; the one unused for longest is forgotten. */
const KEEP = 256

/** Planes kept from one picture to the next of the same frame, bytes together. */
const SHELF = 128 * 1024 * 1024

type Job = Omit<Part, 'programs' | 'tables' | 'forget' | 'stage'> & {
  readonly stage: KernelStage | Exclude<Stage, KernelStage | { kind: 'field' }>
}

export interface PoolOptions {
  /** Works on the thread that asks, beside the others; that thread then waits for pieces in hand, and must be one that may (no page's own). */
  readonly own?: (part: Part) => void
  /** Milliseconds until a thread that has a piece in hand and does not settle it is given up, where this thread waits. */
  readonly patience?: number
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
export function createPool(sends: readonly Send[], { own, patience = 20_000 }: PoolOptions = {}): Executor {
  const workers = sends.map((send) => new Worker(send))
  const here = own && new Worker(async (part) => own(part))
  const pool = new Planes()
  const shelf = new Shelf<Float32Array>(SHELF, (plane) => pool.give(plane))
  let sizes = ''
  /** The frame that was drawn last, in shared memory: of a drag all pictures are of one. */
  let given: { readonly source: SourceFrame; readonly planes: readonly Float32Array[] } | null = null
  let lent: Float32Array[] = []
  /** Where the frame's codes are written by all: the last one's, where it was of that size. */
  let codes: Uint16Array = new Uint16Array(0)
  let turn: Promise<unknown> = Promise.resolve()
  /** What went wrong on another thread. */
  let broken: { readonly fault: unknown } | null = null

  /** A stage by all; rejects with the first fault once nobody works on it any more. */
  async function all(job: Job): Promise<void> {
    if (!here) {
      for (const one of await Promise.allSettled(workers.map((worker) => worker.do(job))))
        if (one.status === 'rejected') throw one.reason
      return
    }
    const others = workers.map((worker) => worker.do(job))
    // Whoever comes late finds nothing to do, and is waited for by nobody; a fault then is the next picture's.
    for (const other of others) other.catch((fault: unknown) => (broken ??= { fault }))
    await here.do(job)
    const end = waitFor(job.ledger, patience)
    if (end === 'failed') await Promise.all(others)
    if (end !== 'done') throw new Error('it does not answer')
  }

  /** A stage from planes to planes; of one that writes the picture, to its codes where these are given. */
  function jobOf(
    stage: Job['stage'],
    ins: readonly Float32Array[],
    outs: readonly Float32Array[] | Uint16Array,
    size: readonly [number, number],
  ): Job {
    const rows = Math.max(1, Math.floor(PIECE / size[0]))
    const ledger = openLedger(stage.kind === 'kernel' ? Math.ceil(size[1] / rows) : ins.length)
    return { stage, ins, outs, size, rows, ledger }
  }

  /** The frame's planes in shared memory, where they stay until another frame is drawn. */
  function sharedOf(source: SourceFrame): readonly Float32Array[] {
    if (given?.source === source) return given.planes
    for (const plane of given?.planes ?? []) pool.give(plane)
    const planes = source.planes.map((plane) => {
      const copy = pool.take(plane.length)
      copy.set(plane)
      return copy
    })
    given = { source, planes }
    return planes
  }

  /** The picture; or, where codes are asked for and the last stage is one that gives them, these. */
  async function draw(plan: Plan, source: SourceFrame, coded: boolean): Promise<Picture | Uint16Array> {
    checkSize(plan, source)
    if (broken) {
      const { fault } = broken
      broken = null
      throw fault
    }
    for (const plane of lent) pool.give(plane)
    lent = []
    const asked = `${plan.source.join('x')} ${plan.width}x${plan.height}`
    // Planes of another size are of no use.
    if (asked !== sizes) shelf.clear()
    sizes = asked
    let size = plan.source
    /** Planes to be given back. */
    const mine = new Set<Float32Array>()
    const fresh = (length: number): Float32Array => {
      const plane = pool.take(length)
      mine.add(plane)
      return plane
    }
    const drop = (plane: Float32Array | undefined): void => {
      if (plane && mine.delete(plane)) pool.give(plane)
    }
    const first = sharedOf(source)
    const planes = new Map<string, Float32Array>(PICTURE.map((name, i) => [name, first[i]!]))
    const get = (name: string): Float32Array => {
      const plane = planes.get(name)
      if (!plane) throw new Error(`a stage reads ${name}, which no stage before it wrote`)
      return plane
    }
    const put = (name: string, plane: Float32Array): void => {
      if (planes.get(name) !== plane) drop(planes.get(name))
      planes.set(name, plane)
    }
    const kept = shelf.of(source)
    const { runs, taken } = wantedOf(plan.stages, kept.has)
    const spent = spentAfter(plan.stages)
    const lengths = new Set([size[0] * size[1], plan.width * plan.height])
    try {
      for (const [s, stage] of plan.stages.entries()) {
        const final = s === plan.stages.length - 1
        if (runs[s] && coded && final && isPicture(stage)) {
          const count = size[0] * size[1] * 3
          if (codes.length !== count) codes = new Uint16Array(new SharedArrayBuffer(count * 2))
          await all(jobOf(stage, stage.reads.map(get), codes, size))
          for (const plane of mine) pool.give(plane)
          pool.keep(lengths)
          return codes
        }
        const to = stage.kind === 'size' || stage.kind === 'filter' ? sizesOf(stage)[1] : size
        if (runs[s]) {
          const outs = stage.writes.map(() => fresh(to[0] * to[1]))
          if (stage.kind === 'field') outs[0]!.set(stage.field.data.subarray(0, outs[0]!.length))
          else await all(jobOf(stage, stage.reads.map(get), outs, size))
          for (const [i, name] of stage.writes.entries()) {
            const plane = outs[i]!
            put(name, plane)
            if (!final && stage.marks && kept.put(stage.marks[i]!, plane, plane.byteLength)) mine.delete(plane)
          }
        }
        for (const i of taken[s]!) put(stage.writes[i]!, kept.get(stage.marks![i]!))
        size = to
        lengths.add(size[0] * size[1])
        for (const name of spent[s]!) {
          drop(planes.get(name))
          planes.delete(name)
        }
      }
      const [r, g, b] = PICTURE.map(get) as [Float32Array, Float32Array, Float32Array]
      lent = [...mine]
      pool.keep(lengths)
      return { width: plan.width, height: plan.height, planes: [r, g, b] }
    } catch (fault) {
      broken = null
      // Somebody may be writing there still.
      given = null
      shelf.clear()
      codes = new Uint16Array(0)
      throw fault
    } finally {
      shelf.trim()
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
    frame: (plan, source, into) =>
      inTurn(async () => {
        const drawn = await draw(plan, source, true)
        if (!(drawn instanceof Uint16Array)) return quantise(drawn)
        if (into?.length !== drawn.length) return new Uint16Array(drawn)
        into.set(drawn)
        return into
      }),
  }
}
