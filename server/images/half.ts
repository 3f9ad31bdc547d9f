/** Half precision (IEEE 754 binary16) to f32 and back, rounded to nearest even. */

const bits = new Uint32Array(1)
const float = new Float32Array(bits.buffer)

/** The f32 of each half. */
export const halves: Float32Array = Float32Array.from({ length: 65536 }, (_, h) => {
  const [sign, exponent, fraction] = [h & 0x8000 ? -1 : 1, (h >> 10) & 31, h & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  // 2^-24 is the least half; below 2^-14 they have no leading one.
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
})

/** The nearest half of an f32: NaN stays one, what is beyond 65,504 by more than half a step is infinite. */
export function halfOf(x: number): number {
  float[0] = x
  const b = bits[0]!
  const sign = (b >>> 16) & 0x8000
  const size = b & 0x7fffffff
  if (size > 0x7f800000) return sign | 0x7e00
  if (size >= 0x47800000) return sign | 0x7c00
  if (size < 0x38800000) {
    // Below 2^-14: whole steps of 2^-24, counted in f64, which holds them exactly; ties to even.
    const steps = Math.abs(float[0]!) * 16777216
    const down = Math.floor(steps)
    const rest = steps - down
    return sign | (down + (rest > 0.5 || (rest === 0.5 && (down & 1) === 1) ? 1 : 0))
  }
  const rest = size & 0x1fff
  const down = (size - 0x38000000) >>> 13
  return sign | (down + (rest > 0x1000 || (rest === 0x1000 && (down & 1) === 1) ? 1 : 0))
}
