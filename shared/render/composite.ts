/**
 * What a layer makes of the picture below it (colour.md 3.12): nothing is clipped, what lies outside 0 … 1 stays there. Separable modes are
 * Photoshop's by their common formulas, soft light is Pegtop's; the four by hue, saturation and luma are ours. Resolve's may differ.
 */
import type { LayerMode } from '../doc/schema.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { recipOf } from '../op/table.ts'

/** What is divided by is at least this. */
const LEAST = 1 / 1024

type Mode = (b: Builder, below: V, top: V) => V
const invert = (b: Builder, x: V): V => b.sub(b.const(1), x)
const quotient = (b: Builder, x: V, by: V): V => b.mul(x, recipOf(b, b.max(b.hold(by), b.const(LEAST))))
const screen: Mode = (b, below, top) => invert(b, b.hold(b.mul(invert(b, below), invert(b, top))))
/** 2bt where `by` is below ½, else its inverse of the inverses. */
const halves = (b: Builder, below: V, top: V, by: V): V => {
  const twice = (x: V): V => b.hold(b.mul(x, b.const(2)))
  return b.select(
    b.lt(by, b.const(0.5)),
    b.mul(twice(below), top),
    invert(b, b.hold(b.mul(twice(invert(b, below)), invert(b, top)))),
  )
}

const separable: Partial<Record<LayerMode, Mode>> = {
  normal: (_, __, top) => top,
  add: (b, below, top) => b.add(below, top),
  subtract: (b, below, top) => b.sub(top, below),
  multiply: (b, below, top) => b.mul(below, top),
  screen,
  darken: (b, below, top) => b.min(below, top),
  lighten: (b, below, top) => b.max(below, top),
  difference: (b, below, top) => b.abs(b.sub(top, below)),
  exclusion: (b, below, top) => b.sub(b.add(below, top), b.mul(b.const(2), b.mul(below, top))),
  overlay: (b, below, top) => halves(b, below, top, below),
  'hard-light': (b, below, top) => halves(b, below, top, top),
  'soft-light': (b, below, top) => {
    const square = b.hold(b.mul(below, below))
    const more = b.hold(b.mul(b.hold(b.sub(b.const(1), b.mul(b.const(2), top))), square))
    return b.add(more, b.mul(b.mul(b.const(2), top), below))
  },
  'linear-burn': (b, below, top) => b.sub(b.add(below, top), b.const(1)),
  divide: (b, below, top) => quotient(b, below, top),
  'color-dodge': (b, below, top) => quotient(b, below, invert(b, top)),
  'color-burn': (b, below, top) => invert(b, b.hold(quotient(b, b.hold(invert(b, below)), top))),
}

/** A colour as its luma, what lies off it, and how far in sum. */
function parts(b: Builder, rgb: Rgb): { luma: V; off: Rgb; far: V } {
  const luma = b.hold(b.luma(rgb))
  const off = b.each(rgb, (x) => b.hold(b.sub(x, luma)))
  return { luma, off, far: b.hold(b.add(b.add(b.abs(off[0]), b.abs(off[1])), b.abs(off[2]))) }
}

/** The pictures put together, held; both are held. A grey has no hue: its chroma stays none. */
export function drawComposite(b: Builder, mode: LayerMode, below: Rgb, top: Rgb): Rgb {
  const simple = separable[mode]
  if (simple) return b.hold3(b.each(below, (x, i) => simple(b, x, top[i])))
  const [under, over] = [parts(b, below), parts(b, top)]
  const luma = mode === 'luminosity' ? over.luma : under.luma
  const chroma = mode === 'hue' || mode === 'color' ? over : under
  const wanted = mode === 'saturation' || mode === 'color' ? over : under
  if (chroma === wanted) return b.hold3(b.each(chroma.off, (x) => b.add(luma, x)))
  const by = b.hold(b.mul(wanted.far, recipOf(b, chroma.far)))
  return b.hold3(b.each(chroma.off, (x) => b.add(luma, b.mul(by, x))))
}
