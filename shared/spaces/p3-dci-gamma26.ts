import type { Space } from '../op/space.ts'
import { gammaCurve } from '../op/transfer.ts'

/** P3 DCI projector, gamma 2.6, its own white. */
export const p3Dci: Space = {
  id: 'p3-dci-gamma26',
  title: 'P3 DCI projector, gamma 2.6',
  source: 'SMPTE RP 431-2',
  referred: 'display',
  adaptation: 'bradford',
  primaries: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  white: [0.314, 0.351],
  ...gammaCurve(2.6),
}
