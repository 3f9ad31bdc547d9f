import { type Controls, defineOp, type Part } from '../op/define.ts'
import { drawSaturation, drawSignedPower } from '../op/draw.ts'
import type { Builder, Rgb } from '../op/expr.ts'
import { HELD_MAX } from '../op/f32.ts'
import { exp2 } from '../op/libm.ts'
import { choice, scalar, yrgb } from '../op/param.ts'

/** Code values of one point of brightness (ops/gradingprimary/GradingPrimary.cpp). */
const POINT = 6.25 / 1023
/** The denominator of lift and gain, as a share of white less black, is held above this. */
const STEEPEST = 1 / 64

const sums = (c: Controls, control: string): number[] => {
  const [m, ...own] = c.numbers(control) as [number, number, number, number]
  return own.map((v) => m + v)
}
const products = (c: Controls, control: string): number[] => {
  const [m, ...own] = c.numbers(control) as [number, number, number, number]
  return own.map((v) => m * v)
}

function shift(b: Builder, rgb: Rgb, by: readonly number[]): Rgb | null {
  return by.every((v) => v === 0) ? null : b.each(rgb, (x, i) => b.add(x, b.coef(by[i]!)))
}

/** Lift, gain and offset of the video style: black stands at its pivot, and white over gain comes to white. */
function drawLevels(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [lift, gain, offset] = [sums(c, 'lift'), products(c, 'gain'), sums(c, 'offset')]
  if (lift.every((v) => v === 0) && gain.every((v) => v === 1)) return shift(b, rgb, offset)
  const [black, white] = [c.number('pivot-black'), c.number('pivot-white')]
  const range = white - black
  return b.each(rgb, (x, i) => {
    const g = gain[i]!
    const slope = (range * g) / Math.max(white + (lift[i]! - black) * g, range * STEEPEST)
    const moved = b.add(x, b.coef(offset[i]! + lift[i]! - black))
    return b.add(b.mul(moved, b.coef(slope)), b.coef(black))
  })
}

function drawContrast(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [k, style] = [products(c, 'contrast'), c.word('style')]
  if (style === 'video' || k.every((v) => v === 1)) return null
  if (style === 'log') {
    const pivot = b.coef(0.5 + 0.5 * c.number('pivot'))
    return b.each(rgb, (x, i) => b.add(b.mul(b.sub(x, pivot), b.coef(k[i]!)), pivot))
  }
  const pivot = 0.18 * exp2(c.number('pivot-lin'))
  const [over, back] = [b.coef(1 / pivot), b.coef(pivot)]
  return b.each(rgb, (x, i) => b.mul(drawSignedPower(b, k[i]!, b.mul(x, over)), back))
}

function drawGamma(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const gamma = products(c, 'gamma')
  if (c.word('style') === 'lin' || gamma.every((v) => v === 1)) return null
  const black = c.number('pivot-black')
  const range = c.number('pivot-white') - black
  const [from, over, back] = [b.coef(black), b.coef(1 / range), b.coef(range)]
  return b.each(rgb, (x, i) => {
    const bent = drawSignedPower(b, 1 / gamma[i]!, b.hold(b.mul(b.sub(x, from), over)))
    return b.add(b.mul(b.hold(bent), back), from)
  })
}

const parts: readonly Part[] = [
  {
    reads: ['style', 'brightness'],
    draw: (b, rgb, c) =>
      c.word('style') === 'log'
        ? shift(
            b,
            rgb,
            sums(c, 'brightness').map((v) => v * POINT),
          )
        : null,
  },
  {
    reads: ['style', 'offset', 'exposure'],
    draw: (b, rgb, c) => {
      if (c.word('style') !== 'lin') return null
      const stops = sums(c, 'exposure')
      const moved = shift(b, rgb, sums(c, 'offset'))
      if (stops.every((v) => v === 0)) return moved
      return b.each(b.hold3(moved ?? rgb), (x, i) => b.mul(x, b.coef(exp2(stops[i]!))))
    },
  },
  {
    reads: ['style', 'lift', 'gain', 'offset', 'pivot-black', 'pivot-white'],
    draw: (b, rgb, c) => (c.word('style') === 'video' ? drawLevels(b, rgb, c) : null),
  },
  { reads: ['style', 'contrast', 'pivot', 'pivot-lin'], draw: drawContrast },
  { reads: ['style', 'gamma', 'pivot-black', 'pivot-white'], draw: drawGamma },
  {
    reads: ['saturation'],
    draw: (b, rgb, c) => (c.number('saturation') === 1 ? null : drawSaturation(b, rgb, c.number('saturation'))),
  },
  {
    reads: ['clamp-black', 'clamp-white'],
    draw: (b, rgb, c) => {
      const [black, white] = [c.number('clamp-black'), c.number('clamp-white')]
      if (black === -HELD_MAX && white === HELD_MAX) return null
      const [low, high] = [b.coef(black), b.coef(white)]
      return b.each(rgb, (x) => b.min(b.max(x, low), high))
    },
  },
]

