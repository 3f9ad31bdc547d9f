/** From code values of a file to code values of a space, and from one space to another. */
import type { Media } from '../doc/session.ts'
import { drawPieces } from '../op/draw.ts'
import type { Builder, Rgb } from '../op/expr.ts'
import { identity, type Matrix } from '../op/matrix.ts'
import { gamutMatrix, type Space } from '../op/space.ts'
import type { Pieces } from '../op/transfer.ts'
import { tone, unToneLog2 } from './tone.ts'

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

/** Code values of the file's planes -> R'G'B' with 0 as black and 1 as reference white; what lies outside stays outside. */
export function drawDecoding(b: Builder, media: Pick<Media, 'matrix' | 'range' | 'depth'>, planes: Rgb): Rgb {
  const { off, matrix } = decoding(media)
  const moved = b.each(b.hold3(planes), (x, i) => (off[i] === 0 ? x : b.sub(x, b.coef(off[i]!))))
  return b.hold3(b.matrix(matrix, moved))
}

const scenePieces: Pieces = [
  { form: 'line', from: -Infinity, k: 0, m: 0 },
  { form: 'smooth', from: 0, name: 'tone', f: tone },
]
const displayPieces: Pieces = [
  { form: 'line', from: -Infinity, k: 0, m: 0 },
  { form: 'smooth-exp', from: 0, name: 'tone.inverse', f: unToneLog2 },
]

/**
 * Code values of one space -> code values of another, in the primaries of the first up to the last step: light, tone where one is
 * scene and the other display, matrix. Nothing at all where they are one space.
 */
export function drawConvert(b: Builder, from: Space, to: Space, rgb: Rgb): Rgb {
  if (from.id === to.id) return rgb
  let light = b.hold3(drawPieces(b, from.toLight, 1, rgb))
  if (from.referred === 'display' && to.referred === 'scene') light = b.hold3(drawPieces(b, displayPieces, 1, light))
  const matrix = gamutMatrix(from, to)
  if (matrix !== identity) light = b.hold3(b.matrix(matrix, light))
  // The tone's own toe goes far below what is held between operators; with the curve after it, it is one step.
  if (from.referred === 'scene' && to.referred === 'display') light = drawPieces(b, scenePieces, 16, light)
  return b.hold3(drawPieces(b, to.fromLight, 16, light))
}
