import { type Cells, drawCells, splineCells } from '../op/cells.ts'
import { defineOp } from '../op/define.ts'
import { drawPieces, memo } from '../op/draw.ts'
import type { V } from '../op/expr.ts'
import { fromHsy, type HsyStyle, toHsy, wrap } from '../op/hsy.ts'
import { linToLog, logToLin } from '../op/log-lin.ts'
import { choice, curve, isNeutral, type ParamDraft } from '../op/param.ts'
import { fitSpline, pointsOf, type SplineKind } from '../op/spline.ts'

/** By kind and numbers. */
const tables = memo<string, Cells>(64, (key) => {
  const [kind, ...stored] = key.split(' ')
  return splineCells(`grading-hue-curve ${key}`, fitSpline(kind as SplineKind, pointsOf(stored.map(Number))))
})

const round = (title: string, rest: number, hard: readonly [number, number], doc: string): ParamDraft =>
  curve({
    title,
    unit: rest === 0 ? 'turn' : 'ratio',
    hard,
    soft: rest === 0 ? hard : [0, 2],
    doc,
    course: { spline: 'hue', rest, across: [0, 1], gap: 1 / 256, falls: true },
  })
const level = (title: string, across: readonly [number, number], doc: string): ParamDraft =>
  curve({
    title,
    unit: 'ratio',
    hard: [0, 8],
    soft: [0, 2],
    doc,
    course: { spline: 'level', rest: 1, across, gap: 1 / 256, falls: true },
  })
const diagonal = (title: string, range: readonly [number, number], doc: string): ParamDraft =>
  curve({
    title,
    unit: 'code',
    hard: range,
    soft: [0, 1],
    doc,
    course: { spline: 'diagonal', rest: 'itself', across: range, gap: 1 / 256, falls: false },
  })

const curves = {
  'hue-hue': curve({
    title: 'Hue vs Hue',
    unit: 'turn',
    hard: [-0.5, 1.5],
    soft: [0, 1],
    doc: 'The hue that a hue becomes, in turns from magenta: a diagonal changes nothing.',
    course: { spline: 'turn', rest: 'itself', across: [0, 1], gap: 1 / 256, falls: false },
  }),
  'hue-sat': round('Hue vs Sat', 1, [0, 8], 'Scales saturation by hue: 1 changes nothing.'),
  'hue-lum': round(
    'Hue vs Lum',
    1,
    [0, 8],
    'Lifts luma by hue, less where there is little saturation: 1 changes nothing.',
  ),
  'lum-sat': level('Lum vs Sat', [-16, 16], 'Scales saturation by luma: 1 changes nothing.'),
  'sat-sat': diagonal('Sat vs Sat', [0, 16], 'The saturation that a saturation becomes: a diagonal changes nothing.'),
  'lum-lum': diagonal('Lum vs Lum', [-16, 16], 'The luma that a luma becomes: a diagonal changes nothing.'),
  'sat-lum': level('Sat vs Lum', [0, 16], 'Lifts luma by saturation: 1 changes nothing.'),
  'hue-fx': round('Hue FX', 0, [-0.5, 0.5], 'Turns hue by hue, after all else: 0 changes nothing.'),
}
type CurveId = keyof typeof curves
const ids = Object.keys(curves) as CurveId[]

/** OpenColorIO's GradingHueCurve, forward. */
export const gradingHueCurve = defineOp({
  id: 'grading-hue-curve',
  version: 1,
  title: 'Grading Hue Curve',
  place: 'grading',
  arms: false,
  doc:
    'OpenColorIO’s GradingHueCurve, forward, on its HSY: hue from magenta at 0, saturation by the distance from Rec.709 luma. In this order: the gains of hue-sat and hue-lum by the hue, hue-hue, sat-sat, ' +
    'the gain of lum-sat and of hue-sat on saturation, the gain of sat-lum by what became of it, lum-lum, both luma gains (a tenth of the code range each in log and video, factors in the linear style; that of hue less below saturation 1), hue-fx. ' +
    'Each curve is its spline through a table of 8,192 even cells. Declared different: where luma is exactly 0 a colour keeps its saturation, where OpenColorIO gives grey; ' +
    'sat-sat and lum-lum do not fall, nor does hue-hue, as in OpenColorIO. Resolve’s hue curves are the operator hue-curves.',
  params: {
    style: choice({
      title: 'Style',
      doc: 'How saturation is measured, and what luma is to lum-sat and lum-lum.',
      options: [
        { id: 'log', title: 'Log', doc: 'Four times the distance from luma; luma is a code value.' },
        {
          id: 'lin',
          title: 'Linear',
          doc: 'The distance from luma relative to the light; luma is in stops from 0.18.',
        },
        { id: 'video', title: 'Video', doc: 'One and a quarter times the distance from luma; luma is a code value.' },
      ],
    }),
    ...curves,
  },
  parts: [
    {
      reads: ['style', ...ids],
      draw: (b, rgb, c) => {
        const at = (id: CurveId): Cells | null => {
          const numbers = c.numbers(id)
          if (isNeutral({ id, ...curves[id] }, numbers)) return null
          return tables([curves[id].course!.spline, ...numbers].join(' '))
        }
        if (ids.every((id) => at(id) === null)) return null
        const style = c.word('style') as HsyStyle
        const through = (id: CurveId, x: V, rest: V): V => {
          const cells = at(id)
          return cells === null ? rest : b.hold(drawCells(b, cells, x))
        }
        const [nought, one] = [b.const(0), b.const(1)]
        const gain = (id: CurveId, x: V): V => b.max(nought, through(id, x, one))
        const from = toHsy(b, rgb, style)
        const logged = style === 'lin' && (at('lum-sat') !== null || at('lum-lum') !== null)
        const light = (pieces: typeof linToLog, x: V): V =>
          logged ? b.hold(drawPieces(b, pieces, 1, [x, x, x])[0]) : x
        const hueLum = gain('hue-lum', from.hue)
        const luma = light(linToLog, from.luma)
        const satGain = b.mul(gain('lum-sat', luma), gain('hue-sat', from.hue))
        const sat = b.hold(b.mul(b.max(nought, through('sat-sat', from.sat, from.sat)), satGain))
        const satLum = gain('sat-lum', sat)
        const lit = light(logToLin, through('lum-lum', luma, luma))
        const held = b.hold(b.sub(one, b.mul(b.sub(one, hueLum), b.min(sat, one))))
        const added = b.mul(b.hold(b.sub(b.add(held, satLum), b.const(2))), b.const(0.1))
        const final = style === 'lin' ? b.mul(b.hold(b.mul(lit, held)), satLum) : b.add(lit, added)
        const hue = wrap(b, through('hue-hue', from.hue, from.hue))
        const turned = b.hold(b.add(hue, through('hue-fx', hue, nought)))
        return fromHsy(b, { hue: turned, sat, luma: b.hold(final) }, style)
      },
    },
  ],
})
