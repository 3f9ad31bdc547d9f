import { type Controls, defineOp } from '../op/define.ts'
import type { Matrix } from '../op/matrix.ts'
import { choice, rgb } from '../op/param.ts'

/** Rec.709 luma (Recommendation ITU-R BT.709-6, item 3.2). */
const LUMA = [0.2126, 0.7152, 0.0722] as const
const rows = ['red', 'green', 'blue'] as const

/** The mix, and with luminance preserved what it takes from luma given back to all three alike: one matrix either way. */
function matrixOf(c: Controls): Matrix {
  const mix = rows.map((id) => c.numbers(id))
  const keep = c.word('luminance') === 'preserve'
  const lost = [0, 1, 2].map((j) => (keep ? LUMA[j]! - mix.reduce((sum, row, i) => sum + LUMA[i]! * row[j]!, 0) : 0))
  return mix.flatMap((row) => row.map((v, j) => v + lost[j]!)) as unknown as Matrix
}

const row = (title: string, at: number) =>
  rgb({
    title,
    unit: 'ratio',
    neutral: [0, 1, 2].map((i) => (i === at ? 1 : 0)),
    hard: [-2, 2],
    soft: [-2, 2],
    doc: `What ${title.toLowerCase()} is made of: so much of red, green and blue each; all of itself changes nothing.`,
  })

/** The RGB mixer. */
export const mixer = defineOp({
  id: 'mixer',
  version: 1,
  title: 'RGB Mixer',
  place: 'mixer',
  doc:
    'Each channel as a sum of shares of the three. With luminance preserved the Rec.709 luma that the mix adds is taken back from all three channels alike, so that the luma of every pixel stays. ' +
    'Resolve publishes no formula for that; this is ours.',
  params: {
    red: row('Red', 0),
    green: row('Green', 1),
    blue: row('Blue', 2),
    luminance: choice({
      title: 'Luminance',
      doc: 'Whether the luma of every pixel stays.',
      options: [
        { id: 'preserve', title: 'Preserve', doc: 'The luma of every pixel stays.' },
        { id: 'free', title: 'Free', doc: 'The luma becomes what the mix makes of it.' },
      ],
    }),
  },
  parts: [
    {
      reads: ['red', 'green', 'blue', 'luminance'],
      draw: (b, rgb, c) =>
        rows.every((id, i) => c.numbers(id).every((v, j) => v === (i === j ? 1 : 0)))
          ? null
          : b.matrix(matrixOf(c), rgb),
    },
  ],
})
