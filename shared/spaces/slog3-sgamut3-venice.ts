import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { slog3SGamut3 } from './slog3-sgamut3.ts'

const curve = { toLight: slog3SGamut3.toLight, fromLight: slog3SGamut3.fromLight }

/** Sony S-Log3, S-Gamut3 as the VENICE camera records it. */
export const slog3SGamut3Venice: Space = {
  id: 'slog3-sgamut3-venice',
  title: 'Sony S-Log3, S-Gamut3 of VENICE',
  source: 'Sony, VENICE colour gamuts as published with its ACES input transforms (2017); curve as S-Log3',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.740464264, 0.279364374],
    [0.089241145, 0.893809529],
    [0.110488237, -0.052579333],
  ],
  white: D65,
  ...curve,
}
