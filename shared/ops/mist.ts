import { boxOf, LEAST_SIGMA } from '../op/blur.ts'
import { defineOp, rasterOf } from '../op/define.ts'
import { scalar } from '../op/param.ts'

/** Light that spreads from what is bright, as through a diffusion filter. */
export const mist = defineOp({
  id: 'mist',
  version: 1,
  title: 'Mist',
  place: 'finish',
  arms: false,
  doc:
    'Spreads what is bright over what is darker around it: each channel is mixed, by the amount, with the larger of itself and of its blur (that of Blur, of this radius). ' +
    'Resolve publishes no formula for its mist; this is ours.',
  params: {
    amount: scalar({
      title: 'Amount',
      unit: 'percent',
      neutral: 0,
      hard: [0, 100],
      soft: [0, 100],
      shown: { decimals: 1 },
      doc: 'How much of the spread light is mixed in: 0 changes nothing.',
    }),
    radius: scalar({
      title: 'Radius',
      unit: 'half height',
      neutral: 0.1,
      hard: [0, 0.5],
      soft: [0, 0.5],
      shown: { scale: 100, decimals: 2 },
      doc: 'How far light spreads, in hundredths of half the picture’s height; it changes nothing while the amount is 0.',
    }),
  },
  parts: [
    {
      reads: ['amount', 'radius'],
      draw: (b, rgb, c, ground) => {
        const [amount, sigma] = [c.number('amount'), (c.number('radius') / 2) * (rasterOf(ground).height / 2)]
        if (amount === 0 || sigma < LEAST_SIGMA) return null
        const soft = b.pass3(boxOf('picture', sigma), rgb)
        const k = b.coef(amount / 100)
        return b.each(rgb, (x, i) => b.mix(k, x, b.max(x, soft[i])))
      },
    },
  ],
})
