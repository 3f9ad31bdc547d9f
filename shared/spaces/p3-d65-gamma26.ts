import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { gammaCurve } from '../op/transfer.ts'

/** P3 D65 display, gamma 2.6. */
export const p3D65: Space = {
  id: 'p3-d65-gamma26',
  title: 'P3 D65 display, gamma 2.6',
  source: 'SMPTE RP 431-2 primaries, D65',
  referred: 'display',
  adaptation: null,
  primaries: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  white: D65,
  ...gammaCurve(2.6),
}
