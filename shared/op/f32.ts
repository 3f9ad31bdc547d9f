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

/** The smallest and largest magnitude of a coefficient that is not 0: 2^-24 and 2^24. */
const FIRM_MIN = 1 / 16777216
const FIRM_MAX = 16777216

/** A coefficient as it may reach the pixels (engine.md): 0, or a magnitude within 2^±24. `Builder.coef` makes every one so. */
export const firm = (x: number): number => (Math.abs(x) < FIRM_MIN ? 0 : Math.min(Math.max(x, -FIRM_MAX), FIRM_MAX))

/** engine.md, at each node's input: NaN to 0, |x| below 2^-32 to +0, magnitudes held to 65,504. `Builder.hold` gives the same bits. */
export function hold(x: number): number {
  const y = Math.fround(x)
  return Math.abs(y) >= HELD_MIN ? Math.max(-HELD_MAX, Math.min(HELD_MAX, y)) : 0
}
