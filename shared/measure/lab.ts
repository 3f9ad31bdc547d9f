/** CIE L*a*b*, and how far two colours of it are apart (CIEDE2000). For probes and reports: never in the path of pixels. */

import { atan2, cos, exp, pow, sin } from '../op/libm.ts'
import type { Vec } from '../op/matrix.ts'

/** L* 0 … 100, a*, b*. */
export type Lab = Vec

const DEGREE = Math.PI / 180
/** CIE 15:2018, 8.2.1: where the cube root goes over into a line. */
const [EPSILON, KAPPA] = [216 / 24389, 24389 / 27]

/** XYZ (Y of white 1) -> L*a*b* under that white. */
export function toLab(xyz: Vec, white: Vec): Lab {
  const [x, y, z] = xyz.map((v, i) => {
    const t = v / white[i]!
    return t > EPSILON ? pow(t, 1 / 3) : (KAPPA * t + 16) / 116
  }) as [number, number, number]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** Angle of a hue in degrees, 0 … 360; 0 of a grey. */
function hueOf(a: number, b: number): number {
  if (a === 0 && b === 0) return 0
  const turn = atan2(b, a) / DEGREE
  return turn < 0 ? turn + 360 : turn
}
const seventh = (x: number): number => {
  const cube = x * x * x
  return cube * cube * x
}
const FAR = seventh(25)

/** CIEDE2000 colour difference (CIE 142-2001), parametric factors 1, as Sharma, Wu and Dalal (2005) write it down. */
export function deltaE2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const chroma = (a: number, b: number): number => Math.sqrt(a * a + b * b)
  const mean = seventh((chroma(a1, b1) + chroma(a2, b2)) / 2)
  const g = 0.5 * (1 - Math.sqrt(mean / (mean + FAR)))
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2]
  const [c1, c2] = [chroma(p1, b1), chroma(p2, b2)]
  const [h1, h2] = [hueOf(p1, b1), hueOf(p2, b2)]
  const grey = c1 * c2 === 0
  let turn = grey ? 0 : h2 - h1
  if (turn > 180) turn -= 360
  else if (turn < -180) turn += 360
  const dl = l2 - l1
  const dc = c2 - c1
  const dh = 2 * Math.sqrt(c1 * c2) * sin((turn / 2) * DEGREE)
  const l = (l1 + l2) / 2
  const c = (c1 + c2) / 2
  let h = h1 + h2
  if (!grey) {
    if (Math.abs(h1 - h2) > 180) h += h < 360 ? 360 : -360
    h /= 2
  }
  const t =
    1 -
    0.17 * cos((h - 30) * DEGREE) +
    0.24 * cos(2 * h * DEGREE) +
    0.32 * cos((3 * h + 6) * DEGREE) -
    0.2 * cos((4 * h - 63) * DEGREE)
  const off = (l - 50) * (l - 50)
  const sl = 1 + (0.015 * off) / Math.sqrt(20 + off)
  const sc = 1 + 0.045 * c
  const sh = 1 + 0.015 * c * t
  const far = (h - 275) / 25
  const rc = 2 * Math.sqrt(seventh(c) / (seventh(c) + FAR))
  const rt = -sin(60 * exp(-far * far) * DEGREE) * rc
  const [x, y, z] = [dl / sl, dc / sc, dh / sh]
  return Math.sqrt(x * x + y * y + z * z + rt * y * z)
}
