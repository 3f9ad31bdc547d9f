/** f32 numbers as decimals: how text formats and JSON write them and read them. */

/** Decimal, with or without an exponent; no hexadecimal, no infinity, no comma. */
const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/

/** The f32 nearest to a written number, 0 for −0; null where it is none or lies beyond f32. */
export function parseF32(text: string): number | null {
  if (!decimal.test(text)) return null
  const value = Math.fround(Number(text)) + 0
  return Number.isFinite(value) ? value : null
}

/** The shortest decimal that reads as this very f32 again: nine digits always do. */
export function printF32(x: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = `${Number(x.toPrecision(digits))}`
    if (Math.fround(Number(text)) === x) return text
  }
  return `${Number(x.toPrecision(9))}`
}
