import type { Space } from '../op/space.ts'
import { logCurve } from '../op/transfer.ts'

/** ACEScct. */
export const acescct: Space = {
  id: 'acescct',
  title: 'ACEScct',
  source: 'Academy S-2016-001, ACEScct',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.713, 0.293],
    [0.165, 0.83],
    [0.128, 0.044],
  ],
  white: [0.32168, 0.33767],
  ...logCurve({
    a: 1,
    b: 0,
    c: 1 / 17.52,
    d: 9.72 / 17.52,
    e: 10.5402377416545,
    f: 0.0729055341958355,
    cut: 0.0078125,
    codeCut: 0.155251141552511,
  }),
}
