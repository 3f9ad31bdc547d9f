import type { Space } from '../op/space.ts'
import type { Curve } from '../op/transfer.ts'

const [c, d] = [1 / 17.52, 9.72 / 17.52]
const tiny = 1 / 65536
const curve: Curve = {
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: (9.72 - 16) / 17.52 },
    { form: 'log', from: 0, a: 0.5, b: tiny, c, d },
    { form: 'log', from: tiny * 2, a: 1, b: 0, c, d },
  ],
  toLight: [
    { form: 'exp', from: -Infinity, a: 17.52, b: -8.72, c: 1, d: -2 * tiny },
    { form: 'exp', from: (9.72 - 15) / 17.52, a: 17.52, b: -9.72, c: 1, d: 0 },
  ],
}

/** ACEScc. */
export const acescc: Space = {
  id: 'acescc',
  title: 'ACEScc',
  source: 'Academy S-2014-003, ACEScc',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.713, 0.293],
    [0.165, 0.83],
    [0.128, 0.044],
  ],
  white: [0.32168, 0.33767],
  ...curve,
}
