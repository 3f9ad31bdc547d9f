import { log2, pow } from '../op/libm.ts'
import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import type { Curve } from '../op/transfer.ts'

const [m1, m2] = [2610 / 16384, 2523 / 32]
const [c1, c2, c3] = [3424 / 4096, 2413 / 128, 2392 / 128]

function fromLight(light: number): number {
  const l = pow(Math.max(light, 0) / 100, m1)
  return pow((c1 + c2 * l) / (1 + c3 * l), m2)
}

/** log2 of light, within ±40: below is nothing, and above, near the pole of the formula at code 1.993, is more than is held anyway. */
function lightLog2(code: number): number {
  const e = pow(Math.max(code, 0), 1 / m2)
  return Math.min(Math.max(-40, log2(100) + log2(Math.max(e - c1, 1e-30) / Math.max(c2 - c3 * e, 1e-30)) / m1), 40)
}

const curve: Curve = {
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: fromLight(0) },
    { form: 'smooth', from: 0, name: 'pq.fromLight', f: fromLight },
  ],
  toLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'smooth-exp', from: 0, name: 'pq.toLight', f: lightLog2 },
  ],
}

/** Rec.2100 PQ display, 1,000 cd/m². */
export const rec2100Pq: Space = {
  id: 'rec2100-pq',
  title: 'Rec.2100 PQ display, 1,000 cd/m²',
  source: 'Recommendation ITU-R BT.2100-2, table 4 (SMPTE ST 2084); light 1 is 100 cd/m²',
  referred: 'display',
  peak: 10,
  adaptation: null,
  primaries: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  white: D65,
  ...curve,
}
