/** What a plan is made of: kernels (one straight-line program over planes) and passes, in order, joined by named planes. */
import type { Builder, Program, Table, V } from '../op/expr.ts'

/**
 * A plane by name. The source enters as `r`, `g`, `b` (Y, Cb, Cr of a `ycbcr` frame stand there too) and the picture leaves as them; a
 * stage that writes a name replaces the plane that had it. Masks and the like take other names.
 */
export type PlaneName = string
export const PICTURE: readonly [PlaneName, PlaneName, PlaneName] = ['r', 'g', 'b']

export interface KernelStage {
  readonly kind: 'kernel'
  readonly program: Program
  readonly coefficients: Float32Array
  readonly tables: readonly Table[]
  /** The program's input plane n is `reads[n]`; all of one size. */
  readonly reads: readonly PlaneName[]
  /** Output n goes to `writes[n]`. */
  readonly writes: readonly PlaneName[]
}

/** The stage of what a builder holds: `outputs` become the planes `writes`, in order. */
export function kernelStage(
  b: Builder,
  outputs: readonly V[],
  reads: readonly PlaneName[] = PICTURE,
  writes: readonly PlaneName[] = PICTURE,
): KernelStage {
  const program = b.program(outputs)
  if (program.inputs > reads.length || outputs.length !== writes.length)
    throw new Error(
      `a kernel of ${program.inputs} inputs and ${outputs.length} outputs reads ${reads}, writes ${writes}`,
    )
  return { kind: 'kernel', program, coefficients: Float32Array.from(b.coefs), tables: [...b.tables], reads, writes }
}

/** Taps of the columns or rows of an output: `count` source positions from `first`, weights of 1/4,096. */
export interface Taps {
  /** First source column (row) of each output column (row); may lie outside the source. */
  readonly first: Int32Array
  /** `count` weights an output column (row), one after the other, as f32 of k/4,096. */
  readonly weights: Float32Array
  readonly count: number
}

/** Taps of a turned picture: positions are sums of a column's and a row's part, in whole 1/1,024 of a source pixel. */
export interface Turn {
  /** Of each output column, what it adds to the source column and to the source row. */
  readonly column: readonly [Int32Array, Int32Array]
  /** Of each output row, likewise. */
  readonly row: readonly [Int32Array, Int32Array]
  /** 256 phases of `count` weights of 1/4,096, as f32. */
  readonly weights: Float32Array
  readonly count: number
}

/** Resampling of planes from one size to another; outside the source is 0. Fully determined by `from`, `to` and `affine`. */
export interface SizeStage {
  readonly kind: 'size'
  readonly planes: readonly PlaneName[]
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** Source position of an output pixel's centre: [a b c d e f], x' = a·x + b·y + c, y' = d·x + e·y + f, in source pixels, f64. */
  readonly affine: readonly number[]
  readonly taps: { readonly across: Taps; readonly down: Taps } | { readonly turn: Turn }
}

export type Stage = KernelStage | SizeStage

/** One frame's grade, compiled: a function of the document alone. */
export interface Plan {
  /** 32 hex digits: the hash of everything below. */
  readonly name: string
  /** Width and height of the frame it is for. */
  readonly source: readonly [number, number]
  readonly width: number
  readonly height: number
  readonly stages: readonly Stage[]
  /** What the grade holds and this engine does not draw, one sentence each: a wire stands in its place, and no receipt may be given. */
  readonly lacks: readonly string[]
}
