import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { gammaCurve } from '../op/transfer.ts'

/** Rec.2020 display, BT.1886 (gamma 2.4). */
export const rec2020Bt1886: Space = {
  id: 'rec2020-bt1886',
  title: 'Rec.2020 display, BT.1886 (gamma 2.4)',
  source: 'Recommendations ITU-R BT.2020-2 and BT.1886',
  referred: 'display',
  adaptation: null,
  primaries: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  white: D65,
  ...gammaCurve(2.4),
}
