import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { rec2100Pq } from './rec2100-pq.ts'

const curve = { toLight: rec2100Pq.toLight, fromLight: rec2100Pq.fromLight }

/** P3 D65 display with PQ, 1,000 cd/m²: what most HDR is mastered on. */
export const p3D65Pq: Space = {
  id: 'p3-d65-pq',
  title: 'P3 D65 PQ display, 1,000 cd/m²',
  source: 'SMPTE ST 2084, SMPTE EG 432-1 primaries, D65; light 1 is 100 cd/m²',
  referred: 'display',
  peak: 10,
  adaptation: null,
  primaries: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  white: D65,
  ...curve,
}
