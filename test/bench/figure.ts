/** One measured figure; peer fields where something else was measured on the same work in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly peer?: string
  readonly peerValue?: number
  /** Ours over the peer's. */
  readonly ratio?: number
  readonly note?: string
}

/** A named group of figures. */
export interface Bench {
  readonly name: string
  readonly doc: string
  figures(): AsyncIterable<Figure> | Iterable<Figure>
}

/** The p-th percentile (0 to 100) of some numbers, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
}
