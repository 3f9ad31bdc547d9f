import { type Cells, chainCells, drawCells } from '../op/cells.ts'
import { type Controls, defineOp } from '../op/define.ts'
import { drawPieces, drawSaturation, drawSignedPower, memo } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { firm } from '../op/f32.ts'
import { cos, exp2, sin } from '../op/libm.ts'
import { identity, invert, type Matrix, multiply } from '../op/matrix.ts'
import { choice, scalar, yrgb } from '../op/param.ts'
import { chain, highlights, S_SLOPES, sCurve, shadows } from '../op/zones.ts'

/** Rec.709 luma (Recommendation ITU-R BT.709-6, item 3.2). */
const LUMA = [0.2126, 0.7152, 0.0722] as const
/** What each channel takes back from the other two for a unit of its own: w / (1 − w). */
const TAKEN = LUMA.map((w) => w / (1 - w))
/** The denominator of lift and gain is held above this: the slope stays below 64 times the gain. */
const STEEPEST = 1 / 64
/** Stops that Temp moves red up and blue down at 4,000, and that Tint moves green down at 100. */
const TEMPERATURE_STOPS = 0.5
const TINT_STOPS = 0.5

/** The line `S·x + A` that lift and gain make of one channel: white at 1/gain comes to 1, black at −lift to 0 (GradingPrimary, video). */
function line(lift: number, gain: number): readonly [number, number] {
  const slope = gain / Math.max(1 + lift * gain, STEEPEST)
  return [slope, lift * slope]
}

/** Lift and gain with lum mix: what R, G or B adds beyond the master is taken back, in luma, from the other two. */
function drawLevels(b: Builder, [r, g, blue]: Rgb, c: Controls): Rgb | null {
  const [lift, gain] = [c.numbers('lift'), c.numbers('gain')]
  if (lift.every((v) => v === 0) && gain.every((v) => v === 1)) return null
  const [S, A] = line(lift[0]!, gain[0]!)
  const own = [1, 2, 3].map((i) => line(lift[0]! + lift[i]!, gain[0]! * gain[i]!))
  const mix = c.number('lum-mix') / 100
  const rows = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => (i === j ? own[i]![0] : firm(-mix * TAKEN[j]! * (own[j]![0] - S)))),
  )
  const offsets = own.map(
    ([, a], i) => a - mix * own.reduce((sum, [, other], j) => (j === i ? sum : sum + TAKEN[j]! * (other - A)), 0),
  )
  const alone = rows.every((row, i) => row.every((v, j) => i === j || v === 0))
  const scaled: Rgb = alone
    ? b.each([r, g, blue], (x, i) => b.mul(x, b.coef(own[i]![0])))
    : b.matrix(rows.flat(), [r, g, blue])
  return offsets.every((v) => v === 0) ? scaled : b.each(scaled, (x, i) => b.add(x, b.coef(offsets[i]!)))
}

/** Gamma with lum mix: the same rule on the bent values, so that luma is held for every pixel and not at one grey only. */
function drawGamma(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [m, ...own] = c.numbers('gamma') as [number, number, number, number]
  if (m === 1 && own.every((v) => v === 1)) return null
  const mix = c.number('lum-mix') / 100
  // Held, so that the differences below stay normal numbers.
  const bent = b.each(rgb, (x, i) => b.hold(drawSignedPower(b, 1 / (m * own[i]!), x)))
  if (mix === 0 || own.every((v) => v === 1)) return bent
  const added = b.each(rgb, (x, i) => b.sub(bent[i], b.hold(drawSignedPower(b, 1 / m, x))))
  const taken = b.each(added, (d, j) => b.mul(d, b.coef(mix * TAKEN[j]!)))
  const from = (x: V, first: V, second: V) => b.sub(b.sub(x, first), second)
  return [from(bent[0], taken[1], taken[2]), from(bent[1], taken[0], taken[2]), from(bent[2], taken[0], taken[1])]
}

/** Three gains whose luma-weighted sum is 1: the luma of a neutral does not move. */
function balance(temperature: number, tint: number): readonly number[] {
  const warm = (temperature / 4000) * TEMPERATURE_STOPS
  const magenta = (tint / 100) * TINT_STOPS
  const raw = [exp2(warm), exp2(-magenta), exp2(-warm)]
  const luma = raw.reduce((sum, v, i) => sum + v * LUMA[i]!, 0)
  return raw.map((v) => v / luma)
}

