import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { gammaCurve } from '../op/transfer.ts'

/** Rec.709 display, BT.1886 (gamma 2.4). */
export const rec709Bt1886: Space = {
  id: 'rec709-bt1886',
  title: 'Rec.709 display, BT.1886 (gamma 2.4)',
  source: 'Recommendations ITU-R BT.709-6 and BT.1886 Annex 1 with Lb = 0',
  referred: 'display',
  adaptation: null,
  primaries: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  white: D65,
  ...gammaCurve(2.4),
}
