/** A stage of a picture as a message to several threads, and what does it on each: pieces of it, rows of a kernel or a plane of a pass, one after the other until none is left. */
import type { Program, Table } from '../op/expr.ts'
import { fail, type Ledger, settle, take } from './ledger.ts'
import type { KernelStage, PassStage } from './stage.ts'
import { createWasm } from './wasm.ts'

/** Planes are views of shared memory; all else is copied on the way, so what was sent once goes by its number. */
export interface Part {
  /** What has not been sent before, under its number; and what will not be asked for again. */
  readonly programs: readonly (readonly [number, Program])[]
  readonly tables: readonly (readonly [number, Float32Array])[]
  readonly forget: readonly number[]
  readonly stage:
    | {
        readonly kind: 'kernel'
        readonly program: number
        readonly tables: readonly number[]
        readonly coefficients: Float32Array
        readonly bound: number
      }
    | PassStage
  readonly ins: readonly Float32Array[]
  /** Planes; of a kernel that writes the picture its 16-bit frame, where that is wanted. */
  readonly outs: readonly Float32Array[] | Uint16Array
  /** Width and height of the planes that it reads. */
  readonly size: readonly [number, number]
  /** Rows in a piece of a kernel; the last piece has what is left. */
  readonly rows: number
  /** Which pieces are taken and which are done, the same for every thread. */
  readonly ledger: Ledger
}

/** Does pieces of parts, one part after the other; a part that names what was never sent throws. */
export function createHand(): (part: Part) => void {
  const wasm = createWasm()
  const programs = new Map<number, Program>()
  const tables = new Map<number, Table>()
  const need = <T>(from: ReadonlyMap<number, T>, number: number): T => {
    const had = from.get(number)
    if (had === undefined) throw new Error(`a part of a picture names ${number}, which was not sent`)
    return had
  }
  return (part) => {
    for (const [number, program] of part.programs) programs.set(number, program)
    for (const [number, data] of part.tables) tables.set(number, { data })
    try {
      work(part)
    } catch (fault) {
      fail(part.ledger)
      throw fault
    }
    for (const number of part.forget) {
      programs.delete(number)
      tables.delete(number)
    }
  }

  function work({ stage, ins, outs, size, rows, ledger }: Part): void {
    const [width, height] = size
    if (stage.kind === 'kernel') {
      const pixels = (i: number) => [i * rows * width, Math.min((i + 1) * rows, height) * width] as const
      const first = take(ledger)
      // Another thread has done it all: nothing is made ready.
      if (first !== null) wasm.rows(whole(stage), ins, outs, size, pieces(ledger, first, pixels))
      return
    }
    if (outs instanceof Uint16Array) throw new Error(`a pass of the kind ${stage.kind} is asked for codes`)
    for (const i of pieces(ledger, take(ledger), (at) => at))
      wasm.pass({ ...stage, reads: [stage.reads[i]!], writes: [stage.writes[i]!] }, [ins[i]!], [outs[i]!], size)
  }

  function whole(stage: Extract<Part['stage'], { kind: 'kernel' }>): KernelStage {
    const own = stage.tables.map((number) => need(tables, number))
    const { coefficients, bound } = stage
    const program = need(programs, stage.program)
    return { kind: 'kernel', program, coefficients, tables: own, reads: [], writes: [], bound }
  }
}

/** Pieces from the first that was taken on: one is done when the next is asked for. */
function* pieces<T>(ledger: Ledger, first: number | null, of: (piece: number) => T): Generator<T, void> {
  for (let i = first; i !== null; i = take(ledger)) {
    yield of(i)
    settle(ledger)
  }
}
