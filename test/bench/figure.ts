/** One measured figure; peer fields where something else was measured on the same work in the same run. */
export interface Figure {
  /** `<bench>.<what>`, one of the bench's own list. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What stood beside it, and what it came to in the same unit. */
  readonly peer?: string
  readonly peerValue?: number
  /** Of what was measured, and how. */
  readonly note: string
}

/** A named group of figures. */
export interface Bench {
  readonly name: string
  readonly doc: string
  /** Everything it can measure, in the order of its lines. */
  readonly names: readonly string[]
  /** Measures what is wanted, or more: the rest is not printed. */
  figures(wanted: (name: string) => boolean): AsyncIterable<Figure> | Iterable<Figure>
}

/** One line of JSON. `ratio` is ours over the peer's. */
export function printJson({ name, value, unit, peer, peerValue, note }: Figure): string {
  const beside = peer === undefined || peerValue === undefined ? {} : { peer, peerValue, ratio: value / peerValue }
  return JSON.stringify({ name, value, unit, ...beside, note })
}

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(3)

/** One line for a person. */
export function printLine({ name, value, unit, peer, peerValue, note }: Figure): string {
  const beside =
    peer === undefined || peerValue === undefined
      ? ''
      : `   ${peer}: ${digits(peerValue)} ${unit}, ratio ${digits(value / peerValue)}`
  return `${name.padEnd(26)} ${digits(value).padStart(9)} ${unit.padEnd(9)}${beside}   (${note})`
}

/** The p-th percentile (0 to 100) of some numbers, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
}
