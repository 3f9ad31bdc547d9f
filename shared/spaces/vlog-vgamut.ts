import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { LOG10_2, logCurve } from '../op/transfer.ts'

/** Panasonic V-Log, V-Gamut. */
export const vlog: Space = {
  id: 'vlog-vgamut',
  title: 'Panasonic V-Log, V-Gamut',
  source: 'Panasonic, V-Log/V-Gamut Reference Manual (2014)',
  referred: 'scene',
  adaptation: 'bradford',
  primaries: [
    [0.73, 0.28],
    [0.165, 0.84],
    [0.1, -0.03],
  ],
  white: D65,
  ...logCurve({ a: 1, b: 0.00873, c: 0.241514 * LOG10_2, d: 0.598206, e: 5.6, f: 0.125, cut: 0.01, codeCut: 0.181 }),
}
