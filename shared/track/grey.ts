/** Grey pictures to track on: a plane of luma reduced by whole steps, and the pyramid of its halves. */

/** Brightness, 0 to 1 over the whole range of code values; rows without gaps. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** Each level half as wide and high as the one before; the finest first. A place (x, y) of one is (x / 2, y / 2) of the next. */
export type Pyramid = readonly Grey[]

/** A level smaller than this on either side holds nothing that a patch could be matched with. */
const LEAST_SIDE = 24
/** Levels of a pyramid at most: a point may jump about 7 pixels times 2 to the power of the last level. */
const MOST_LEVELS = 5

/**
 * A plane of code values of a depth in bits, reduced by a whole step each way by averages of whole blocks: the middle of pixel (x, y) of the answer is that of
 * the block that begins at (step·x, step·y). What is left over at the right and the bottom is cut off.
 */
export function reduce(
  plane: Float32Array | Uint16Array | Uint8Array,
  width: number,
  height: number,
  step: number,
  depth: number,
): Grey {
  const w = Math.max(1, Math.floor(width / step))
  const h = Math.max(1, Math.floor(height / step))
  const data = new Float32Array(w * h)
  const share = 1 / (step * step * ((1 << depth) - 1))
  for (let y = 0, o = 0; y < h; y++)
    for (let x = 0; x < w; x++, o++) {
      let sum = 0
      for (let j = 0; j < step; j++) {
        const from = (y * step + j) * width + x * step
        for (let i = from; i < from + step; i++) sum += plane[i]!
      }
      data[o] = sum * share
    }
  return { width: w, height: h, data }
}

/** Smoothed by 1 4 6 4 1 each way and halved; beyond its edges a picture goes on as it ends. */
export function halve({ width, height, data }: Grey): Grey {
  const w = (width + 1) >> 1
  const h = (height + 1) >> 1
  const rows = new Float32Array(w * height)
  for (let y = 0, o = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < w; x++, o++) {
      const at = 2 * x
      const [l2, l1] = [at < 2 ? 0 : at - 2, at < 1 ? 0 : at - 1]
      const [r1, r2] = [at + 1 < width ? at + 1 : width - 1, at + 2 < width ? at + 2 : width - 1]
      rows[o] =
        (data[row + l2]! + data[row + r2]! + 4 * (data[row + l1]! + data[row + r1]!) + 6 * data[row + at]!) * 0.0625
    }
  }
  const out = new Float32Array(w * h)
  for (let y = 0, o = 0; y < h; y++) {
    const at = 2 * y
    const a = Math.max(0, at - 2) * w
    const b = Math.max(0, at - 1) * w
    const c = at * w
    const d = Math.min(height - 1, at + 1) * w
    const e = Math.min(height - 1, at + 2) * w
    for (let x = 0; x < w; x++, o++)
      out[o] = (rows[a + x]! + rows[e + x]! + 4 * (rows[b + x]! + rows[d + x]!) + 6 * rows[c + x]!) * 0.0625
  }
  return { width: w, height: h, data: out }
}

export function pyramidOf(grey: Grey): Pyramid {
  const levels = [grey]
  for (let top = grey; levels.length < MOST_LEVELS && Math.min(top.width, top.height) >= 2 * LEAST_SIDE; ) {
    top = halve(top)
    levels.push(top)
  }
  return levels
}
