/** R, G and B of the pixel at a place of a 16-bit frame, in shares of its width and height. */
export function codesAt(
  { codes, width, height }: { readonly codes: Uint16Array; readonly width: number; readonly height: number },
  right: number,
  down: number,
): readonly [number, number, number] {
  const at = (share: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(share * count)))
  const first = (at(down, height) * width + at(right, width)) * 3
  return [codes[first]!, codes[first + 1]!, codes[first + 2]!]
}
