import { filterOf, LEAST_SIGMA } from '../op/blur.ts'
import { defineOp, rasterOf } from '../op/define.ts'
import { scalar } from '../op/param.ts'

/** Raises what a small blur would take away. */
export const sharpen = defineOp({
  id: 'sharpen',
  version: 1,
  title: 'Sharpen',
  place: 'finish',
  arms: false,
  doc:
    'Adds to each channel, by the amount, what a Gaussian of half this radius as its standard deviation takes from it; of that, what lies within the level of nothing is left out. ' +
    'The Gaussian is f32 taps three standard deviations to each side, their weights whole 2^-20; beyond the picture its edge goes on. Resolve publishes no formula for its sharpening; this is ours.',
  params: {
    amount: scalar({
      title: 'Amount',
      unit: 'ratio',
      neutral: 0,
      hard: [0, 8],
      soft: [0, 2],
      doc: 'How much of the detail is added: 0 changes nothing, 1 doubles it.',
    }),
    radius: scalar({
      title: 'Radius',
      unit: 'pixel',
      neutral: 1.5,
      hard: [0.25, 8],
      soft: [0.5, 4],
      doc: 'How fine the detail is, in pixels of the whole picture; it changes nothing while the amount is 0.',
    }),
    level: scalar({
      title: 'Level',
      unit: 'code',
      neutral: 0,
      hard: [0, 0.25],
      soft: [0, 0.05],
      shown: { scale: 100, decimals: 2 },
      doc: 'Detail of up to this contrast is left as it is, so that noise is not raised; 0 leaves none out.',
    }),
  },
  parts: [
    {
      reads: ['amount', 'radius', 'level'],
      draw: (b, rgb, c, ground) => {
        const { width, height, scale } = rasterOf(ground)
        const [amount, sigma, level] = [c.number('amount'), (c.number('radius') / 2) * scale, c.number('level')]
        if (amount === 0 || sigma < LEAST_SIGMA) return null
        const soft = b.pass3(filterOf([width, height], sigma), rgb)
        const k = b.coef(amount)
        const [low, high] = [b.coef(-level), b.coef(level)]
        return b.each(rgb, (x, i) => {
          const detail = b.hold(b.sub(x, b.hold(soft[i])))
          const kept = level === 0 ? detail : b.hold(b.sub(detail, b.min(b.max(detail, low), high)))
          return b.add(x, b.mul(k, kept))
        })
      },
    },
  ],
})
