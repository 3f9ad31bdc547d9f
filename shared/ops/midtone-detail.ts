import { boxOf, LEAST_SIGMA } from '../op/blur.ts'
import { defineOp, rasterOf } from '../op/define.ts'
import { scalar } from '../op/param.ts'

/** Contrast between neighbours, in the middle of the range. */
export const midtoneDetail = defineOp({
  id: 'midtone-detail',
  version: 1,
  title: 'Midtone Detail',
  place: 'primaries',
  arms: false,
  doc:
    'Local contrast in the midtones: with S the blur of luma (that of Blur, of this radius), held to 0 … 1 for the weight, each channel gains amount/100 · 4 S (1 − S) · (luma − S). ' +
    'Black and white are left alone, hue and the distance from luma too. Resolve publishes no formula for its midtone detail; this is ours.',
  params: {
    amount: scalar({
      title: 'Midtone Detail',
      unit: 'percent',
      neutral: 0,
      hard: [-100, 100],
      soft: [-100, 100],
      shown: { decimals: 1 },
      doc: 'Raises local contrast above 0 and smooths below: 0 changes nothing.',
    }),
    radius: scalar({
      title: 'Radius',
      unit: 'half height',
      neutral: 0.08,
      hard: [1 / 128, 0.5],
      soft: [1 / 64, 0.25],
      shown: { scale: 100, decimals: 2 },
      doc: 'How large a neighbourhood is, in hundredths of half the picture’s height; it changes nothing while the amount is 0.',
    }),
  },
  parts: [
    {
      reads: ['amount', 'radius'],
      draw: (b, rgb, c, ground) => {
        const [amount, sigma] = [c.number('amount'), (c.number('radius') / 2) * (rasterOf(ground).height / 2)]
        if (amount === 0 || sigma < LEAST_SIGMA) return null
        const luma = b.hold(b.luma(rgb))
        const soft = b.pass(boxOf('picture', sigma), [luma])[0]!
        const t = b.hold(b.clamp01(soft))
        const weight = b.hold(b.mul(b.mul(t, b.const(4)), b.sub(b.const(1), t)))
        const more = b.hold(b.mul(weight, b.hold(b.sub(luma, soft))))
        const k = b.coef(amount / 100)
        return b.each(rgb, (x) => b.add(x, b.mul(k, more)))
      },
    },
  ],
})
