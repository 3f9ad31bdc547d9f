import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { toeCurve } from '../op/transfer.ts'

/** Rec.709 camera. */
export const rec709Scene: Space = {
  id: 'rec709-scene',
  title: 'Rec.709 camera',
  source: 'Recommendation ITU-R BT.709-6, item 1.2',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  white: D65,
  ...toeCurve({ power: 0.45, offset: 0.099, slope: 4.5, cut: 0.018, codeCut: 0.081 }),
}
