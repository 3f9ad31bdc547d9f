import { defineOp } from '../op/define.ts'
import { drawLut } from '../op/draw-lut.ts'
import { blob } from '../op/param.ts'

/** A LUT file as the last thing a node does. */
export const lut = defineOp({
  id: 'lut',
  version: 1,
  title: 'LUT',
  place: 'lut',
  doc: 'A LUT file: lattices tetrahedral, tables linear, a shaper before its lattice, the process nodes of CLF. It is given and gives code values of the working space; what lies outside its domain is held to it.',
  params: {
    table: blob({ title: 'LUT', doc: 'The file, by the hash of its bytes: without one nothing is changed.' }),
  },
  // No hand drags a file.
  arms: false,
  parts: [
    {
      reads: ['table'],
      draw: (b, rgb, c, ground) => {
        const name = c.word('table')
        const own = name === '' ? null : (ground.lut?.(name) ?? null)
        return own && drawLut(b, rgb, own, name)
      },
    },
  ],
})
