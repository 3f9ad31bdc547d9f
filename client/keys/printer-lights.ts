/** The keypad as printer lights (interface.md 1.11): 7 8 9 more red, green, blue, 4 5 6 less; 1 2 3 more cyan, magenta, yellow, − 0 . less. */

/**
 * One point of a printer: a twelfth of a stop, 7.5 of 1,023 code values where a stop is 90 of them (Kodak, "Conversion of 10-bit log film
 * data", Cineon). As a share of the code range.
 */
const point = 7.5 / 1023

/** Which channel a key moves, and which way: cyan is less red, magenta less green, yellow less blue. */
const keypad: Readonly<Record<string, readonly [channel: 0 | 1 | 2, way: 1 | -1]>> = {
  Numpad7: [0, 1],
  Numpad8: [1, 1],
  Numpad9: [2, 1],
  Numpad4: [0, -1],
  Numpad5: [1, -1],
  Numpad6: [2, -1],
  Numpad1: [0, -1],
  Numpad2: [1, -1],
  Numpad3: [2, -1],
  NumpadSubtract: [0, 1],
  Numpad0: [1, 1],
  NumpadDecimal: [2, 1],
}

/** What a physical key adds to red, green and blue of the offset; a quarter of a point where `fine`. Null: it is no printer light. */
export function lightOf(code: string, fine: boolean): readonly [number, number, number] | null {
  const light = keypad[code]
  if (light === undefined) return null
  const by = (light[1] * point) / (fine ? 4 : 1)
  return [0, 1, 2].map((channel) => (channel === light[0] ? by : 0)) as [number, number, number]
}
