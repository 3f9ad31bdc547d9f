/** ASC CDL v1.2 in OpenColorIO's four styles, drawn into a kernel: for the operator, and for the step of a LUT. */
import { drawPower, drawSaturation } from './draw.ts'
import type { Builder, Rgb, V } from './expr.ts'
import type { LutCdl } from './lut.ts'

/** OpenColorIO's floor under what the reverse styles divide by (ops/cdl/CDLOpCPU.cpp). */
const FLOOR = 0.01

/** ASC CDL v1.2 and OpenColorIO's readings of it: SOP then saturation forward, saturation then SOP undone in reverse; null where nothing changes. */
export function drawCdl(b: Builder, rgb: Rgb, cdl: Omit<LutCdl, 'kind'>): Rgb | null {
  const { slope, offset, power, saturation, style } = cdl
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
