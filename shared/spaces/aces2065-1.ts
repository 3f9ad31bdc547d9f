import type { Space } from '../op/space.ts'
import { linear } from '../op/transfer.ts'

/** ACES2065-1 (linear AP0). */
export const aces2065: Space = {
  id: 'aces2065-1',
  title: 'ACES2065-1 (linear AP0)',
  source: 'SMPTE ST 2065-1',
  referred: 'scene',
  adaptation: null,
  primaries: [
    [0.7347, 0.2653],
    [0, 1],
    [0.0001, -0.077],
  ],
  white: [0.32168, 0.33767],
  ...linear,
}
