import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { LOG10_2, logCurve } from '../op/transfer.ts'

const knee = 171.2102946929
const curve = logCurve({
  a: 1 / 0.19,
  b: 0.01 / 0.19,
  c: (261.5 / 1023) * LOG10_2,
  d: 420 / 1023,
  e: (knee - 95) / 0.01125 / 1023,
  f: 95 / 1023,
  cut: 0.01125,
  codeCut: knee / 1023,
})

/** Sony S-Log3, S-Gamut3. */
export const slog3SGamut3: Space = {
  id: 'slog3-sgamut3',
  title: 'Sony S-Log3, S-Gamut3',
  source: 'Sony, Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3 (2014)',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.73, 0.28],
    [0.14, 0.855],
    [0.1, -0.05],
  ],
  white: D65,
  ...curve,
}
