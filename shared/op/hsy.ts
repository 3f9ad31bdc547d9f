/**
 * Hue, saturation and luma as OpenColorIO's HSY has them (ops/fixedfunction/FixedFunctionOpCPU.cpp): hue in turns with magenta at 0, red
 * at 1/6, green at 1/2; saturation by the sum of distances from Rec.709 luma.
 */
import type { Builder, Rgb, V } from './expr.ts'
import { recipOf, rootOf } from './table.ts'

export interface Hsy {
  readonly hue: V
  readonly sat: V
  readonly luma: V
}

/** log and video differ in the scale of saturation only; lin is relative to the light, but for the darkest. */
export type HsyStyle = 'log' | 'lin' | 'video'

const SCALE = { log: 4, video: 1.25 } as const
/** Of the linear style: what is added to the light, the gains, and the lumas between which it goes over to the dark form. */
const [KEEP, DARK_GAIN, GAIN, DARK, LIGHT] = [0.15, 5, 1.4, 0.001, 0.01]

const distance = (b: Builder, [r, g, blue]: Rgb, luma: V): V => {
  const away = (x: V): V => b.abs(b.sub(x, luma))
  return b.hold(b.add(b.add(away(r), away(g)), away(blue)))
}
/** 0 at the darkest, 1 from LIGHT on. */
const lit = (b: Builder, luma: V): V =>
  b.hold(b.clamp01(b.mul(b.sub(luma, b.const(DARK)), b.const(1 / (LIGHT - DARK)))))

/** Of held values; what comes is held too. A grey has hue 0 and saturation 0. */
export function toHsy(b: Builder, rgb: Rgb, style: HsyStyle): Hsy {
  const [r, g, blue] = rgb
  const luma = b.hold(b.luma(rgb))
  const most = b.max(b.max(r, g), blue)
  const delta = b.hold(b.sub(most, b.min(b.min(r, g), blue)))
  const over = recipOf(b, delta)
  const sector = (at: number, first: V, second: V): V =>
    b.add(b.const(at), b.hold(b.mul(b.hold(b.sub(first, second)), over)))
  const turn = b.select(b.eq(r, most), sector(1, g, blue), b.select(b.eq(g, most), sector(3, blue, r), sector(5, r, g)))
  const hue = b.select(b.eq(delta, b.const(0)), b.const(0), b.hold(b.mul(turn, b.const(1 / 6))))
  const far = distance(b, rgb, luma)
  if (style !== 'lin') return { hue, sat: b.hold(b.mul(far, b.const(SCALE[style]))), luma }
  const sum = b.hold(b.add(b.add(r, g), blue))
  const least = b.add(b.mul(far, b.const(0.07)), b.const(1e-6))
  const bright = b.hold(b.mul(far, recipOf(b, b.max(least, b.add(sum, b.const(KEEP))))))
  const dark = b.mul(far, b.const(DARK_GAIN))
  const sat = b.mul(b.add(dark, b.mul(lit(b, luma), b.sub(bright, dark))), b.const(GAIN))
  return { hue, sat: b.hold(sat), luma }
}

/** x less its floor, held: 0 … 1. */
export const wrap = (b: Builder, x: V): V => b.hold(b.sub(x, b.floor(x)))

/** The colour of a hue, saturation and luma, all held. Where luma is 0 it has its saturation too (OpenColorIO gives grey there). */
export function fromHsy(b: Builder, { hue, sat, luma }: Hsy, style: HsyStyle): Rgb {
  const dark = b.lt(luma, b.const(0))
  const turned = b.add(b.sub(hue, b.const(1 / 6)), b.select(dark, b.const(0.5), b.const(0)))
  const six = b.mul(wrap(b, turned), b.const(6))
  const tent = (at: number): V => b.sub(b.const(2), b.abs(b.sub(six, b.const(at))))
  const pure: Rgb = [
    b.hold(b.clamp01(b.sub(b.abs(b.sub(six, b.const(3))), b.const(1)))),
    b.hold(b.clamp01(tent(2))),
    b.hold(b.clamp01(tent(4))),
  ]
  const own = b.hold(b.luma(pure))
  const off = b.each(pure, (x) => b.hold(b.sub(x, own)))
  const far = b.hold(b.add(b.add(b.abs(off[0]), b.abs(off[1])), b.abs(off[2])))
  const one = recipOf(b, far)
  const reach = style === 'lin' ? linearReach(b, sat, luma, pure, own, far) : b.mul(sat, b.const(1 / SCALE[style]))
  const by = b.hold(b.select(dark, b.sub(b.const(0), reach), reach))
  return b.each(off, (x) => b.add(luma, b.mul(by, b.hold(b.mul(x, one)))))
}

/** How far from luma a colour of this linear saturation lies, in the sum of distances: what the forward formula is solved for. */
function linearReach(b: Builder, sat: V, luma: V, pure: Rgb, own: V, far: V): V {
  const s = b.hold(b.mul(sat, b.const(1 / GAIN)))
  // The pure colour at this luma: its sum and its distance.
  const scale = b.hold(b.mul(luma, recipOf(b, own)))
  const dist = b.hold(b.abs(b.mul(far, scale)))
  const three = b.mul(luma, b.const(3))
  const more = b.hold(b.sub(b.hold(b.mul(b.add(b.add(pure[0], pure[1]), pure[2]), scale)), three))
  const light = b.hold(b.add(three, b.const(KEEP)))
  const part = lit(b, luma)
  const rest = b.hold(b.sub(b.const(1), part))
  const darkness = b.hold(b.mul(b.mul(dist, b.const(DARK_GAIN)), rest))
  const sMore = b.hold(b.mul(s, more))
  const sLight = b.hold(b.mul(s, light))
  const quick = b.hold(b.mul(sLight, recipOf(b, b.max(b.hold(b.sub(dist, sMore)), b.const(1e-6)))))
  const a = b.hold(b.mul(darkness, more))
  const m = b.hold(b.sub(b.add(b.mul(darkness, light), b.mul(dist, part)), sMore))
  const root = b.hold(rootOf(b, b.hold(b.max(b.add(b.mul(m, m), b.mul(b.const(4), b.mul(a, sLight))), b.const(0)))))
  const twice = b.mul(sLight, b.const(2))
  const plus = b.hold(b.mul(twice, recipOf(b, b.hold(b.add(root, m)))))
  const minus = b.hold(b.mul(twice, recipOf(b, b.hold(b.sub(m, root)))))
  const between = b.select(b.lt(plus, b.const(0)), minus, plus)
  const gain = b.select(b.eq(part, b.const(1)), b.min(quick, b.const(50)), between)
  // At the darkest the saturation is the distance alone, whatever the light.
  const plain = b.mul(s, b.const(1 / DARK_GAIN))
  return b.select(b.eq(part, b.const(0)), plain, b.hold(b.mul(gain, dist)))
}
