import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { type Curve, LOG10_2 } from '../op/transfer.ts'

const [k, c] = [14.98325 / 0.9, 0.36726845 * LOG10_2]
const [high, low] = [0.12240537, 0.12783901]
const [slope, mid] = [1.9754798 / 0.9, 0.12512219]
const curve: Curve = {
  fromLight: [
    { form: 'log', from: -Infinity, a: -k, b: 1, c: -c, d: low },
    { form: 'line', from: -0.014 * 0.9, k: slope, m: mid },
    { form: 'log', from: 0.014 * 0.9, a: k, b: 1, c, d: high },
  ],
  toLight: [
    { form: 'exp', from: -Infinity, a: -1 / c, b: low / c, c: -1 / k, d: 1 / k },
    { form: 'line', from: 0.097465473, k: 1 / slope, m: -mid / slope },
    { form: 'exp', from: 0.15277891, a: 1 / c, b: -high / c, c: 1 / k, d: -1 / k },
  ],
}

/** Canon Log 3, Cinema Gamut. */
export const clog3: Space = {
  id: 'clog3-cgamut',
  title: 'Canon Log 3, Cinema Gamut',
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
