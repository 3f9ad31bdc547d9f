/**
 * Neighbourhood passes as data: what a kernel, which sees one pixel, cannot do. A pass reads whole planes and makes as many of the same
 * size; its numbers are data, its steps fixed. Every executor gives the same bits of it.
 */

/** Taps of the columns or rows of an output: `count` source positions from `first`, each with its weight. */
export interface Taps {
  /** First source column (row) of each output column (row); may lie outside the source. */
  readonly first: Int32Array
  /** `count` weights an output column (row), one after the other; of a sizing f32 of k/4,096. */
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

/** Resampling from one size to another; outside the source is 0. Fully determined by `from`, `to` and `affine`. */
export interface Resampling {
  readonly kind: 'size'
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** Source position of an output pixel's centre: [a b c d e f], x' = a·x + b·y + c, y' = d·x + e·y + f, in source pixels, f64. */
  readonly affine: readonly number[]
  readonly taps: { readonly across: Taps; readonly down: Taps } | { readonly turn: Turn }
}

/** Separable taps from a size to the same, beyond the picture its edge: a Gaussian of these standard deviations, in pixels. */
export interface Filter {
  readonly kind: 'filter'
  readonly size: readonly [number, number]
  readonly sigma: readonly [across: number, down: number]
  readonly taps: { readonly across: Taps; readonly down: Taps }
}

/** A box about a pixel: so many whole pixels on each side of it, a part of one more, and one over the weight of all, both f32. */
export interface Reach {
  readonly whole: number
  readonly part: number
  readonly share: number
}

/**
 * Three boxes across, then three down, beyond the picture its edge. Of a picture: values held, summed in whole 2^-24. Of a mask: values
 * held to multiples of 2^-16 in 0 … 1, after each box too.
 */
export interface Box {
  readonly kind: 'box'
  readonly of: 'picture' | 'mask'
  readonly across: Reach
  readonly down: Reach
}

/** The largest (or least) of a mask within so many whole pixels across and down; what is beyond the picture counts for nothing. */
export interface Spread {
  readonly kind: 'spread'
  readonly way: 'grow' | 'shrink'
  readonly across: number
  readonly down: number
}

/** No pass at all: a place where a draft is cut, so that what stands before it is planes that may be kept. */
export interface Keep {
  readonly kind: 'keep'
}

/** A pass that does something; within a node a resampling goes only from a size to the same. */
export type Pass = Resampling | Filter | Box | Spread

/** A plane made on the CPU for a picture of one size: whole numbers 0 … 65,535, row by row, which a kernel reads as f32. */
export interface Field {
  /** What it was made from, wholly, its size included: equal names, equal data. */
  readonly name: string
  /** Width times height numbers, one more where that is odd. */
  readonly data: Uint16Array
}
