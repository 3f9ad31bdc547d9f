import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import type { Curve } from '../op/transfer.ts'

/** The paper's R0, Rt, c, β, γ, δ; code below 0 is none, so R0 is the least light. */
const [r0, rt, k] = [-0.05641088, 0.01, 47.28711236]
const [beta, gamma, delta] = [0.00964052, 0.08550479, 0.69336945]
const curve: Curve = {
  fromLight: [
    { form: 'line', from: -Infinity, k: 0, m: 0 },
    { form: 'power', from: r0, a: 1, b: -r0, p: 2, c: k, d: 0 },
    { form: 'log', from: rt, a: 1, b: beta, c: gamma, d: delta },
  ],
  toLight: [
    { form: 'line', from: -Infinity, k: 0, m: r0 },
    { form: 'power', from: 0, a: 1 / k, b: 0, p: 0.5, c: 1, d: r0 },
    { form: 'exp', from: k * (rt - r0) * (rt - r0), a: 1 / gamma, b: -delta / gamma, c: 1, d: -beta },
  ],
}

/** Apple Log, Rec.2020. */
export const appleLog: Space = {
  id: 'apple-log-rec2020',
  title: 'Apple Log, Rec.2020',
  source: 'Apple, Apple Log Profile White Paper (2023)',
  referred: 'scene',
  adaptation: 'bradford',
  primaries: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  white: D65,
  ...curve,
}
