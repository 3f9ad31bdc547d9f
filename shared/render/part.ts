/** A part of a picture as a message, and what does it on another thread: some rows of a kernel, or one plane of a pass. */
import type { Program, Table } from '../op/expr.ts'
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
  /** Where in the picture their first row stands. */
  readonly row: number
}

/** Does parts, one after the other; a part that names what was never sent throws. */
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
    const { stage, ins, outs, size, row } = part
    wasm.part(stage.kind === 'kernel' ? whole(stage) : stage, ins, outs, size, row)
    for (const number of part.forget) {
      programs.delete(number)
      tables.delete(number)
    }
  }

  function whole(stage: Extract<Part['stage'], { kind: 'kernel' }>): KernelStage {
    const own = stage.tables.map((number) => need(tables, number))
    const { coefficients, bound } = stage
    const program = need(programs, stage.program)
    return { kind: 'kernel', program, coefficients, tables: own, reads: [], writes: [], bound }
  }
}
