import type { Space } from '../op/space.ts'
import { LN_2, logCurve } from '../op/transfer.ts'

const curve = logCurve({
  a: 1,
  b: 0.005494072432257808,
  c: 0.08692876065491224 * LN_2,
  d: 0.5300133392291939,
  e: 8.283605932402494,
  f: 0.09246575342465753,
  cut: 0.005,
})

/** Blackmagic Film Generation 5, Wide Gamut Gen 5. */
export const bmdFilmGen5: Space = {
  id: 'bmd-film-gen5',
  title: 'Blackmagic Film Generation 5, Wide Gamut Gen 5',
  source: 'Blackmagic Design, Blackmagic Generation 5 Color Science (2021)',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.7177215, 0.3171181],
    [0.228041, 0.861569],
    [0.1005841, -0.0820452],
  ],
  white: [0.312717, 0.3290312],
  ...curve,
}
