import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { srgb } from './srgb.ts'

const curve = { toLight: srgb.toLight, fromLight: srgb.fromLight }

/** Display P3: P3 D65 with sRGB's curve, what computers and telephones of a wide gamut show. */
export const displayP3: Space = {
  id: 'display-p3',
  title: 'Display P3 (sRGB curve)',
  source: 'SMPTE EG 432-1 primaries, D65; curve of IEC 61966-2-1',
  referred: 'display',
  adaptation: null,
  primaries: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  white: D65,
  ...curve,
}
