/** Searching spans of clocks: sorted, disjoint. */

export interface Span {
  readonly clock: number
  readonly length: number
}

/** The span that holds `clock`, or null. */
export function findSpan<T extends Span>(spans: readonly T[], clock: number): T | null {
  const span = spans[firstAfter(spans, clock)]
  return span && span.clock <= clock ? span : null
}

/** Index of the first span that reaches beyond `clock`. */
export function firstAfter(spans: readonly Span[], clock: number): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.clock + spans[middle]!.length <= clock) low = middle + 1
    else high = middle
  }
  return low
}
