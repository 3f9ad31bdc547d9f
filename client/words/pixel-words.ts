/** The pixel under the pointer as one line of numbers that keep their places. */

/** 16-bit values as 10-bit codes, full range. */
const codes = (rgb: readonly number[] | null): string =>
  rgb === null ? '   –    –    –' : rgb.map((v) => String(Math.round((v * 1023) / 65535)).padStart(4, ' ')).join(' ')

/** `at`: shares of the picture; `exact`: false is said with a sign, since a preview stands for the picture. */
export function pixelWords(
  [right, down]: readonly [number, number],
  [width, height]: readonly [number, number],
  pixel: {
    readonly graded: readonly number[] | null
    readonly bare: readonly number[] | null
    readonly exact: boolean
  },
): string {
  const place = (share: number, count: number) =>
    String(Math.min(count - 1, Math.max(0, Math.floor(share * count)))).padStart(4, ' ')
  const mark = pixel.exact || pixel.graded === null ? ' ' : '≈'
  return `x${place(right, width)} y${place(down, height)}  ${codes(pixel.bare)} →${mark}${codes(pixel.graded)}`
}
