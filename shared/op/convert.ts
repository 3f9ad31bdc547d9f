/** From code values of one space to those of another. */
import { drawPieces, memo } from './draw.ts'
import type { Builder, Rgb } from './expr.ts'
import { log2 } from './libm.ts'
import { identity } from './matrix.ts'
import { gamutMatrix, type Space } from './space.ts'
import { type Curve, curveOf, recipOf, sample } from './table.ts'
import { type Tone, toneOf } from './tone.ts'
import type { Pieces } from './transfer.ts'

const tones = memo<number, { tone: Tone; pieces: Pieces; shares: Curve }>(16, (peak) => {
  const tone = toneOf(peak)
  const black = { form: 'line', from: -Infinity, k: 0, m: 0 } as const
  return {
    tone,
    pieces: [black, { form: 'smooth', from: 0, name: peak === 1 ? 'tone' : `tone ${peak}`, f: tone.toDisplay }],
    // From the least held light to an octave above the peak.
    shares: sample(tone.share, -32, Math.ceil(log2(peak)) + 1),
  }
})

/** Display light -> the scene light that comes to it, through v / (1 − v): so it is exact up to white, where it climbs without measure. */
function drawToScene(b: Builder, peak: number, rgb: Rgb): Rgb {
  const { tone, shares } = tones(peak)
  const [one, scale, end] = [b.const(1), b.coef(tone.scale), b.const(peak)]
  return b.each(rgb, (y) => {
    const v = b.hold(curveOf(b, shares, b.min(b.max(y, b.const(0)), end)))
    return b.hold(b.mul(b.hold(b.mul(scale, v)), recipOf(b, b.sub(one, v))))
  })
}

/**
 * Code values of one space -> code values of another, in the primaries of the first up to the last step: light, tone where one is
 * scene and the other display, matrix. Nothing at all where they are one space. Without `toned` light is light: 1 of a scene is 1 of a display.
 */
export function drawConvert(b: Builder, from: Space, to: Space, rgb: Rgb, toned = true): Rgb {
  if (from.id === to.id) return rgb
  let light = b.hold3(drawPieces(b, from.toLight, 1, rgb))
  if (toned && from.referred === 'display' && to.referred === 'scene') light = drawToScene(b, from.peak ?? 1, light)
  const matrix = gamutMatrix(from, to)
  if (matrix !== identity) light = b.hold3(b.matrix(matrix, light))
  if (toned && from.referred === 'scene' && to.referred === 'display') {
    light = drawPieces(b, tones(to.peak ?? 1).pieces, 16, light)
    // The tone's own toe goes far below what is held between operators; with a power after it, it is one step. A table begins higher up.
    if (to.fromLight.some(({ form }) => form === 'smooth')) light = b.hold3(light)
  }
  return b.hold3(drawPieces(b, to.fromLight, 16, light))
}
