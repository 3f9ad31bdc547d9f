import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { toeCurve } from '../op/transfer.ts'

/** sRGB display. */
export const srgb: Space = {
  id: 'srgb',
  title: 'sRGB display',
  source: 'IEC 61966-2-1',
  referred: 'display',
  adaptation: null,
  primaries: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  white: D65,
  ...toeCurve({ power: 1 / 2.4, offset: 0.055, slope: 12.92, cut: 0.0031308, codeCut: 0.04045 }),
}
