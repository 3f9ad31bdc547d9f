import { log2 } from '../op/libm.ts'
import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { type Curve, LN_2 } from '../op/transfer.ts'

const a = 0.17883277
const b = 1 - 4 * a
const c = 0.5 - a * LN_2 * log2(4 * a)
const curve: Curve = {
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 3, b: 0, p: 0.5, c: 1, d: 0 },
    { form: 'log', from: 1 / 12, a: 12, b: -b, c: a * LN_2, d: c },
  ],
  toLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 1, b: 0, p: 2, c: 1 / 3, d: 0 },
    { form: 'exp', from: 0.5, a: 1 / (a * LN_2), b: -c / (a * LN_2), c: 1 / 12, d: b / 12 },
  ],
}

/** Rec.2100 HLG camera. */
export const rec2100Hlg: Space = {
  id: 'rec2100-hlg',
  title: 'Rec.2100 HLG camera',
  source: 'Recommendation ITU-R BT.2100-2, table 5',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  white: D65,
  ...curve,
}
