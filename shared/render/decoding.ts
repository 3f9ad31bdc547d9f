/** From code values of a file to code values of a space. */
import type { Media } from '../doc/session.ts'
import type { Builder, Rgb } from '../op/expr.ts'
import type { Matrix } from '../op/matrix.ts'

/** Luma weights of red and blue: ITU-R BT.709-6 item 3.2, BT.601-7 item 2.5.1, BT.2020-2 table 4 (non-constant luminance). */
const weights = { bt709: [0.2126, 0.0722], bt601: [0.299, 0.114], bt2020: [0.2627, 0.0593] } as const

/** How code values become numbers: what is taken off first (whole, so exact), then a matrix with the scales in it. */
export function decoding(media: Pick<Media, 'matrix' | 'range' | 'depth'>): { off: readonly number[]; matrix: Matrix } {
  // Limited range is that of 8 bits, shifted (ITU-R BT.709-6 item 5, BT.2020-2 table 5).
  const step = 1 << (media.depth - 8)
  const limited = media.range === 'limited'
  const top = (1 << media.depth) - 1
  const y = 1 / (limited ? 219 * step : top)
  const black = limited ? 16 * step : 0
  if (media.matrix === 'rgb') return { off: [black, black, black], matrix: [y, 0, 0, 0, y, 0, 0, 0, y] }
  const c = 1 / (limited ? 224 * step : top)
  const [kr, kb] = weights[media.matrix]
  const kg = 1 - kr - kb
  const [red, blue] = [2 * (1 - kr), 2 * (1 - kb)]
  const middle = 1 << (media.depth - 1)
  return {
    off: [black, middle, middle],
    matrix: [y, 0, red * c, y, (-blue * kb * c) / kg, (-red * kr * c) / kg, y, blue * c, 0],
  }
}

/** 2^-8: sixteen-bit codes reach beyond what is held, so they are taken as eight-bit ones with a fraction, which is exact. */
const EIGHTH = 1 / 256

/** Code values of the file's planes -> R'G'B' with 0 as black and 1 as reference white; what lies outside stays outside. Floats come as they are, held. */
export function drawDecoding(b: Builder, media: Pick<Media, 'matrix' | 'range' | 'depth'>, planes: Rgb): Rgb {
  if (media.depth === 32) return b.hold3(planes)
  const { off, matrix } = decoding(media)
  const scale = media.depth === 16 ? EIGHTH : 1
  const held = b.each(planes, (x) => b.hold(scale === 1 ? x : b.mul(x, b.const(scale))))
  const moved = b.each(held, (x, i) => (off[i] === 0 ? x : b.sub(x, b.coef(off[i]! * scale))))
  return b.hold3(
    b.matrix(
      matrix.map((m) => m / scale),
      moved,
    ),
  )
}
