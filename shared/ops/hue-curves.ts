import { CELLS, type Cells, cellsOf, drawCells, fillSpline, splineCells } from '../op/cells.ts'
import { type Controls, defineOp } from '../op/define.ts'
import { memo } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { toHsy } from '../op/hsy.ts'
import { cosSin } from '../op/libm.ts'
import { curve, isNeutral, type ParamDraft } from '../op/param.ts'
import { fitSpline, pointsOf, type SplineKind } from '../op/spline.ts'

/** What a gain of 2 adds to the code value: OpenColorIO's (GradingHueCurve, log and video). */
const LIFT = 0.1

const draft = (
  title: string,
  keyed: 'hue' | 'level',
  rest: number,
  hard: readonly [number, number],
  doc: string,
): ParamDraft =>
  curve({
    title,
    unit: rest === 0 ? 'turn' : 'ratio',
    hard,
    soft: rest === 0 ? [-0.25, 0.25] : [0, 2],
    doc,
    course: { spline: keyed, rest, across: [0, 1], gap: 1 / 256, falls: true },
  })
const channels = {
  'hue-hue': draft(
    'Hue vs Hue',
    'hue',
    0,
    [-0.5, 0.5],
    'Turns hue by hue, red towards yellow above 0: 0 changes nothing.',
  ),
  'hue-sat': draft('Hue vs Sat', 'hue', 1, [0, 4], 'Scales saturation by hue: 1 changes nothing.'),
  'hue-lum': draft(
    'Hue vs Lum',
    'hue',
    1,
    [0, 4],
    'Lifts or lowers by hue, less where there is little saturation: 1 changes nothing.',
  ),
  'lum-sat': draft('Lum vs Sat', 'level', 1, [0, 4], 'Scales saturation by luma: 1 changes nothing.'),
  'sat-sat': draft('Sat vs Sat', 'level', 1, [0, 4], 'Scales saturation by saturation: 1 changes nothing.'),
  'sat-lum': draft('Sat vs Lum', 'level', 1, [0, 4], 'Lifts or lowers by saturation: 1 changes nothing.'),
}
type CurveId = keyof typeof channels

/** By kind and numbers. */
const tables = memo<string, Cells>(64, (key) => {
  const [kind, ...stored] = key.split(' ')
  return splineCells(`hue-curves ${key}`, fitSpline(kind as SplineKind, pointsOf(stored.map(Number))))
})
/** Where cosines and sines are made, one table after the other. */
const [cosines, sines] = [new Float64Array(CELLS + 1), new Float64Array(CELLS + 1)] as const

/** Cosine and sine of the turn that hue-hue makes, over hues 0 … 1, by its numbers. */
const turns = memo<string, readonly [Cells, Cells]>(16, (key) => {
  const spline = fitSpline('hue', pointsOf(key.split(' ').map(Number)))
  fillSpline(spline, 0, 1, cosines)
  for (let i = 0; i < cosines.length; i++) cosines[i] = 2 * Math.PI * cosines[i]!
  cosSin(cosines, cosines, sines)
  const of = (name: string, made: Float64Array): Cells =>
    cellsOf(`hue-curves ${name} ${key}`, [0, 1], (values) => values.set(made), [0, 0])
  return [of('cos', cosines), of('sin', sines)]
})

/** The numbers of a curve that does not rest, as a key. */
function keyOf(c: Controls, id: CurveId): string | null {
  const numbers = c.numbers(id)
  return isNeutral({ id, ...channels[id] }, numbers) ? null : numbers.join(' ')
}

/** Chroma a quarter turn on, red towards yellow: from Cb, Cr of BT.709-6 (items 3.2 and 3.3) to R, G, B. */
function quarter(b: Builder, [r, , blue]: Rgb): Rgb {
  // Cb = b / 1.8556 and Cr = r / 1.5748 of what lies off luma; a quarter on Cb is −Cr and Cr is Cb.
  const red = b.mul(blue, b.const(1.5748 / 1.8556))
  const back = b.mul(r, b.const(-1.8556 / 1.5748))
  const green = b.sub(b.mul(red, b.const(-0.2126 / 0.7152)), b.mul(back, b.const(0.0722 / 0.7152)))
  return [b.hold(red), b.hold(green), b.hold(back)]
}

/** The six hue curves, keyed from the node's RGB input. */
export const hueCurves = defineOp({
  id: 'hue-curves',
  version: 1,
  title: 'Hue Curves',
  place: 'hue-curves',
  arms: false,
  doc:
    'Six curves keyed from the node’s RGB input, whatever its other operators do to the picture: hue in turns from magenta (red 1/6, green 1/2, blue 5/6), saturation by four times the distance from Rec.709 luma, luma, as in the log style of OpenColorIO’s HSY; ' +
    'saturation and luma are held to 0 … 1. In this order: hue turns chroma (Cb, Cr of Rec.709) and leaves luma; the gains of hue-sat, lum-sat and sat-sat multiply the distance from luma; ' +
    'hue-lum and sat-lum add a tenth of the code range for each 1 above 1, hue-lum less below saturation 1, as in GradingHueCurve. ' +
    'A curve is its spline of OpenColorIO’s hue curves through a table of 8,192 even cells. Resolve publishes no formulas for its hue curves; these are ours.',
  params: channels,
  parts: [
    {
      reads: ['hue-hue', 'hue-sat', 'hue-lum', 'lum-sat', 'sat-sat', 'sat-lum'],
      draw: (b, rgb, c, ground) => {
        const own = new Map((Object.keys(channels) as CurveId[]).map((id) => [id, keyOf(c, id)]))
        if ([...own.values()].every((key) => key === null)) return null
        const from = toHsy(b, ground.input ?? rgb, 'log')
        const inside = (x: V): V => b.min(b.max(x, b.const(0)), b.const(1))
        const [sat, light] = [inside(from.sat), inside(from.luma)]
        const gain = (id: CurveId, x: V): V | null => {
          const key = own.get(id)!
          return key === null ? null : b.hold(drawCells(b, tables(`${channels[id].course!.spline} ${key}`), x))
        }
        const luma = b.hold(b.luma(rgb))
        let off = b.each(rgb, (x) => b.hold(b.sub(x, luma)))
        const turn = own.get('hue-hue')!
        if (turn !== null) {
          const [co, si] = turns(turn).map((cells) => b.hold(drawCells(b, cells, from.hue))) as [V, V]
          const on = quarter(b, off)
          off = b.each(off, (x, i) => b.hold(b.add(b.mul(co, x), b.mul(si, on[i]!))))
        }
        for (const factor of [gain('hue-sat', from.hue), gain('lum-sat', light), gain('sat-sat', sat)])
          if (factor !== null) off = b.each(off, (x) => b.hold(b.mul(factor, x)))
        const one = b.const(1)
        let lift: V | null = null
        const byHue = gain('hue-lum', from.hue)
        if (byHue !== null) lift = b.hold(b.mul(b.sub(byHue, one), sat))
        const bySat = gain('sat-lum', sat)
        if (bySat !== null) lift = b.hold(lift === null ? b.sub(bySat, one) : b.add(lift, b.sub(bySat, one)))
        const base = lift === null ? luma : b.add(luma, b.mul(lift, b.const(LIFT)))
        return b.each(off, (x) => b.add(base, x))
      },
    },
  ],
})
