/** A small picture on a larger canvas: straight lines between the middles of its pixels, in whole numbers: a feed larger than the timeline, and a comparison that moves. */
import { dither } from './dither.ts'
import type { Part } from './pane.ts'

/** Of each output position the pixel before it and how far it lies towards the next, of 256. */
function between(from: number, across: number, start: number, count: number) {
  const first = new Int32Array(count)
  const share = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const at = Math.floor(((2 * (start + i) + 1) * from * 128) / across) - 128
    const held = Math.min((from - 1) * 256, Math.max(0, at))
    first[i] = held >> 8
    share[i] = held & 255
  }
  return { first, share }
}

/** Into `out`, RGBA of `width × height`: that part of a 16-bit R G B frame. `grain`: dithered, else rounded. */
export function enlarge(
  frame: Uint16Array,
  [fromWidth, fromHeight]: readonly [number, number],
  [width, height]: readonly [number, number],
  part: Part,
  out: Uint8ClampedArray,
  grain: boolean,
): void {
  const x = between(fromWidth, part.across, part.left, width)
  const y = between(fromHeight, part.down, part.top, height)
  const scale = 255 / (65535 * 65536)
  for (let row = 0, o = 0; row < height; row++) {
    const above = y.first[row]! * fromWidth * 3
    const below = Math.min(fromHeight - 1, y.first[row]! + 1) * fromWidth * 3
    const down = y.share[row]!
    for (let column = 0; column < width; column++, o += 4) {
      const left = x.first[column]! * 3
      const right = Math.min(fromWidth - 1, x.first[column]! + 1) * 3
      const along = x.share[column]!
      const add = grain ? dither(column, row) : 0.5
      for (let c = 0; c < 3; c++) {
        const top = frame[above + left + c]! * (256 - along) + frame[above + right + c]! * along
        const bottom = frame[below + left + c]! * (256 - along) + frame[below + right + c]! * along
        out[o + c] = Math.floor((top * (256 - down) + bottom * down) * scale + add)
      }
      out[o + 3] = 255
    }
  }
}
