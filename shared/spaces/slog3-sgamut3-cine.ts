import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { slog3SGamut3 } from './slog3-sgamut3.ts'

const curve = { toLight: slog3SGamut3.toLight, fromLight: slog3SGamut3.fromLight }

/** Sony S-Log3, S-Gamut3.Cine. */
export const slog3SGamut3Cine: Space = {
  id: 'slog3-sgamut3-cine',
  title: 'Sony S-Log3, S-Gamut3.Cine',
  source: 'Sony, Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3 (2014)',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.766, 0.275],
    [0.225, 0.8],
    [0.089, -0.087],
  ],
  white: D65,
  ...curve,
}
