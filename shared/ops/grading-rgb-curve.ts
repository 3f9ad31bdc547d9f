import { type Cells, drawCells, splineCells } from '../op/cells.ts'
import { defineOp } from '../op/define.ts'
import { drawPieces, memo } from '../op/draw.ts'
import { linToLog, logToLin } from '../op/log-lin.ts'
import { choice, curve, isNeutral, type ParamDraft } from '../op/param.ts'
import { fitSpline, pointsOf } from '../op/spline.ts'

/** Numbers of a curve, with a channel before them so that equal curves of two channels are two tables and a drag keeps the kernel. */
const tables = memo<string, Cells>(64, (key) => {
  const stored = key.split(' ').slice(1).map(Number)
  return splineCells(`grading-rgb-curve ${key}`, fitSpline('tone', pointsOf(stored)))
})

const draft = (title: string, doc: string): ParamDraft =>
  curve({
    title,
    unit: 'code',
    hard: [-16, 16],
    soft: [0, 1],
    doc,
    course: { spline: 'tone', rest: 'itself', across: [-16, 16], gap: 1 / 256, falls: false },
  })
const params = {
  style: choice({
    title: 'Style',
    doc: 'What the points of the curves are.',
    options: [
      { id: 'log', title: 'Log', doc: 'Code values; the same numbers as video.' },
      { id: 'lin', title: 'Linear', doc: 'Stops from 0.18, and the picture is scene light.' },
      { id: 'video', title: 'Video', doc: 'Code values; the same numbers as log.' },
    ],
  }),
  r: draft('Red', 'Red through this curve: a diagonal changes nothing.'),
  g: draft('Green', 'Green through this curve: a diagonal changes nothing.'),
  b: draft('Blue', 'Blue through this curve: a diagonal changes nothing.'),
  y: draft('Master', 'Each channel through this curve, after its own: a diagonal changes nothing.'),
}
const at = (channel: 'r' | 'g' | 'b' | 'y', numbers: readonly number[]): Cells | null =>
  isNeutral({ id: channel, ...params[channel] }, numbers) ? null : tables([channel, ...numbers].join(' '))

/** OpenColorIO's GradingRGBCurve, forward. */
export const gradingRgbCurve = defineOp({
  id: 'grading-rgb-curve',
  version: 1,
  title: 'Grading RGB Curve',
  place: 'grading',
  arms: false,
  doc:
    'OpenColorIO’s GradingRGBCurve, forward: red, green and blue each through their own curve, then through the master. A curve is its spline of quadratic pieces through the points, straight on past both ends; ' +
    'slopes cannot be given by hand. In the linear style light goes to stops before and back after. Read through a table of 8,192 even cells between the ends: off by f″ · w² / 8 at most, w being the width of a cell.',
  params,
  parts: [
    {
      reads: ['style', 'r', 'g', 'b', 'y'],
      draw: (b, rgb, c) => {
        const own = (['r', 'g', 'b'] as const).map((channel) => at(channel, c.numbers(channel)))
        const master = at('y', c.numbers('y'))
        if (master === null && own.every((one) => one === null)) return null
        const lin = c.word('style') === 'lin'
        const start = lin ? b.hold3(drawPieces(b, linToLog, 1, rgb)) : rgb
        const out = b.each(start, (x, i) => {
          const first = own[i] ? b.hold(drawCells(b, own[i]!, x)) : x
          return master ? b.hold(drawCells(b, master, first)) : first
        })
        return lin ? drawPieces(b, logToLin, 1, out) : out
      },
    },
  ],
})
