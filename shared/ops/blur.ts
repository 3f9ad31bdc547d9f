import { boxOf, LEAST_SIGMA } from '../op/blur.ts'
import { defineOp, rasterOf } from '../op/define.ts'
import { scalar } from '../op/param.ts'

/** Softens the picture as a whole. */
export const blur = defineOp({
  id: 'blur',
  version: 1,
  title: 'Blur',
  place: 'finish',
  arms: false,
  doc:
    'A Gaussian blur of each channel: three boxes across and three down, each of so many whole pixels and a part of one more, so that the variance is that of the Gaussian. Its standard deviation is half the radius. ' +
    'Sums are exact, in steps of 2^-24, so that values outside 0 … 1 go through; beyond the picture its edge goes on.',
  params: {
    radius: scalar({
      title: 'Radius',
      unit: 'half height',
      neutral: 0,
      hard: [0, 0.5],
      soft: [0, 0.1],
      shown: { scale: 100, decimals: 2 },
      doc: 'How far a point is spread, in hundredths of half the picture’s height: 0 changes nothing.',
    }),
  },
  parts: [
    {
      reads: ['radius'],
      draw: (b, rgb, c, ground) => {
        const sigma = (c.number('radius') / 2) * (rasterOf(ground).height / 2)
        return sigma < LEAST_SIGMA ? null : b.pass3(boxOf('picture', sigma), rgb)
      },
    },
  ],
})
