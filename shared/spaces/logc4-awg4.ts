import { exp2 } from '../op/libm.ts'
import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { LN_2, logCurve } from '../op/transfer.ts'

const a = (262144 - 16) / 117.45
const b = (1023 - 95) / 1023
const c = 95 / 1023
const s = (7 * LN_2 * exp2(7 - (14 * c) / b)) / (a * b)
const t = (exp2(14 * (-c / b) + 6) - 64) / a
const curve = logCurve({ a, b: 64, c: b / 14, d: c - (6 * b) / 14, e: 1 / s, f: -t / s, cut: t, codeCut: 0 })

/** ARRI LogC4, ARRI Wide Gamut 4. */
export const logc4: Space = {
  id: 'logc4-awg4',
  title: 'ARRI LogC4, ARRI Wide Gamut 4',
  source: 'ARRI, LogC4 Logarithmic Color Space Specification (2022)',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.7347, 0.2653],
    [0.1424, 0.8576],
    [0.0991, -0.0308],
  ],
  white: D65,
  ...curve,
}