/** R'G'B' -> Y', Cb, Cr (BT.709-6, items 3.2 and 3.3): Cb = (B' − Y') / 1.8556, Cr = (R' − Y') / 1.5748. */
const YCBCR: Matrix = (() => {
  const [r, g, blue] = LUMA
  const [cb, cr] = [1 / (2 * (1 - blue)), 1 / (2 * (1 - r))]
  return [r, g, blue, -r * cb, -g * cb, (1 - blue) * cb, (1 - r) * cr, -g * cr, -blue * cr]
})()
const RGB = invert(YCBCR)

/** Turns chroma by so many turns, anticlockwise as a vectorscope shows it (red towards yellow), and leaves luma. */
function turned(turns: number): Matrix {
  if (turns === 0) return identity
  const angle = 2 * Math.PI * turns
  const [co, si] = [cos(angle), sin(angle)]
  return multiply(RGB, multiply([1, 0, 0, 0, co, -si, 0, si, co], YCBCR))
}

/** By slope and pivot, which is held a little inside 0 … 1. */
const sTables = memo<string, Cells>(32, (key) => {
  const [slope, pivot] = key.split(' ').map(Number) as [number, number]
  const k = Math.min(Math.max(slope, S_SLOPES[0]), S_SLOPES[1])
  return chainCells(`primaries.s ${key}`, chain([sCurve(k, 0, Math.min(Math.max(pivot, 1 / 64), 63 / 64), 1)]))
})

/** What 100 of shadows or highlights is of GradingTone's amount beyond 1, and where its zones stand. */
const AMOUNT = 0.8
const [SHADOWS, HIGHLIGHTS] = [
  [0.5, 0],
  [0.3, 1],
] as const
/** By shadows and highlights as stored. */
const zoneTables = memo<string, Cells>(32, (key) => {
  const [dark, light] = key.split(' ').map((v) => 1 + (Number(v) / 100) * AMOUNT) as [number, number]
  return chainCells(`primaries.zones ${key}`, chain([highlights(light, ...HIGHLIGHTS), shadows(dark, ...SHADOWS)]))
})

/** Chroma (largest less smallest channel) from which on colour boost does nothing is one over this. */
const BOOST_REACH = 4

