import type { Space } from '../op/space.ts'
import { linear } from '../op/transfer.ts'

/** ACEScg (linear AP1). */
export const acescg: Space = {
  id: 'acescg',
  title: 'ACEScg (linear AP1)',
  source: 'Academy S-2014-004, ACEScg',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.713, 0.293],
    [0.165, 0.83],
    [0.128, 0.044],
  ],
  white: [0.32168, 0.33767],
  ...linear,
}
