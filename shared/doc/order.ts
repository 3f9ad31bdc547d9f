/** Fractional order: text of digits and lower letters that sorts, with room for another one between any two. */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Longest order the grammar takes. */
const MOST = 32

/** A text that sorts after `low` and before `high` (null: before nothing). Where two writers left no room it sorts after `low` only. */
export function between(low: string, high: string | null): string {
  let top = high !== null && low < high ? high : null
  let made = ''
  for (let i = 0; i < MOST - 1; i++) {
    const x = i < low.length ? DIGITS.indexOf(low[i]!) : 0
    const y = top === null ? 36 : i < top.length ? DIGITS.indexOf(top[i]!) : 0
    if (y - x > 1) return made + DIGITS[(x + y) >> 1]!
    made += DIGITS[x]!
    if (y > x) top = null
  }
  return `${made}i`
}
