import { type Controls, defineOp } from '../op/define.ts'
import type { Builder, Rgb } from '../op/expr.ts'
import { rgb, scalar } from '../op/param.ts'

/** Half of the width over which one zone goes over into the next, as code. */
const HALF = 0.2

/** x + S + (M − S)·s(low) + (H − M)·s(high), s(at) rising smoothly from at − HALF to at + HALF. */
function drawWheels(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [shadow, midtone, highlight] = [c.numbers('shadow'), c.numbers('midtone'), c.numbers('highlight')]
  if ([shadow, midtone, highlight].every((wheel) => wheel.every((v) => v === 0))) return null
  const low = c.number('low-range')
  const ends = [low, Math.max(low, c.number('high-range'))].map((at) => b.coef((HALF - at) / (2 * HALF)))
  const over = b.const(1 / (2 * HALF))
  return b.each(rgb, (x, i) => {
    const [s, h] = ends.map((end) => {
      // Held, so that its square and what a wheel makes of it stay normal numbers.
      const t = b.hold(b.clamp01(b.add(b.mul(x, over), end)))
      return b.mul(b.mul(t, t), b.sub(b.const(3), b.add(t, t)))
    }) as [typeof x, typeof x]
    const toMiddle = b.mul(s, b.coef(midtone[i]! - shadow[i]!))
    const toHigh = b.mul(h, b.coef(highlight[i]! - midtone[i]!))
    return b.add(x, b.add(b.add(b.coef(shadow[i]!), toMiddle), toHigh))
  })
}

const wheel = (title: string, doc: string) =>
  rgb({
    title,
    unit: 'code',
    neutral: 0,
    hard: [-1, 1],
    soft: [-0.25, 0.25],
    shown: { scale: 100 },
    doc,
  })

/** The log stage: shadow, midtone and highlight wheels over their ranges, then offset. */
export const log = defineOp({
  id: 'log',
  version: 1,
  title: 'Log',
  place: 'log',
  doc:
    'The log stage, after the primaries: the three wheels, then offset; lum mix does not touch it. A wheel adds to the code values of its zone. With t(a) = clamp((x − a) / 0.4 + 0.5) and s(a) = t² · (3 − 2t), ' +
    'shadows have the weight 1 − s(low range), highlights s(high range), midtones what is left; each channel by its own value. A high range below the low range counts as the low range. ' +
    'Offset moves every code value of a channel by the same amount. Resolve publishes no formulas for its log wheels; these are ours.',
  params: {
    shadow: wheel('Shadow', 'Added where the code value lies below the low range: 0 changes nothing.'),
    midtone: wheel('Midtone', 'Added between the low and the high range: 0 changes nothing.'),
    highlight: wheel('Highlight', 'Added where the code value lies above the high range: 0 changes nothing.'),
    'low-range': scalar({
      title: 'Low Range',
      unit: 'code',
      neutral: 0.333,
      hard: [0, 1],
      soft: [0, 1],
      shown: { decimals: 3 },
      doc: 'Where shadows go over into midtones; it changes nothing while the wheels rest.',
    }),
    'high-range': scalar({
      title: 'High Range',
      unit: 'code',
      neutral: 0.55,
      hard: [0, 1],
      soft: [0, 1],
      shown: { decimals: 3 },
      doc: 'Where midtones go over into highlights; it changes nothing while the wheels rest.',
    }),
    offset: rgb({
      title: 'Offset',
      unit: 'code',
      neutral: 0,
      hard: [-1, 1],
      soft: [-0.5, 0.5],
      shown: { scale: 100, offset: 25 },
      doc: 'Added to the code value: shown 25.00 changes nothing, one point more is one hundredth of the code range.',
    }),
  },
  parts: [
    { reads: ['shadow', 'midtone', 'highlight', 'low-range', 'high-range'], draw: drawWheels },
    {
      reads: ['offset'],
      draw: (b, rgb, c) => {
        const offset = c.numbers('offset')
        return offset.every((v) => v === 0) ? null : b.each(rgb, (x, i) => b.add(x, b.coef(offset[i]!)))
      },
    },
  ],
})
