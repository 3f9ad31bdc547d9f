/** What a plan is made of: kernels (one straight-line program over planes) and passes, in order. */
import type { Program, Table } from '../op/expr.ts'

export interface KernelStage {
  readonly kind: 'kernel'
  readonly program: Program
  readonly coefficients: Float32Array
  readonly tables: readonly Table[]
}

/** Taps of one output row or column: `count` source positions from `first`, weights of 1/4,096. */
export interface Taps {
  readonly first: Int32Array
  /** `count` weights an output position, one after the other, as f32 of k/4,096. */
  readonly weights: Float32Array
  readonly count: number
}

/** Resampling of three planes: separable where the sizing has no rotation, else sixteen taps a pixel. Outside the source is 0. */
export interface SizeStage {
  readonly kind: 'size'
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly across: Taps | null
  readonly down: Taps | null
  /** Source column and row of an output pixel's centre: [a b c d e f], x' = a·x + b·y + c, y' = d·x + e·y + f, in source pixels. */
  readonly affine: readonly number[]
}

export type Stage = KernelStage | SizeStage

/** One frame's grade, compiled: a function of the document alone. */
export interface Plan {
  /** 32 hex digits: the hash of everything below. */
  readonly name: string
  readonly source: readonly [number, number]
  readonly width: number
  readonly height: number
  readonly stages: readonly Stage[]
}
