/** What a scope is drawn over: where the bars, the skin line and the levels stand, as data for a screen. */
import { atan2, cos, sin } from '../op/libm.ts'
import type { Space } from '../op/space.ts'
import { evaluate } from '../op/transfer.ts'
import { LEVELS, SIDE } from './counts.ts'
import { chromaOf, dataCode, lumaOf, videoCode, type Weights } from './weights.ts'

/** A colour bar on a vectorscope. */
export interface Target {
  readonly name: 'R' | 'Mg' | 'B' | 'Cy' | 'G' | 'Yl'
  /** 75 or 100: percent of the bars. */
  readonly percent: 75 | 100
  /** Ten-bit codes of a signal of narrow range. */
  readonly code: { readonly y: number; readonly cb: number; readonly cr: number }
  /** Chroma as shares of the signal, −½ … ½; angle in degrees from Cb towards Cr, and distance from the middle. */
  readonly cb: number
  readonly cr: number
  readonly angle: number
  readonly radius: number
  /** The bin of `Counts.vectorscope` it falls in, Cb to the right and Cr upwards. */
  readonly bin: readonly [number, number]
}

const bars = [
  ['R', 1, 0, 0],
  ['Mg', 1, 0, 1],
  ['B', 0, 0, 1],
  ['Cy', 0, 1, 1],
  ['G', 0, 1, 0],
  ['Yl', 1, 1, 0],
] as const

/** The I axis of NTSC, on which skin of every colour lies nearly: 123° from Cb towards Cr. */
export const SKIN_DEGREES = 123

/** 16-bit value of a share of white. */
const value = (share: number): number => Math.floor(share * 65535 + 0.5)

/** The six bars at 75 and at 100 %, as the frame would hold them. */
export function targetsOf(weights: Weights): readonly Target[] {
  return ([75, 100] as const).flatMap((percent) =>
    bars.map(([name, ...rgb]): Target => {
      const [r, g, b] = rgb.map((on) => value((on * percent) / 100)) as [number, number, number]
      const y = lumaOf(weights, r, g, b)
      const code = { y: videoCode(y), cb: chromaOf(weights.blue, b - y), cr: chromaOf(weights.red, r - y) }
      const { cb, cr } = exactChroma(weights, r / 65535, g / 65535, b / 65535)
      const turn = (atan2(cr, cb) * 180) / Math.PI
      return {
        name,
        percent,
        code,
        cb,
        cr,
        angle: turn < 0 ? turn + 360 : turn,
        radius: Math.sqrt(cb * cb + cr * cr),
        bin: [code.cb >> 1, code.cr >> 1],
      }
    }),
  )
}

const kof = { rec709: [0.2126, 0.0722], rec2020: [0.2627, 0.0593], rec601: [0.299, 0.114] } as const

function exactChroma({ id }: Weights, r: number, g: number, b: number): { cb: number; cr: number } {
  const [kr, kb] = kof[id]
  const y = kr * r + (1 - kr - kb) * g + kb * b
  return { cb: (b - y) / (2 * (1 - kb)), cr: (r - y) / (2 * (1 - kr)) }
}

/** Both ends of the skin line in bins, from the middle to where a chroma of ½ lies. */
export function skinLine(): readonly [readonly [number, number], readonly [number, number]] {
  const angle = (SKIN_DEGREES * Math.PI) / 180
  const middle = SIDE / 2
  return [
    [middle, middle],
    [middle + 224 * cos(angle), middle + 224 * sin(angle)],
  ]
}

/** How a waveform is read: ten- or twelve-bit codes of full (data) or narrow (video) range, percent of white, millivolts, or cd/m². */
export type Scale = 'data10' | 'video10' | 'data12' | 'video12' | 'percent' | 'millivolt' | 'nits'

/** A line across a waveform or parade. `at`: 0 at the lowest level, 1 at the highest. */
export interface Line {
  readonly at: number
  readonly label: string
}

/** 100 % of a video signal in millivolts (SMPTE ST 170). */
const WHITE_MILLIVOLT = 700
const nits = [0.01, 0.1, 1, 10, 48, 100, 203, 400, 1000, 2000, 4000, 10000] as const

/** Lines of a scale over the frame of an output space. Of nits: only those within what its code can say; light 1 is 100 cd/m². */
export function linesOf(scale: Scale, output: Space): readonly Line[] {
  const even = (steps: number, label: (at: number) => number): Line[] =>
    Array.from({ length: steps + 1 }, (_, i) => ({ at: i / steps, label: String(Math.floor(label(i / steps) + 0.5)) }))
  switch (scale) {
    case 'percent':
      return even(10, (at) => at * 100)
    case 'millivolt':
      return even(7, (at) => at * WHITE_MILLIVOLT)
    case 'video10':
    case 'video12': {
      const by = scale === 'video12' ? 4 : 1
      return even(8, (at) => (64 + 876 * at) * by)
    }
    case 'data10':
    case 'data12': {
      const top = scale === 'data12' ? 4095 : 1023
      return even(8, (at) => at * top)
    }
    case 'nits':
      return nits
        .map((light) => ({ at: evaluate(output.fromLight, light / 100), label: `${light}` }))
        .filter(({ at }) => at > 0 && at <= 1)
  }
}

/** What a level reads on a scale of codes: that of the middle of its bin. */
export function codeOfLevel(level: number, scale: 'data10' | 'video10'): number {
  const middle = Math.floor(((level + 0.5) * 65536) / LEVELS)
  return scale === 'video10' ? videoCode(middle) : dataCode(middle)
}
