/** What rounds where: the bits of an f32, and in plain numbers what the language does per pixel. */
const f32 = new Float32Array(1)
const i32 = new Int32Array(f32.buffer)

/** Bit pattern of x rounded to f32, as a signed whole number. */
export const bitsOf = (x: number): number => {
  f32[0] = x
  return i32[0]!
}

/** The f32 of a bit pattern. */
export const floatOf = (bits: number): number => {
  i32[0] = bits
  return f32[0]!
}

/** Largest magnitude that crosses between operators: the largest finite half float. */
export const HELD_MAX = 65504
/** 2^-32: what is smaller is +0 between operators. */
export const HELD_MIN = 2.3283064365386963e-10

/** engine.md, at each node's input: NaN to 0, |x| below 2^-32 to +0, magnitudes held to 65,504. `Builder.hold` gives the same bits. */
export function hold(x: number): number {
  const y = Math.fround(x)
  return Math.abs(y) >= HELD_MIN ? Math.max(-HELD_MAX, Math.min(HELD_MAX, y)) : 0
}
