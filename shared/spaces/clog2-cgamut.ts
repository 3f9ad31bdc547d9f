import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { type Curve, LOG10_2 } from '../op/transfer.ts'

const [k, c, d] = [87.099375 / 0.9, 0.24136077 * LOG10_2, 0.092864125]
const curve: Curve = {
  fromLight: [
    { form: 'log', from: -Infinity, a: -k, b: 1, c: -c, d },
    { form: 'log', from: 0, a: k, b: 1, c, d },
  ],
  toLight: [
    { form: 'exp', from: -Infinity, a: -1 / c, b: d / c, c: -1 / k, d: 1 / k },
    { form: 'exp', from: d, a: 1 / c, b: -d / c, c: 1 / k, d: -1 / k },
  ],
}

/** Canon Log 2, Cinema Gamut. */
export const clog2: Space = {
  id: 'clog2-cgamut',
  title: 'Canon Log 2, Cinema Gamut',
  source: 'Canon, Canon Log Gamma Curves (2018), full range',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.74, 0.27],
    [0.17, 1.14],
    [0.08, -0.1],
  ],
  white: D65,
  ...curve,
}
