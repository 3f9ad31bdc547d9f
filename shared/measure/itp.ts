/** ICtCp of Rec.2020 light, and how far two colours of it are apart (ΔE ITP, Recommendation ITU-R BT.2124-0). */
import type { Vec } from '../op/matrix.ts'
import { evaluate } from '../op/transfer.ts'
import { rec2100Pq } from '../spaces/rec2100-pq.ts'

/** Light of Rec.2020 in cd/m², 0 … 10,000 -> I, Ct, Cp (BT.2100-2 table 7, PQ). */
export function toIctcp([r, g, b]: Vec): Vec {
  const code = (nits: number): number => evaluate(rec2100Pq.fromLight, nits / 100)
  const l = code((1688 * r + 2146 * g + 262 * b) / 4096)
  const m = code((683 * r + 2951 * g + 462 * b) / 4096)
  const s = code((99 * r + 309 * g + 3688 * b) / 4096)
  return [0.5 * l + 0.5 * m, (6610 * l - 13613 * m + 7003 * s) / 4096, (17933 * l - 17390 * m - 543 * s) / 4096]
}

/** ΔE ITP of two lights of Rec.2020 in cd/m²: 1 is what is just seen. */
export function deltaEItp(one: Vec, other: Vec): number {
  const [a, b] = [toIctcp(one), toIctcp(other)]
  const [i, t, p] = [a[0] - b[0], 0.5 * (a[1] - b[1]), a[2] - b[2]]
  return 720 * Math.sqrt(i * i + t * t + p * p)
}
