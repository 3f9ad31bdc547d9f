import { defineOp } from '../op/define.ts'
import { rgb } from '../op/param.ts'

/** The log stage: offset. */
export const log = defineOp({
  id: 'log',
  version: 1,
  title: 'Log',
  place: 'log',
  doc: 'The log stage, after the primaries. Offset moves every code value of a channel by the same amount; lum mix does not touch it.',
  params: {
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
    {
      reads: ['offset'],
      draw: (b, rgb, c) => {
        const offset = c.numbers('offset')
        return offset.every((v) => v === 0) ? null : b.each(rgb, (x, i) => b.add(x, b.coef(offset[i]!)))
      },
    },
  ],
})
