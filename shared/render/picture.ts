/** Frames on their way in and out of the engine. */

/** A decoded frame: three planes at full resolution, chroma already brought to it by exact sums, values are code values. */
export interface SourceFrame {
  readonly width: number
  readonly height: number
  /** `ycbcr` holds Y, Cb, Cr code values; `rgb` holds R, G, B code values or (float images) light. Row by row, no padding. */
  readonly kind: 'ycbcr' | 'rgb'
  readonly planes: readonly [Float32Array, Float32Array, Float32Array]
  /** Hash of the decoded integer planes of this frame (document.md, "source"): 32 hex digits. */
  readonly source: string
}

/** The executor's own buffer: f32, three planes, row by row, at the plan's resolution. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly planes: readonly [Float32Array, Float32Array, Float32Array]
}

export type ExecutorId = 'reference' | 'wasm' | 'wgsl'
