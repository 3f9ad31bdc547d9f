import { exp, log2 } from '../op/libm.ts'
import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { type Curve, LN_2 } from '../op/transfer.ts'

const a = 0.17883277
const b = 1 - 4 * a
const c = 0.5 - a * LN_2 * log2(4 * a)
/**
 * Light of the curve's own scale at which a card that reflects all stands: code 0.75, BT.2408-7 table 1 ("HDR reference white"). The curve
 * ends at 1, 3.77 times as much; so 18 % comes to code 0.378, as the same table has it.
 */
const WHITE = (exp((0.75 - c) / a) + b) / 12
const curve: Curve = {
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 3 * WHITE, b: 0, p: 0.5, c: 1, d: 0 },
    { form: 'log', from: 1 / (12 * WHITE), a: 12 * WHITE, b: -b, c: a * LN_2, d: c },
  ],
  toLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: 0, a: 1, b: 0, p: 2, c: 1 / (3 * WHITE), d: 0 },
    {
      form: 'exp',
      from: 0.5,
      a: 1 / (a * LN_2),
      b: -c / (a * LN_2),
      c: 1 / (12 * WHITE),
      d: b / (12 * WHITE),
    },
  ],
}

/** Rec.2100 HLG camera. */
export const rec2100Hlg: Space = {
  id: 'rec2100-hlg',
  title: 'Rec.2100 HLG camera',
  source: 'Recommendation ITU-R BT.2100-2, table 5; light 1 is the reference white of BT.2408-7, code 0.75',
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
