/**
 * A LUT as a value: what a file of any format says, as steps in order. Numbers are normalised: 1 is full scale whatever the file counts
 * in. Steps are plain data; `draw-lut.ts` draws them into a kernel, `shared/lut` reads and prints them.
 */

export type Three<T> = readonly [T, T, T]
/** The least and the greatest input of a table, as x of its first and last entry; what lies outside is held to them. */
export type Domain = readonly [low: number, high: number]

/** A table a channel: at least two entries at even places over the channel's domain, linear between. */
export interface Lut1d {
  readonly kind: 'lut1d'
  readonly domain: Three<Domain>
  /** Of each channel; where all three are alike it is the same array. */
  readonly values: Three<Float32Array>
}

/** A table a channel with an entry for each half float, by its bits; linear between neighbours. */
export interface LutHalf {
  readonly kind: 'lut-half'
  readonly values: Three<Float32Array>
}

/** A lattice, tetrahedral between its vertices. */
export interface Lut3d {
  readonly kind: 'lut3d'
  /** Vertices along red, green and blue, each 2 … 256. */
  readonly size: Three<number>
  readonly domain: Three<Domain>
  /** R G B of each vertex, red fastest. */
  readonly values: Float32Array
}

/** Rows of three, then what is added. */
export interface LutMatrix {
  readonly kind: 'matrix'
  readonly rows: readonly number[]
  readonly offset: Three<number>
}

/** x · scale + offset, then held between low and high where they are numbers. */
export interface LutRange {
  readonly kind: 'range'
  readonly scale: number
  readonly offset: number
  readonly low: number | null
  readonly high: number | null
}

/** logSlope · log_base(linSlope · x + linOffset) + logOffset; at `linBreak` and below it a line of slope `linearSlope` that meets it there. */
export interface LogChannel {
  readonly base: number
  readonly logSlope: number
  readonly logOffset: number
  readonly linSlope: number
  readonly linOffset: number
  readonly linBreak: number | null
  /** Null: the slope of the curve at its break. */
  readonly linearSlope: number | null
}
export interface LutLog {
  readonly kind: 'log'
  /** Whether it is undone: from logarithm to light. */
  readonly reverse: boolean
  readonly channels: Three<LogChannel>
}

/**
 * A power. Negatives are 0 (`basic`), mirrored, or passed; `curve` is ((x + offset)/(1 + offset))^exponent with a line below its break that
 * meets it in value and slope (the curve of Rec.709, sRGB and L*), `curve-mirror` the same with the sign of x.
 */
export interface LutExponent {
  readonly kind: 'exponent'
  readonly style: 'basic' | 'mirror' | 'pass' | 'curve' | 'curve-mirror'
  readonly reverse: boolean
  readonly channels: Three<{ readonly exponent: number; readonly offset: number }>
}

/** ASC CDL, in the styles of the operator. */
export interface LutCdl {
  readonly kind: 'cdl'
  readonly style: 'asc' | 'asc-reverse' | 'noclamp' | 'noclamp-reverse'
  readonly slope: Three<number>
  readonly offset: Three<number>
  readonly power: Three<number>
  readonly saturation: number
}

export type LutStep = Lut1d | LutHalf | Lut3d | LutMatrix | LutRange | LutLog | LutExponent | LutCdl

export interface Lut {
  /** What the file calls itself; may be empty. */
  readonly title: string
  readonly steps: readonly LutStep[]
}

/**
 * What a LUT may be. Sizes are Adobe's (Cube LUT specification 1.0, 2013: 2 … 256 and 2 … 65,536); a file of 256³ rows has some 460 MB of
 * text; steps beyond a hundred are nobody's.
 */
export const LUT_LIMITS = { cube: 256, entries: 65_536, steps: 100, bytes: 500_000_000, title: 1000 } as const

export const UNIT: Three<Domain> = [
  [0, 1],
  [0, 1],
  [0, 1],
]
