import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { LOG10_2, logCurve } from '../op/transfer.ts'

/** ARRI LogC3 EI 800, ARRI Wide Gamut 3. */
export const logc3: Space = {
  id: 'logc3-ei800-awg3',
  title: 'ARRI LogC3 EI 800, ARRI Wide Gamut 3',
  source: 'ARRI, ALEXA Log C Curve: Usage in VFX (2017), EI 800',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.684, 0.313],
    [0.221, 0.848],
    [0.0861, -0.102],
  ],
  white: D65,
  ...logCurve({ a: 5.555556, b: 0.052272, c: 0.24719 * LOG10_2, d: 0.385537, e: 5.367655, f: 0.092809, cut: 0.010591 }),
}
