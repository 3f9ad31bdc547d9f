import { defineOp } from '../op/define.ts'
import { drawCdl } from '../op/draw-cdl.ts'
import type { LutCdl, Three } from '../op/lut.ts'
import { choice, rgb, scalar } from '../op/param.ts'

const three = (x: readonly number[]): Three<number> => [x[0]!, x[1]!, x[2]!]

/** The ASC colour decision list: slope, offset, power, saturation. */
export const cdl = defineOp({
  id: 'cdl',
  version: 1,
  title: 'ASC CDL',
  place: 'cdl',
  doc: 'The ASC Color Decision List v1.2 in OpenColorIO’s four styles: slope, offset, power, then saturation about Rec.709 luma.',
  params: {
    slope: rgb({
      title: 'Slope',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 16],
      soft: [0, 4],
      shown: { decimals: 4 },
      doc: 'Multiplies the code value: 1 changes nothing.',
    }),
    offset: rgb({
      title: 'Offset',
      unit: 'code',
      neutral: 0,
      hard: [-4, 4],
      soft: [-1, 1],
      shown: { decimals: 4 },
      doc: 'Is added after the slope: 0 changes nothing.',
    }),
    power: rgb({
      title: 'Power',
      unit: 'exponent',
      neutral: 1,
      hard: [0.05, 16],
      soft: [0.25, 4],
      shown: { decimals: 4 },
      doc: 'Exponent after slope and offset: 1 changes nothing, below it brighter.',
    }),
    saturation: scalar({
      title: 'Saturation',
      unit: 'ratio',
      neutral: 1,
      hard: [0, 16],
      soft: [0, 2],
      shown: { decimals: 4 },
      doc: 'Scales distance from Rec.709 luma: 0 is grey, 1 changes nothing.',
    }),
    style: choice({
      title: 'Style',
      doc: 'Which of OpenColorIO’s four readings of the CDL is meant; asc clamps even where all numbers are neutral.',
      options: [
        {
          id: 'noclamp',
          title: 'No clamp',
          doc: 'Nothing is clamped; a negative passes the power by. OpenColorIO’s default.',
        },
        {
          id: 'asc',
          title: 'ASC v1.2',
          doc: 'Clamped to 0..1 before the power and after the saturation, as the ASC says.',
        },
        { id: 'noclamp-reverse', title: 'No clamp, reverse', doc: 'The inverse of no clamp.' },
        { id: 'asc-reverse', title: 'ASC v1.2, reverse', doc: 'The inverse of ASC v1.2, clamped at each step.' },
      ],
    }),
  },
  parts: [
    {
      reads: ['slope', 'offset', 'power', 'saturation', 'style'],
      draw: (b, rgb, c) =>
        drawCdl(b, rgb, {
          slope: three(c.numbers('slope')),
          offset: three(c.numbers('offset')),
          power: three(c.numbers('power')),
          saturation: c.number('saturation'),
          style: c.word('style') as LutCdl['style'],
        }),
    },
  ],
})
