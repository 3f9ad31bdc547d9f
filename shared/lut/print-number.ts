/** A number as text: the fewest digits that come back as the same f32, never with an exponent, never −0. */
export function printNumber(x: number): string {
  const single = Math.fround(x)
  if (single === 0) return '0'
  let digits = 1
  let text = single.toPrecision(digits)
  // Six digits seldom do for a computed number, and mostly for a typed one.
  for (digits = 6; digits < 9; digits++) if (Math.fround(Number(single.toPrecision(digits))) === single) break
  text = single.toPrecision(digits)
  const shortest = String(Number(text))
  return shortest.includes('e') ? plain(shortest) : shortest
}

/** `1.5e-7` as `0.00000015`. */
function plain(text: string): string {
  const [, sign, whole, fraction = '', power] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = whole + fraction
  const point = whole.length + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}${digits.length > point ? `.${digits.slice(point)}` : ''}`
}
