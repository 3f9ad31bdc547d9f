import { type Controls, defineOp } from '../op/define.ts'
import { drawPower, drawSaturation } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { choice, rgb, scalar } from '../op/param.ts'

/** OpenColorIO's floor under what the reverse styles divide by (ops/cdl/CDLOpCPU.cpp). */
const FLOOR = 0.01

/** ASC CDL v1.2 and OpenColorIO's readings of it: SOP then saturation forward, saturation then SOP undone in reverse. */
function drawCdl(b: Builder, rgb: Rgb, c: Controls): Rgb | null {
  const [slope, offset, power] = [c.numbers('slope'), c.numbers('offset'), c.numbers('power')]
  const [saturation, style] = [c.number('saturation'), c.word('style')]
  const asc = style.startsWith('asc')
  const neutral =
    saturation === 1 && slope.every((v) => v === 1) && offset.every((v) => v === 0) && power.every((v) => v === 1)
  if (neutral && !asc) return null
  const clamp = (x: Rgb): Rgb => (asc ? b.each(x, (v) => b.clamp01(v)) : x)
  // Held before and after the power, so that what saturation or the reverse slope makes of small numbers stays normal.
  const bend = (x: V, p: number): V => {
    const held = b.hold(x)
    if (p === 1) return held
    const y = drawPower(b, p, b.max(held, b.const(0)))
    return b.hold(asc ? y : b.select(b.lt(held, b.const(0)), held, y))
  }
  const scale = (x: V, k: number): V => (k === 1 ? x : b.mul(x, b.coef(k)))
  const shift = (x: V, o: number): V => (o === 0 ? x : b.add(x, b.coef(o)))
  const saturate = (x: Rgb, s: number): Rgb => (s === 1 ? x : drawSaturation(b, x, s))
  if (!style.endsWith('reverse')) {
    const moved = clamp(b.each(rgb, (x, i) => shift(scale(x, slope[i]!), offset[i]!)))
    const bent = b.each(moved, (x, i) => bend(x, power[i]!))
    return clamp(saturate(bent, saturation))
  }
  const grey = clamp(saturate(clamp(rgb), 1 / Math.max(saturation, FLOOR)))
  const bent = b.each(grey, (x, i) => bend(x, 1 / Math.max(power[i]!, FLOOR)))
  return clamp(b.each(bent, (x, i) => scale(shift(x, -offset[i]!), 1 / Math.max(slope[i]!, FLOOR))))
}

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
  parts: [{ reads: ['slope', 'offset', 'power', 'saturation', 'style'], draw: drawCdl }],
})
