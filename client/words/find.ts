/** Finding a line by what somebody types of it. */

/**
 * How well a text answers what was typed, higher is better; null where a typed word is nowhere in it. Every word counts by itself and in any
 * order: at the start of the text most, at the start of a word more than within one.
 */
export function answers(text: string, typed: string): number | null {
  const low = text.toLowerCase()
  let sum = 0
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = low.indexOf(word)
    if (at < 0) return null
    const begins = at === 0 || low.includes(` ${word}`)
    sum += (at === 0 ? 3 : begins ? 2 : 1) + word.length / (low.length + 1)
  }
  return sum
}

/** Those that answer, best first; equals stay in their order. */
export function find<T>(lines: readonly T[], typed: string, textOf: (line: T) => string): T[] {
  return lines
    .map((line, i) => ({ line, i, score: answers(textOf(line), typed) }))
    .filter((one): one is typeof one & { score: number } => one.score !== null)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .map(({ line }) => line)
}
