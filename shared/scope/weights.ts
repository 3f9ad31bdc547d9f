/**
 * R'G'B' of a graded 16-bit frame to Y'CbCr in whole numbers, so that every machine counts alike. The weights are those of the
 * recommendations, as whole shares of 2^15 (luma) and 2^21 (chroma), each within 5e-5 of what it stands for.
 */

export interface Weights {
  readonly id: 'rec709' | 'rec2020' | 'rec601'
  /** Luma of red, green and blue: whole shares of 2^15 that sum to it, so that grey is grey. */
  readonly luma: readonly [number, number, number]
  /** 896 ten-bit codes of chroma for a whole 16-bit step of B' − Y' and of R' − Y', as shares of 2^21. */
  readonly blue: number
  readonly red: number
}

/** Whole scale of luma and of chroma, and the codes of a ten-bit signal: ITU-R BT.709-6 item 5.6, BT.2020-2 table 5. */
export const LUMA_BITS = 15
export const CHROMA_BITS = 21
const FULL = 65535
const CHROMA = 896

/** Kr and Kb; what B' − Y' and R' − Y' are divided by follows: 2 (1 − Kb), 2 (1 − Kr). */
function weightsOf(id: Weights['id'], kr: number, kb: number): Weights {
  const one = 1 << LUMA_BITS
  const [r, b] = [Math.floor(kr * one + 0.5), Math.floor(kb * one + 0.5)]
  const share = (k: number): number => Math.floor((CHROMA * (1 << CHROMA_BITS)) / (2 * (1 - k) * FULL) + 0.5)
  return { id, luma: [r, one - r - b, b], blue: share(kb), red: share(kr) }
}

/** ITU-R BT.709-6 item 3.2, BT.2020-2 table 4 (non-constant luminance), BT.601-7 item 2.5.1. */
export const rec709 = weightsOf('rec709', 0.2126, 0.0722)
export const rec2020 = weightsOf('rec2020', 0.2627, 0.0593)
export const rec601 = weightsOf('rec601', 0.299, 0.114)

/** The weights that fit a display: Rec.2020 for its primaries, else Rec.709 (P3 is carried by Rec.709's matrix). */
export const weightsFor = (space: { readonly primaries: readonly (readonly [number, number])[] }): Weights =>
  space.primaries[0]![0] === 0.708 ? rec2020 : rec709

/** Luma of a 16-bit colour, 0 … 65,535, to nearest. */
export const lumaOf = ({ luma: [kr, kg, kb] }: Weights, r: number, g: number, b: number): number =>
  (kr * r + kg * g + kb * b + (1 << (LUMA_BITS - 1))) >> LUMA_BITS

/** Ten-bit code of chroma, 512 as none, 64 … 960: of B' − Y' with `blue`, of R' − Y' with `red`, to nearest. */
export const chromaOf = (share: number, off: number): number =>
  512 + ((off * share + (1 << (CHROMA_BITS - 1))) >> CHROMA_BITS)

/** Ten-bit code of a 16-bit value: of narrow range, 64 as black and 940 as white, to nearest; of full range, its upper ten bits' nearest. */
export const videoCode = (v: number): number => 64 + Math.floor((v * 876 * 2 + FULL) / (2 * FULL))
export const dataCode = (v: number): number => Math.floor((v * 1023 * 2 + FULL) / (2 * FULL))