/** OpenColorIO's GradingPrimary, forward, in its three styles. */
export const gradingPrimary = defineOp({
  id: 'grading-primary',
  version: 1,
  title: 'Grading Primary',
  place: 'grading',
  arms: false,
  doc:
    'OpenColorIO’s GradingPrimary, forward, without the faults of 2.1.2. Log: brightness, contrast about the pivot, gamma. Lin: offset, exposure, contrast about 0.18 · 2^pivot. ' +
    'Video: offset with lift and gain, gamma. Then in each style saturation and the clamps. Y is OpenColorIO’s master: it adds to brightness, offset, exposure and lift and multiplies contrast, gamma and gain. ' +
    'Declared different: the denominator of lift and gain is held to 1/64 of white less black and above, where OpenColorIO’s goes through 0; exponents are held to 1/20 … 20; ' +
    'where the clamps cross, white wins, where OpenColorIO refuses.',
  params: {
    style: choice({
      title: 'Style',
      doc: 'Which of OpenColorIO’s three sets of controls is meant; the others’ numbers wait unused.',
      options: [
        { id: 'log', title: 'Log', doc: 'Brightness, contrast and gamma, for logarithmic code values.' },
        { id: 'lin', title: 'Linear', doc: 'Offset, exposure and contrast, for scene light.' },
        { id: 'video', title: 'Video', doc: 'Offset, lift, gain and gamma, for display code values.' },
      ],
    }),
    brightness: yrgb({
      title: 'Brightness',
      unit: 'point',
      neutral: 0,
      hard: [-1000, 1000],
      soft: [-100, 100],
      doc: 'Log style: each point adds 6.25 ten-bit codes, 0 changes nothing.',
    }),
    contrast: yrgb({
      title: 'Contrast',
      unit: 'ratio',
      neutral: 1,
      hard: [0.015625, 8],
      soft: [0.015625, 2],
      shown: { decimals: 3 },
      doc: 'Log style: slope about the pivot; linear style: exponent about the pivot. 1 changes nothing.',
    }),
    gamma: yrgb({
      title: 'Gamma',
      unit: 'ratio',
      neutral: 1,
      hard: [0.125, 8],
      soft: [0.5, 2],
      shown: { decimals: 3 },
      doc: 'Log and video style: the exponent between the pivots is one over it, 1 changes nothing, above it brighter.',
    }),
    offset: yrgb({
      title: 'Offset',
      unit: 'code',
      neutral: 0,
      hard: [-4, 4],
      soft: [-0.5, 0.5],
      shown: { decimals: 3 },
      doc: 'Linear and video style: is added first, 0 changes nothing.',
    }),
    exposure: yrgb({
      title: 'Exposure',
      unit: 'stop',
      neutral: 0,
      hard: [-10, 10],
      soft: [-4, 4],
      doc: 'Linear style: 0 changes nothing, 1 doubles the light.',
    }),
    lift: yrgb({
      title: 'Lift',
      unit: 'code',
      neutral: 0,
      hard: [-0.5, 0.5],
      soft: [-0.25, 0.25],
      shown: { decimals: 3 },
      doc: 'Video style: moves black and leaves white, 0 changes nothing.',
    }),
    gain: yrgb({
      title: 'Gain',
      unit: 'ratio',
      neutral: 1,
      hard: [0.015625, 16],
      soft: [0.015625, 2],
      shown: { decimals: 3 },
      doc: 'Video style: scales from black, 1 changes nothing.',
    }),
    saturation: scalar({
      title: 'Saturation',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 8],
      soft: [0, 2],
      doc: 'Scales distance from Rec.709 luma: 0 is grey, 1 changes nothing.',
    }),
    pivot: scalar({
      title: 'Pivot',
      unit: 'code',
      neutral: -0.2,
      hard: [-4, 4],
      soft: [-1, 1],
      doc: 'Log style: contrast leaves 0.5 + 0.5 · pivot where it is.',
    }),
    'pivot-lin': scalar({
      title: 'Pivot, linear',
      unit: 'stop',
      neutral: 0.18,
      hard: [-4, 8],
      soft: [-4, 4],
      doc: 'Linear style: contrast leaves 0.18 · 2^pivot where it is.',
    }),
    'pivot-black': scalar({
      title: 'Black pivot',
      unit: 'code',
      neutral: 0,
      hard: [-1, 0.4375],
      soft: [-0.25, 0.25],
      shown: { decimals: 3 },
      doc: 'Log and video style: the black that gain and gamma leave where it is.',
    }),
    'pivot-white': scalar({
      title: 'White pivot',
      unit: 'code',
      neutral: 1,
      hard: [0.5, 8],
      soft: [0.5, 1.5],
      shown: { decimals: 3 },
      doc: 'Log and video style: the white that lift and gamma leave where it is.',
    }),
    'clamp-black': scalar({
      title: 'Clamp black',
      unit: 'code',
      neutral: -HELD_MAX,
      hard: [-HELD_MAX, HELD_MAX],
      soft: [-HELD_MAX, 1],
      shown: { decimals: 3 },
      doc: 'Nothing leaves lower than this; −65,504 clamps nothing.',
    }),
    'clamp-white': scalar({
      title: 'Clamp white',
      unit: 'code',
      neutral: HELD_MAX,
      hard: [-HELD_MAX, HELD_MAX],
      soft: [0, HELD_MAX],
      shown: { decimals: 3 },
      doc: 'Nothing leaves higher than this; 65,504 clamps nothing.',
    }),
  },
  parts,
})