/** Lift, gamma, gain with lum mix, contrast, saturation, hue, temperature, tint, boost, shadows, highlights and exposure, on code values of the working space. */
export const primaries = defineOp({
  id: 'primaries',
  version: 1,
  title: 'Primaries',
  place: 'primaries',
  doc:
    'The primary corrector on code values of the working space, in this order: exposure, lift with gain, gamma, contrast, saturation, hue, temperature with tint, colour boost, highlights with shadows. ' +
    'With lum mix at 0, lift, gain and gamma are those of OpenColorIO’s GradingPrimary in its video style, contrast, gamma and saturation those of its log style; ' +
    'the master Y adds to the lift and multiplies the gamma and gain of each channel. ' +
    'Declared different from GradingPrimary: black and white stand at 0 and 1 and cannot be moved; nothing is clamped; contrast is one number for all channels, comes after gamma, ' +
    'and its pivot p is a code value (OpenColorIO’s is 2p − 1); offset belongs to the log stage, after all this; ' +
    'the denominator of lift and gain, 1 + lift · gain, is held to 1/64 and above, where OpenColorIO’s goes through 0; the exponent 1 / gamma is held to 1/20 … 20. ' +
    'Lum mix m, OpenColorIO has none: what the own part of R, G or B of lift with gain, or of gamma, adds to its channel beyond what the master alone makes is d; each of the other two channels loses m/100 · d · w / (1 − w), ' +
    'with w the Rec.709 weight of the one that moved. At 100 the luma of every pixel is what the master alone gives it; at 0 each channel moves alone. ' +
    'Exposure e: code to light by the curve of the working space, times 2^e, back; light is held to ±65,504, and a display’s curve has no light below 0. ' +
    'Hue h, in turns: chroma (Cb, Cr of Rec.709) is turned by h. ' +
    'Temp t and Tint u: red times 2^(t/8000), green times 2^(−u/200), blue times 2^(−t/8000), all three divided by the Rec.709 luma of these three factors. ' +
    'Contrast in its S-curve: an S of that slope at the pivot, that of GradingTone’s S-contrast, which leaves 0 and 1; the slope is held to 0.28125 … 5.1 and the pivot to 1/64 … 63/64. ' +
    'Colour boost b: with q = min(4 · (largest − smallest channel), 1) the saturation is 1 + b/100 · (1 − q)². ' +
    'Highlights h and Shadows s: GradingTone’s highlights of 1 + 0.8 · h/100 from 0.3 to 1, then its shadows of 1 + 0.8 · s/100 from 0.5 to 0, in each channel. ' +
    'Resolve publishes no formulas for its primaries; these are ours.',
  params: {
    exposure: scalar({
      title: 'Exposure',
      unit: 'stop',
      neutral: 0,
      hard: [-16, 16],
      soft: [-4, 4],
      doc: 'Scales scene light, through the curve of the working space: 0 changes nothing, 1 doubles the light.',
    }),
    lift: yrgb({
      title: 'Lift',
      unit: 'code',
      neutral: 0,
      hard: [-0.5, 0.5],
      soft: [-0.25, 0.25],
      doc: 'Raises or lowers black and leaves white where it is: at 0.1, black comes to 0.1 / 1.1.',
    }),
    gamma: yrgb({
      title: 'Gamma',
      unit: 'ratio',
      neutral: 1,
      hard: [0.125, 8],
      soft: [0.5, 2],
      shown: { offset: -1 },
      doc: 'Bends the middle and leaves black and white: the exponent is one over the stored value, shown 0.00 at rest, above it brighter.',
    }),
    gain: yrgb({
      title: 'Gain',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 16],
      soft: [0, 2],
      doc: 'Scales from black: 1 changes nothing, 2 doubles the code value.',
    }),
    'lum-mix': scalar({
      title: 'Lum Mix',
      unit: 'percent',
      neutral: 100,
      hard: [0, 100],
      soft: [0, 100],
      shown: { decimals: 0 },
      doc: 'How much of the luma that R, G or B of lift, gamma or gain adds is taken back from the other two channels: 100 holds luma, 0 moves the channel alone.',
    }),
    contrast: scalar({
      title: 'Contrast',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 8],
      soft: [0, 2],
      shown: { decimals: 3 },
      doc: 'Slope about the pivot: 1 changes nothing, 0 is flat at the pivot.',
    }),
    'contrast-shape': choice({
      title: 'Contrast Shape',
      doc: 'What contrast does to the ends.',
      options: [
        { id: 'linear', title: 'Linear', doc: 'A line: black and white move with the slope.' },
        { id: 's-curve', title: 'S-curve', doc: 'An S: black and white stay.' },
      ],
    }),
    pivot: scalar({
      title: 'Pivot',
      unit: 'code',
      neutral: 0.435,
      hard: [0, 1],
      soft: [0, 1],
      shown: { decimals: 3 },
      doc: 'The code value that contrast leaves where it is; it changes nothing while contrast is 1.',
    }),
    saturation: scalar({
      title: 'Saturation',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 8],
      soft: [0, 2],
      shown: { scale: 50, decimals: 0 },
      doc: 'Scales distance from Rec.709 luma: shown 0 is grey, 50 changes nothing, 100 doubles it.',
    }),
    hue: scalar({
      title: 'Hue',
      unit: 'turn',
      neutral: 0,
      hard: [-0.5, 0.5],
      soft: [-0.5, 0.5],
      shown: { scale: 100, offset: 50, decimals: 0 },
      doc: 'Turns all hues and leaves luma: shown 50 changes nothing, above it red goes towards yellow, 0 and 100 are half a turn.',
    }),
    temperature: scalar({
      title: 'Temp',
      unit: 'step',
      neutral: 0,
      hard: [-4000, 4000],
      soft: [-4000, 4000],
      shown: { decimals: 0 },
      doc: 'Constrained gain between blue (below 0) and red (above), with the luma of a neutral held.',
    }),
    tint: scalar({
      title: 'Tint',
      unit: 'step',
      neutral: 0,
      hard: [-100, 100],
      soft: [-100, 100],
      shown: { decimals: 0 },
      doc: 'Constrained gain between green (below 0) and magenta (above), with the luma of a neutral held.',
    }),
    boost: scalar({
      title: 'Color Boost',
      unit: 'percent',
      neutral: 0,
      hard: [-100, 100],
      soft: [-100, 100],
      shown: { decimals: 0 },
      doc: 'Raises or lowers saturation, the more the less there is of it: 0 changes nothing.',
    }),
    shadows: scalar({
      title: 'Shadows',
      unit: 'percent',
      neutral: 0,
      hard: [-100, 100],
      soft: [-100, 100],
      shown: { decimals: 0 },
      doc: 'Brightens or darkens what lies below the middle and leaves black: 0 changes nothing.',
    }),
    highlights: scalar({
      title: 'Highlights',
      unit: 'percent',
      neutral: 0,
      hard: [-100, 100],
      soft: [-100, 100],
      shown: { decimals: 0 },
      doc: 'Brightens or darkens what lies above the lower third and leaves white: 0 changes nothing.',
    }),
  },
  parts: [
    {
      reads: ['exposure'],
      draw: (b, rgb, c, { working }) => {
        const stops = c.number('exposure')
        if (stops === 0) return null
        const gain = b.coef(exp2(stops))
        const light = b.each(drawPieces(b, working.toLight, 1, rgb), (x) => b.hold(b.mul(b.hold(x), gain)))
        return drawPieces(b, working.fromLight, 16, light)
      },
    },
    { reads: ['lift', 'gain', 'lum-mix'], draw: drawLevels },
    { reads: ['gamma', 'lum-mix'], draw: drawGamma },
    {
      reads: ['contrast', 'contrast-shape', 'pivot'],
      draw: (b, rgb, c) => {
        const slope = c.number('contrast')
        if (slope === 1) return null
        if (c.word('contrast-shape') === 's-curve') {
          const cells = sTables(`${slope} ${c.number('pivot')}`)
          return b.each(rgb, (x) => drawCells(b, cells, x))
        }
        const [k, p] = [b.coef(slope), b.coef(c.number('pivot'))]
        return b.each(rgb, (x) => b.add(b.mul(b.sub(x, p), k), p))
      },
    },
    {
      reads: ['saturation'],
      draw: (b, rgb, c) => (c.number('saturation') === 1 ? null : drawSaturation(b, rgb, c.number('saturation'))),
    },
    {
      reads: ['hue'],
      draw: (b, rgb, c) => (c.number('hue') === 0 ? null : b.matrix(turned(c.number('hue')), rgb)),
    },
    {
      reads: ['temperature', 'tint'],
      draw: (b, rgb, c) => {
        const [temperature, tint] = [c.number('temperature'), c.number('tint')]
        if (temperature === 0 && tint === 0) return null
        const gains = balance(temperature, tint)
        return b.each(rgb, (x, i) => b.mul(x, b.coef(gains[i]!)))
      },
    },
    {
      reads: ['boost'],
      draw: (b, rgb, c) => {
        const boost = c.number('boost')
        if (boost === 0) return null
        const [r, g, blue] = rgb
        const chroma = b.hold(b.sub(b.max(b.max(r, g), blue), b.min(b.min(r, g), blue)))
        const rest = b.sub(b.const(1), b.min(b.mul(chroma, b.const(BOOST_REACH)), b.const(1)))
        const by = b.hold(b.add(b.const(1), b.mul(b.coef(boost / 100), b.mul(b.hold(rest), b.hold(rest)))))
        const luma = b.hold(b.luma(rgb))
        return b.each(rgb, (x) => b.add(luma, b.mul(by, b.hold(b.sub(x, luma)))))
      },
    },
    {
      reads: ['shadows', 'highlights'],
      draw: (b, rgb, c) => {
        const [dark, light] = [c.number('shadows'), c.number('highlights')]
        if (dark === 0 && light === 0) return null
        const cells = zoneTables(`${dark} ${light}`)
        return b.each(rgb, (x) => drawCells(b, cells, x))
      },
    },
  ],
})
