import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { LOG10_2, logCurve } from '../op/transfer.ts'

/** RED Log3G10, REDWideGamutRGB. */
export const log3g10: Space = {
  id: 'log3g10-rwg',
  title: 'RED Log3G10, REDWideGamutRGB',
  source: 'RED, White Paper on REDWideGamutRGB and Log3G10 (915-0187)',
  referred: 'scene',
  adaptation: 'bradford',
  primaries: [
    [0.780308, 0.304253],
    [0.121595, 1.493994],
    [0.095612, -0.084589],
  ],
  white: D65,
  ...logCurve({
    a: 155.975327,
    b: 0.01 * 155.975327 + 1,
    c: 0.224282 * LOG10_2,
    d: 0,
    e: 15.1927,
    f: 0.01 * 15.1927,
    cut: -0.01,
    codeCut: 0,
  }),
}
