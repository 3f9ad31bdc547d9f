import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { slog3SGamut3 } from './slog3-sgamut3.ts'

const curve = { toLight: slog3SGamut3.toLight, fromLight: slog3SGamut3.fromLight }

/** Sony S-Log3, S-Gamut3.Cine as the VENICE camera records it. */
export const slog3SGamut3CineVenice: Space = {
  id: 'slog3-sgamut3-cine-venice',
  title: 'Sony S-Log3, S-Gamut3.Cine of VENICE',
  source: 'Sony, VENICE colour gamuts as published with its ACES input transforms (2017); curve as S-Log3',
  referred: 'scene',
  adaptation: 'cat02',
  primaries: [
    [0.775901872, 0.274502393],
    [0.188682902, 0.828684937],
    [0.101337383, -0.089187517],
  ],
  white: D65,
  ...curve,
}
