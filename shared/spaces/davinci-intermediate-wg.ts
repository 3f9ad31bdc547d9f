import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { logCurve } from '../op/transfer.ts'

/** DaVinci Intermediate, DaVinci Wide Gamut. */
export const davinciIntermediate: Space = {
  id: 'davinci-intermediate-wg',
  title: 'DaVinci Intermediate, DaVinci Wide Gamut',
  source: 'Blackmagic Design, DaVinci Resolve 17 Wide Gamut Intermediate (2021)',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.8, 0.313],
    [0.1682, 0.9877],
    [0.079, -0.1155],
  ],
  white: D65,
  ...logCurve({
    a: 1,
    b: 0.0075,
    c: 0.07329248,
    d: 0.07329248 * 7,
    e: 10.44426855,
    f: 0,
    cut: 0.00262409,
    codeCut: 0.02740668,
  }),
}
