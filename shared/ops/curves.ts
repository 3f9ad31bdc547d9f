import { type Cells, drawCells, splineCells } from '../op/cells.ts'
import { type Controls, defineOp } from '../op/define.ts'
import { memo } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { curve, isNeutral, type ParamDraft, scalar } from '../op/param.ts'
import { fitSpline, pointsOf } from '../op/spline.ts'

/** By channel and numbers: equal curves of two channels are two tables, so that a drag keeps the kernel. */
const tables = memo<string, Cells>(64, (key) => {
  const stored = key.split(' ').slice(1).map(Number)
  return splineCells(`curves ${key}`, fitSpline('level', pointsOf(stored)))
})

const draft = (title: string, doc: string): ParamDraft =>
  curve({
    title,
    unit: 'code',
    hard: [0, 1],
    soft: [0, 1],
    doc,
    course: { spline: 'level', rest: 'itself', across: [0, 1], gap: 1 / 256, falls: true },
  })
const channels = {
  y: draft('Y', 'The luma that a luma becomes; its change is added to all three channels. A diagonal changes nothing.'),
  r: draft('Red', 'Red through this curve: a diagonal changes nothing.'),
  g: draft('Green', 'Green through this curve: a diagonal changes nothing.'),
  b: draft('Blue', 'Blue through this curve: a diagonal changes nothing.'),
}
const at = (id: keyof typeof channels, c: Controls): Cells | null => {
  const numbers = c.numbers(id)
  return isNeutral({ id, ...channels[id] }, numbers) ? null : tables([id, ...numbers].join(' '))
}

/** Half of the code range is bent at most. */
const REACH = 0.5

/** Bends what lies beyond a knee: with u = (x − knee) / w it goes on as w · (u − u²/4), and stays from u = 2 on, at the limit. */
function softClip(b: Builder, x: V, limit: number, soft: number, up: boolean): V {
  const w = soft * REACH
  const knee = b.coef(up ? limit - w : limit + w)
  const past = up ? b.sub(x, knee) : b.sub(knee, x)
  const u = b.hold(b.min(b.max(b.mul(b.hold(past), b.coef(1 / w)), b.const(0)), b.const(2)))
  const bent = b.mul(b.hold(b.sub(u, b.mul(b.mul(u, u), b.const(0.25)))), b.coef(w))
  // Up to the knee nothing is touched, to the bit.
  return b.select(b.lt(b.const(0), past), up ? b.add(knee, bent) : b.sub(knee, bent), x)
}

function drawClip(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [low, high] = [c.number('low-soft') / 100, c.number('high-soft') / 100]
  if (low === 0 && high === 0) return null
  return b.each(rgb, (x) => {
    const floor = low === 0 ? x : b.hold(softClip(b, x, c.number('low'), low, false))
    return high === 0 ? floor : softClip(b, floor, c.number('high'), high, true)
  })
}

const limit = (title: string, neutral: number, hard: readonly [number, number], doc: string) =>
  scalar({ title, unit: 'code', neutral, hard, soft: hard, shown: { decimals: 3 }, doc })
const softness = (title: string, doc: string) =>
  scalar({ title, unit: 'percent', neutral: 0, hard: [0, 100], soft: [0, 100], shown: { decimals: 0 }, doc })

/** Custom curves Y, R, G, B with soft clip. */
export const curves = defineOp({
  id: 'curves',
  version: 1,
  title: 'Curves',
  place: 'curves',
  arms: false,
  doc:
    'Custom curves: first Y, by the Rec.709 luma of the pixel, whose change is added to all three channels; then red, green and blue, each through its own; then soft clip. ' +
    'A curve is the spline of OpenColorIO’s hue curves through its points, which never goes beyond the points beside it, straight on past both ends; it may fall. It is read through a table of 8,192 even cells. ' +
    'Soft clip with softness s and limit h: from the knee h − s/200 on values bend and come to rest at h, from h + s/200 on; below likewise. Up to the knee nothing is touched. ' +
    'Resolve publishes no formulas for its custom curves and soft clip; these are ours.',
  params: {
    ...channels,
    low: limit(
      'Low',
      0,
      [-0.25, 0.25],
      'The value soft clip comes to rest at below; it changes nothing while Low Soft is 0.',
    ),
    'low-soft': softness(
      'Low Soft',
      'How far above the low limit values begin to bend: 0 clips nothing, 100 is half of the code range.',
    ),
    high: limit(
      'High',
      1,
      [0.75, 1.25],
      'The value soft clip comes to rest at above; it changes nothing while High Soft is 0.',
    ),
    'high-soft': softness(
      'High Soft',
      'How far below the high limit values begin to bend: 0 clips nothing, 100 is half of the code range.',
    ),
  },
  parts: [
    {
      reads: ['y'],
      draw: (b, rgb, c) => {
        const cells = at('y', c)
        if (cells === null) return null
        const luma = b.hold(b.luma(rgb))
        const change = b.hold(b.sub(b.hold(drawCells(b, cells, luma)), luma))
        return b.each(rgb, (x) => b.add(x, change))
      },
    },
    {
      reads: ['r', 'g', 'b'],
      draw: (b, rgb, c) => {
        const own = (['r', 'g', 'b'] as const).map((id) => at(id, c))
        return own.every((cells) => cells === null)
          ? null
          : b.each(rgb, (x, i) => (own[i] ? drawCells(b, own[i]!, x) : x))
      },
    },
    { reads: ['low', 'low-soft', 'high', 'high-soft'], draw: drawClip },
  ],
})
